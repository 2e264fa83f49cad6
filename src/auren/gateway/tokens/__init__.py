"""How many tokens a request has: exactly where a tokenizer can tell, else a bound that is never too low."""

from auren.gateway.tokens.bounds import ByteBound, TokenBound
from auren.gateway.tokens.tiktoken import TiktokenCounter

__all__ = ["ByteBound", "TiktokenCounter", "TokenBound"]
