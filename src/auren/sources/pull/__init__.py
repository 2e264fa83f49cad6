"""Clients that fetch a person's data from a vendor's service."""
