"""`python -m auren` is the command `auren`."""

from auren.cli import main

if __name__ == "__main__":
    main()
