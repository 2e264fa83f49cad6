"""A rule as a data document: plain data that pydantic checks and that becomes the same rule again.

Only `Rule.to_document` and `Rule.from_document` import this room, so that a kernel runs without pydantic.
"""

from auren.patterns.documents.models import FORMAT
from auren.patterns.documents.reading import read_rule
from auren.patterns.documents.text import rule_from_text
from auren.patterns.documents.writing import write_rule

__all__ = ["FORMAT", "read_rule", "rule_from_text", "write_rule"]
