"""Replicas that get the requests whose beginning they have read before, none of them more than its share."""

from auren.gateway.affinity.policy import AffinityPolicy, affinity_key
from auren.gateway.affinity.ring import Ring

__all__ = ["AffinityPolicy", "Ring", "affinity_key"]
