"""Channels: where advice goes."""

from auren.channels.console import ConsoleChannel

__all__ = ["ConsoleChannel"]
