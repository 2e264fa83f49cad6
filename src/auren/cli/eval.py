"""auren eval: how good the answers are, by scenario files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auren.evaluation import Evaluation, evaluate, load, shipped
from auren.ports import Model

__all__ = ["run_eval"]


async def run_eval(console: Console, file: Path | None, model_url: str | None, model_name: str, *, verbose: bool) -> bool:
    """Run scenarios and show what came of them; the last line is JSON. Whatever the figures, it ended well.

    Args:
        console: where to write.
        file: a scenario file or a folder of them; None takes those that come with auren.
        model_url: an OpenAI-compatible endpoint that words the replies; None renders plainly.
        model_name: the model at that endpoint.
        verbose: whether to show each miss.
    """
    scenarios = shipped() if file is None else load(file)
    found = await evaluate(scenarios, model=_model(model_url, model_name), beside=_folder(file))
    _show(console, found, verbose=verbose)
    console.print(json.dumps({"eval": found.as_document()}), soft_wrap=True, markup=False, highlight=False)
    return True


def _folder(file: Path | None) -> Path | None:
    return file if file is None or file.is_dir() else file.parent


def _model(url: str | None, name: str) -> Callable[[], Model] | None:
    if url is None:
        return None
    from auren.gateway import Gateway, OpenAIModel

    return lambda: Gateway([OpenAIModel(url, model=name)])


def _show(console: Console, found: Evaluation, *, verbose: bool) -> None:
    for title, rows in (("specialist", found.by("specialist")), ("kind", found.by("kind"))):
        table = Table(title, "passed", "of", "share")
        for name, (passed, there) in rows.items():
            table.add_row(escape(name), str(passed), str(there), f"{passed / there:.1%}")
        console.print(table)
    if verbose:
        for verdict in found.verdicts:
            for miss in verdict.misses:
                console.print(f"{verdict.scenario.id}: {miss}", markup=False, highlight=False, soft_wrap=True)
    costs = [verdict.cost_usd for verdict in found.verdicts]
    console.print(
        f"{len(found.verdicts)} scenarios, {found.share:.1%} passed. A colleague was asked in {found.consultation_share:.1%} "
        f"of the conversations (wished: over 20 %), {found.turns:.1f} turns a conversation. Wording one costs "
        f"{sum(costs) / max(1, len(costs)):.4f} USD, at most {max(costs, default=0):.4f}, at the list price of "
        f"{found.priced_as} (wished: under 0.50).",
        highlight=False,
    )
