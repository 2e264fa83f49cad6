"""The address and the key of an endpoint, checked when the model is built."""

from __future__ import annotations

import httpx

from auren.errors import ConfigurationError

__all__ = ["checked_url", "headers_with", "joined"]


def checked_url(url: str, model: str) -> httpx.URL:
    """Give the API's base.

    Raises:
        ConfigurationError: it is no URL, or holds a user or a password, which would end up in logs.
    """
    expected = 'expected the API\'s base, such as "https://api.openai.com/v1"'
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise ConfigurationError(f"{model} was given something that is no URL; {expected}.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ConfigurationError(f"{model} was given a URL without http(s) scheme or host; {expected}.")
    if parsed.userinfo:
        raise ConfigurationError(f"{model} was given a URL with a user or password in it; hand the key in as api_key.")
    return parsed


def joined(base: httpx.URL, path: str) -> str:
    """Give the URL of one call; the base's query stays."""
    return str(base.copy_with(path=f"{base.path.rstrip('/')}/{path}"))


def headers_with(api_key: str | None, model: str) -> dict[str, str]:
    """Give the headers of every call.

    Raises:
        ConfigurationError: the key is empty or cannot stand in a header.
    """
    # Without identity, the client asks for compression.
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if api_key is not None:
        if not api_key or not all("!" <= character <= "~" for character in api_key):
            raise ConfigurationError(
                f"{model} was given an api_key that is empty or holds signs that no header carries; check its source."
            )
        headers["Authorization"] = f"Bearer {api_key}"
    return headers
