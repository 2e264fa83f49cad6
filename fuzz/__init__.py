"""Fuzz targets, one a parser: each module gives `SEEDS` and `run(data)`, which raises when a parser breaks its word."""
