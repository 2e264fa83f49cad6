"""The readings of `PostgresHistory` as a TimescaleDB hypertable, by day in chunks of 90 days.

Untested here, where no server has the extension: what is tested is that it is refused without. The key must hold the day that
the table is split by; `PostgresHistory` keeps one row an id by itself.
"""

from alembic.operations import Operations

revision = "hypertable_1"
down_revision = None
branch_labels = ("hypertable",)


def upgrade(op: Operations) -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS timescaledb")
    op.drop_constraint("auren_history_postgres_readings_pkey", "auren_history_postgres_readings", type_="primary")
    op.create_primary_key("auren_history_postgres_readings_pkey", "auren_history_postgres_readings", ["subject", "id", "day"])
    op.execute(
        "SELECT create_hypertable('auren_history_postgres_readings', 'day', "
        "chunk_time_interval => INTERVAL '90 days', migrate_data => TRUE)"
    )
