"""Strong: the CSV file that the strength-training app exports."""

from auren.sources.vendors.strong.source import Strong

__all__ = ["Strong"]
