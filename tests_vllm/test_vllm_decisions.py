# ruff: noqa: S101
"""A real, small model words the answers of the team: what was decided stays as it is without one."""

from __future__ import annotations

import asyncio

from vllm_process import NAME, Server

from auren.evaluation import evaluate, shipped
from auren.gateway.models.vllm import VLLMModel

TIMEOUT_S = 180.0
EVERY = 48


def test_a_real_model_changes_words_and_no_decision(server: Server) -> None:
    scenarios = shipped()[::EVERY]
    plain = asyncio.run(evaluate(scenarios))
    worded = asyncio.run(evaluate(scenarios, model=lambda: VLLMModel(server.url, NAME, timeout_s=TIMEOUT_S)))
    for one, other in zip(plain.verdicts, worded.verdicts, strict=True):
        for reply, again in zip(one.replies, other.replies, strict=True):
            assert (again.plan, again.claims, again.kind, again.flags) == (reply.plan, reply.claims, reply.kind, reply.flags)
    # So small a model seldom keeps to the form, but it was asked and did answer.
    assert any(reply.usage.output_tokens for verdict in worded.verdicts for reply in verdict.replies)
