"""Wishes of people that no term counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Worker
from staffmatch.records.remembered import columns_of_models

_UNCOUNTED = Sentence(
    "plausibility.wishes_uncounted",
    "{n:count} person has wishes, and no tier has the term Wishes, so that no plan is better for granting them. Add "
    "Wishes() to a tier.",
    "{n:count} people have wishes, and no tier has the term Wishes, so that no plan is better for granting them. Add "
    "Wishes() to a tier.",
)


def uncounted_wishes(scenario: Scenario) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Those who wish for what no term counts; what is a must needs none."""
    if any(term.kind == "wishes" for tier in scenario.tiers for term in tier):
        return
    workers = columns_of_models(Worker, scenario.workers)
    wishes = workers.inner("wishes")
    owner = np.repeat(np.arange(len(workers)), workers.several("wishes").lengths)
    found = np.unique(owner[wishes.number("must") == 0])
    if len(found):
        names = workers.single("id").listed()
        yield _UNCOUNTED(n=len(found)), tuple(sorted(names[place] for place in found.tolist()))
