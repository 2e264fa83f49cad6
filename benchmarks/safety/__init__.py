"""Measurements of safety and privacy: `python -m benchmarks.safety NAME FILE…`; each takes any file of its stated shape."""
