"""How likely people are to accept a shift: a small model of assumptions, or probabilities that the caller has."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from numbers import Real as AnyReal
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from staffmatch.answers import refusals
from staffmatch.answers.options import unknown_pair
from staffmatch.arrays import Real
from staffmatch.errors import InputError, InputIssue, bad_option
from staffmatch.formulation.columns import CONSENTS
from staffmatch.formulation.pairs import Pairs
from staffmatch.records.consents import Consent
from staffmatch.records.field_types import Figure, Record
from staffmatch.records.field_types import Real as RealField

_Chance = Annotated[RealField, Field(gt=0, lt=1)]
_COLUMNS = ("worker", "shift", "probability")
UNKNOWN = refusals.ROW_OUT_ADVICE()

Probability = Callable[[str, str], float]
Pair = tuple[str, str]


class Acceptance(Record):
    """A logistic model of how likely somebody is to accept a shift, for want of data.

    ``p = 1 / (1 + exp(-(ln(a / (1 - a)) - commute · c + raise · r)))`` with a = ``accepted`` for people whose consent
    is "accepted" and ``offered`` for those who have not answered, the commute in hours one way and the raise as the
    demand's pay above the person's own, in tenths of it; c is ``per_hour_of_commute``, r ``per_tenth_more_pay``.

    The defaults are assumptions: there are no data behind them. Take probabilities of your own where you have answers
    of the past to estimate them from.

    >>> unsure = sm.Acceptance(offered=0.3, per_hour_of_commute=2)
    >>> len(sm.offers(solution, contacts=1, probabilities=unsure))
    1
    """

    accepted: _Chance = 0.8
    offered: _Chance = 0.5
    per_hour_of_commute: Annotated[Figure, Field(ge=0)] = 1.0
    per_tenth_more_pay: Annotated[Figure, Field(ge=0)] = 0.3

    def of(self, pairs: Pairs) -> Real:
        """The probability of each pair."""
        workers, demands = pairs.columns.workers, pairs.columns.demands
        agreed = workers.consent.of(pairs.worker, pairs.borrower) == CONSENTS.index(Consent.ACCEPTED)
        start = np.where(agreed, _logit(self.accepted), _logit(self.offered))
        own, offered = workers.pay[pairs.worker], demands.pay[pairs.demand]
        more = np.where(own > 0, np.maximum(0, offered - own) / np.maximum(1, own), 0.0)
        exponent = start - self.per_hour_of_commute * pairs.commute / 60 + self.per_tenth_more_pay * 10 * more
        found: Real = 1 / (1 + np.exp(-np.clip(exponent, -700, 700)))
        return found


def _logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


Probabilities = Acceptance | Mapping[Pair, float] | Probability


def probabilities_of(pairs: Pairs, given: Probabilities | Any | None) -> Real:
    """The probability of each pair: by the model, or as given, by (worker, shift).

    Pairs of which nothing is given have probability 0. A job of several shifts has the least that is given for any of
    them. InputError for what is no probability, and for unknown ids.
    """
    if given is None or isinstance(given, Acceptance):
        return (given or Acceptance()).of(pairs)
    if callable(given) and not isinstance(given, Mapping):
        asked: Probability = given
        said = {pair: asked(*pair) for _, pair in _named(pairs)}
    else:
        said = dict(_listed(given))
        scenario = pairs.columns.scenario
        if issues := [issue for pair in said for issue in unknown_pair(scenario, "probabilities", pair, UNKNOWN)]:
            raise InputError(issues)
    if issues := [issue for pair, value in said.items() for issue in _impossible(pair, value)]:
        raise InputError(issues)
    found = np.full(len(pairs), np.inf)
    for place, pair in _named(pairs):
        if (value := said.get(pair)) is not None:
            found[place] = min(found[place], float(value))
    return np.where(np.isinf(found), 0.0, found)


def _named(pairs: Pairs) -> Iterator[tuple[int, Pair]]:
    """Each pair's place with the ids of its worker and of each of its shifts."""
    columns = pairs.columns
    for place, (worker, job) in enumerate(zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True)):
        for shift in columns.job_shifts[job].tolist():
            yield place, (columns.workers.ids[worker], columns.shift_ids[shift])


def _listed(given: Any) -> Iterable[tuple[Pair, Any]]:
    if isinstance(given, Mapping):
        return [(key_of("probabilities", key), value) for key, value in given.items()]
    try:
        import narwhals as nw

        frame: Any = nw.from_native(given, eager_only=True)
    except (ImportError, TypeError):
        advice = (
            "Give a mapping of (worker, shift) to a probability, a function of both ids, a data frame with columns "
            f"{', '.join(_COLUMNS)}, or a staffmatch.Acceptance."
        )
        raise bad_option("probabilities", f"is a {type(given).__name__}.", advice) from None
    if missing := [name for name in _COLUMNS if name not in frame.columns]:
        text = refusals.COLUMN_MISSING(column=missing[0])
        raise bad_option("probabilities", text, refusals.COLUMNS_ADVICE(columns=_COLUMNS))
    columns = (frame[name].to_list() for name in _COLUMNS)
    return [((worker, shift), value) for worker, shift, value in zip(*columns, strict=True)]


def key_of(path: str, key: Any) -> Pair:
    """InputError unless it is a worker and a shift."""
    if not (isinstance(key, tuple) and len(key) == 2):
        raise bad_option(path, f"has {reprlib.repr(key)}.", "Each is a pair (worker, shift) of ids.")
    return key


def _impossible(pair: Pair, value: Any) -> Iterator[InputIssue]:
    number = isinstance(value, AnyReal) and not isinstance(value, bool | np.bool_)
    if not (number and 0 <= value <= 1):
        text = refusals.PROBABILITY(worker=pair[0], shift=pair[1], value=reprlib.repr(value))
        advice = refusals.PROBABILITY_ADVICE()
        yield InputIssue("bad_option", "probabilities", text, advice, pair)
