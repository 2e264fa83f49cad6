"""Health Auto Export: Apple Health's values as the app of that name writes them in JSON."""

from auren.sources.vendors.health_auto_export.source import HealthAutoExport

__all__ = ["HealthAutoExport"]
