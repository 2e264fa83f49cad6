"""The versions of auren's tables in SQL, and how a database is brought from one to the next.

A room also makes missing tables when it opens. Migrations are for hosts that change their database in a step of its own, with
a role of its own, or read the SQL first.
"""

from __future__ import annotations

from auren.migrations.database import statements, status, upgrade
from auren.migrations.rooms import ROOMS, Room
from auren.migrations.standing import Standing

__all__ = ["ROOMS", "Room", "Standing", "statements", "status", "upgrade"]
