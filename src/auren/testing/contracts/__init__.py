"""What every adapter must do, as pytest classes: subclass one, fill its hooks, and run it."""
