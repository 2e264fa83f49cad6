"""Recovery: heart, HRV, sleep, body clock, attention and mood."""
