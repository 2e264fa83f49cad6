"""Sequences: events in order, with the operators and the meaning of Flink CEP, and the words to write them over days."""

from auren.patterns.sequences.sequence import Sequence, sequence
from auren.patterns.sequences.stages import group, stage

__all__ = ["Sequence", "group", "sequence", "stage"]
