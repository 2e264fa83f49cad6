"""FIT files of any maker: activities, wellness days, nights and scales, as watches, bike computers and apps write them."""

from auren.sources.vendors.fit.source import FITFiles

__all__ = ["FITFiles"]
