"""Apple Health's export, read as it streams by."""

from auren.sources.vendors.apple_health.export import AppleHealthExport

__all__ = ["AppleHealthExport"]
