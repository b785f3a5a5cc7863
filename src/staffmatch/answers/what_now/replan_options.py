"""What a caller of `replan` asks for, validated: the order of the tiers, limits of the changes, answers of people."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from numbers import Integral
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from staffmatch.answers import refusals
from staffmatch.answers.options import unknown_pair
from staffmatch.answers.what_now.replan_program import Terms
from staffmatch.errors import InputError, InputIssue, bad_option
from staffmatch.models import Consent, Pin, Scenario
from staffmatch.records.accessors import positions, shift_positions, tiers_within
from staffmatch.records.consents import accepting, consent_to
from staffmatch.records.field_types import Instant
from staffmatch.records.sequence import Records

Answers = Mapping[tuple[str, str], str]

_STATES = {"accepted": True, "declined": False, "no answer": None}
_COLUMNS = ("worker", "shift", "answer")


def terms_of(
    scenario: Scenario,
    after_tiers: int | None,
    most_changes: int | None,
    freeze_before: datetime | str | None,
    weighted: bool,
) -> Terms:
    """InputError if an option makes no sense in the scenario."""
    tiers = len(scenario.tiers)
    if after_tiers is not None and not (_whole(after_tiers) and 0 <= after_tiers <= tiers):
        text = refusals.LAST_TIER(value=reprlib.repr(after_tiers), tiers=tiers)
        raise bad_option("after_tiers", text, refusals.LAST_TIER_ADVICE(tiers=tiers))
    if most_changes is not None and not (_whole(most_changes) and most_changes >= 0):
        text = refusals.CHANGES(value=reprlib.repr(most_changes))
        raise bad_option("most_changes", text, refusals.CHANGES_ADVICE())
    place = tiers_within(scenario, tiers if after_tiers is None or most_changes is not None else int(after_tiers))
    frozen = None if freeze_before is None else _moment(scenario, freeze_before)
    since = frozen or min(_times(scenario, "start"), default=None)
    most = None if most_changes is None else int(most_changes)
    return Terms(place, most, frozen, since if weighted else None)


def _moment(scenario: Scenario, given: datetime | str) -> datetime:
    try:
        moment: datetime = TypeAdapter(Instant).validate_python(given)
    except ValidationError:
        text = refusals.NO_MOMENT(value=reprlib.repr(given))
        raise bad_option("freeze_before", text, refusals.NO_MOMENT_ADVICE()) from None
    ends = max(_times(scenario, "end"), default=moment)
    if moment > ends:
        text = refusals.TOO_LATE(moment=f"{moment:%Y-%m-%d %H:%M}")
        raise bad_option("freeze_before", text, refusals.TOO_LATE_ADVICE(end=f"{ends:%Y-%m-%d %H:%M}"))
    return moment


def _times(scenario: Scenario, name: Literal["start", "end"]) -> list[datetime]:
    """When shifts start or end: the first and the last of these where they are columns."""
    demands = scenario.demands
    if not isinstance(demands, Records):
        return [getattr(shift, name) for demand in demands for shift in demand.shifts]
    minutes = demands.inner("shifts").number(name)
    return (
        [datetime.fromtimestamp(60 * int(one), UTC) for one in (minutes.min(), minutes.max())] if len(minutes) else []
    )


def _whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def answered(scenario: Scenario, answers: Answers | Any | None) -> Scenario:
    """The scenario with what people said: a pin for each that accepted or declined a shift, and with the first consent.

    InputError if an answer is none of "accepted", "declined" and "no answer", an id is unknown, or two answers
    contradict each other.
    """
    if answers is None:
        return scenario
    said = list(_listed(answers))
    if issues := [issue for pair, state in said for issue in _issues(scenario, pair, state)]:
        raise InputError(issues)
    decided: dict[tuple[str, str], bool] = {}
    for pair, state in said:
        taken = _STATES[state]
        if taken is not None and decided.setdefault(pair, taken) != taken:
            text = refusals.ANSWER_CONTRADICTS(worker=pair[0], shift=pair[1])
            advice = refusals.ANSWER_CONTRADICTS_ADVICE()
            raise InputError([InputIssue("contradiction", "answers", text, advice, pair)])
    if not decided:
        return scenario
    kept = [pin for pin in scenario.pins if (pin.worker, pin.shift) not in decided]
    new = [Pin(worker=worker, shift=shift, assigned=bool(state)) for (worker, shift), state in decided.items()]
    found, places = list(scenario.workers), positions(scenario, "workers")
    demand_of = shift_positions(scenario)
    willing = {
        (worker, scenario.demands[demand_of[shift][0]].company) for (worker, shift), state in decided.items() if state
    }
    asked = [one for one in sorted(willing) if consent_to(found[places[one[0]]], one[1]) is not Consent.ACCEPTED]
    for name, borrower in asked:
        found[places[name]] = found[places[name]].replace(**accepting(found[places[name]], borrower))
    changes: dict[str, Any] = {"workers": found} if asked else {}
    return scenario.replace(pins=(*kept, *new), **changes)


def _listed(answers: Answers | Any) -> Iterable[tuple[tuple[str, str], str]]:
    if isinstance(answers, Mapping):
        for key in answers:
            if not (isinstance(key, tuple) and len(key) == 2):
                text = f"has the key {reprlib.repr(key)}."
                raise bad_option("answers", text, "Each key is a pair (worker, shift).")
        return answers.items()
    try:
        import narwhals as nw

        frame: Any = nw.from_native(answers, eager_only=True)
    except (ImportError, TypeError):
        advice = f"Give a mapping of (worker, shift) to an answer, or a data frame with columns {', '.join(_COLUMNS)}."
        raise bad_option("answers", f"is a {type(answers).__name__}.", advice) from None
    if missing := [name for name in _COLUMNS if name not in frame.columns]:
        said = refusals.COLUMN_MISSING(column=missing[0])
        raise bad_option("answers", said, refusals.COLUMNS_ADVICE(columns=_COLUMNS))
    columns = (frame[name].to_list() for name in _COLUMNS)
    return [((worker, shift), state) for worker, shift, state in zip(*columns, strict=True)]


def _issues(scenario: Scenario, pair: tuple[str, str], state: str) -> Iterable[InputIssue]:
    yield from unknown_pair(scenario, "answers", pair, refusals.ANSWER_OUT_ADVICE())
    if not isinstance(state, str) or state not in _STATES:
        text = refusals.ANSWER_UNKNOWN(worker=str(pair[0]), answer=reprlib.repr(state), shift=str(pair[1]))
        advice = refusals.ANSWER_UNKNOWN_ADVICE(known=tuple(_STATES))
        yield InputIssue("bad_option", "answers", text, advice, tuple(map(str, pair)))
