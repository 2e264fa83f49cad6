"""Energy, food, supplements and drink."""
