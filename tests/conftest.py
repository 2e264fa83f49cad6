"""What all tests share: real servers that start when a test asks for one, and a machine without a network."""

from __future__ import annotations

from offline import stays_on_this_machine
from servers import postgres_server, postgres_url, valkey_server, valkey_url

__all__ = ["postgres_server", "postgres_url", "stays_on_this_machine", "valkey_server", "valkey_url"]
