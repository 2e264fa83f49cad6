"""Measurements that state their marks: `python -m benchmarks.<name>` prints a table and ends with one line of JSON."""
