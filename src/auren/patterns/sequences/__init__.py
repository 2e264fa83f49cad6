"""Sequences: events in order, with the operators and the meaning of Flink CEP."""
