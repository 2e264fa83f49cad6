"""Files that ship inside a package, read as its modules are: from a folder or from a zip."""

from __future__ import annotations

from importlib import import_module

from auren.errors import ConfigurationError

__all__ = ["shipped_file"]


def shipped_file(package: str, name: str) -> bytes:
    """Give the bytes of a file of a package.

    Args:
        package: its full name, for example "auren.science.claims".
        name: of the file, with slashes where it lies deeper.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    module = import_module(package)
    # By the loader itself: what the library offers for this loads far more modules than the first answer needs.
    read = getattr(module.__spec__.loader if module.__spec__ else None, "get_data", None)
    folder = next(iter(getattr(module, "__path__", ())), None)
    try:
        data = read(f"{folder}/{name}") if read is not None and folder is not None else None
    except OSError:
        data = None
    if not isinstance(data, bytes):
        raise ConfigurationError(f"{name} of {package} cannot be read; install auren where its files can be.")
    return data
