"""Google's Health API v4, the successor of the Fitbit Web API, as recorded answers or as a client fetches them."""

from auren.sources.vendors.google_health.answers import GoogleHealth

__all__ = ["GoogleHealth"]
