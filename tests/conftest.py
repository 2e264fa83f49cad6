"""What all tests share: real servers that start when a test asks for one."""

from __future__ import annotations

from servers import postgres_server, postgres_url, valkey_server, valkey_url

__all__ = ["postgres_server", "postgres_url", "valkey_server", "valkey_url"]
