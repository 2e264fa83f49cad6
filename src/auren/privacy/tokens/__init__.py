"""What a phone does before anything leaves it: identifiers become tokens, and values are sealed."""

from auren.privacy.tokens.device import DeviceTokens, Grace
from auren.privacy.tokens.keys import Use, derived_key, info_of

__all__ = ["DeviceTokens", "Grace", "Use", "derived_key", "info_of"]
