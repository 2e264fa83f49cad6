"""A rule from the text of a file: JSON always, YAML where a library for it is installed."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping

from auren.errors import RuleError
from auren.patterns.documents.reading import read_rule
from auren.patterns.rule import Rule
from auren.readings import STANDARD_METRICS, MetricRegistry

__all__ = ["rule_from_text"]


def rule_from_text(text: str, *, metrics: MetricRegistry = STANDARD_METRICS) -> Rule:
    """Give the rule that a JSON or YAML text says.

    Raises:
        RuleError: the text is neither, or says no rule.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        document = _from_yaml(text, error)
    if not isinstance(document, Mapping):
        raise RuleError("The text of a rule holds no table of names and values; expected one rule.")
    return read_rule(document, metrics=metrics)


def _from_yaml(text: str, not_json: Exception) -> object:
    try:
        yaml = importlib.import_module("yaml")
    except ImportError:
        raise RuleError("The text of a rule is not JSON; to read YAML, install PyYAML.") from not_json
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise RuleError("The text of a rule is neither JSON nor YAML.") from error
