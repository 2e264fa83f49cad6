"""Health Connect: Android's shared health records, as apps write them in JSON."""

from auren.sources.vendors.health_connect.source import HealthConnect

__all__ = ["HealthConnect"]
