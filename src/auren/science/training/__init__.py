"""Training load, strength and endurance."""
