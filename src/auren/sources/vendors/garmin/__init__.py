"""Garmin Connect: recorded answers of its service, and the account export with its DI_CONNECT folders."""

from auren.sources.vendors.garmin.connect import GarminConnect

__all__ = ["GarminConnect"]
