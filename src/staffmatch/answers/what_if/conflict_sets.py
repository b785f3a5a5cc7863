"""conflicts(): which pins, demands that must be filled and rules cannot all hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from staffmatch.answers import refusals
from staffmatch.answers.what_if.feasibility import Feasibility, MustFill, OutOfTimeError, Part
from staffmatch.domain.plan import Plan
from staffmatch.engine.state.control import Control, available_threads
from staffmatch.errors import bad_option, near_or, require_type
from staffmatch.explain.answer import Answer, basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Pin, Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.citations import cited
from staffmatch.records.field_types import DemandId, Flag, Id, Record, ShiftId, WorkerId

_PIN = Sentence("conflicts.pin", "the pin of {worker:worker} to {shift:shift}")
_PIN_OUT = Sentence("conflicts.pin_out", "the pin of {worker:worker} out of {shift:shift}")
_FILL = Sentence("conflicts.fill", "that every seat of {demand:demand} is filled")
_RULE = Sentence("conflicts.rule", "the rule {rule:id}")
_TOGETHER = Sentence("conflicts.together", "These cannot all hold: {members:and}.")
_TOGETHER_GIVEN = Sentence("conflicts.together_given", "With what is given, these cannot all hold: {members:and}.")
_ALONE = Sentence("conflicts.by_itself", "This cannot hold: {members:and}.")
_ALONE_GIVEN = Sentence("conflicts.alone", "With what is given, this cannot hold: {members:and}.")
_AGAINST = Sentence("conflicts.against", "The rule {rule:id}: {figures}")
_MINIMAL = Sentence("conflicts.minimal", "Leave out any one of them, and the others hold.")
_NOT_MINIMAL = Sentence("conflicts.not_minimal", "Time ran out before it was known whether all of them are needed.")
_BY_SOLVER = Sentence("conflicts.by_solver", "That they cannot is the word of a solver, which no certificate confirms.")
_HELD = Sentence("conflicts.held", "What is given cannot hold by itself.")
_FEASIBLE = Sentence("conflicts.feasible", "All of it can hold together.")
_UNKNOWN = Sentence("conflicts.unknown", "Time ran out before it was known whether all of it can hold together.")
_ALL = Sentence("conflicts.all", "There is no other such set.", "There are {n:count} such sets and no others.")
_SOME = Sentence("conflicts.some", "There may be other such sets.")


class ConflictMember(Record):
    """A pin, a demand that must be filled, or a rule, which has its ``place`` in the scenario's rules.

    ``figures`` is what the rule has against the others. ``without`` is a plan in which all others of its set hold, and
    what is given; None if time ended before one was found.

    >>> answer = sm.conflicts(scenario, must_fill=["ward", "night"])
    >>> [member.kind for member in answer.sets[0].members]
    ['must_fill', 'must_fill', 'rule', 'rule']
    """

    kind: Literal["pin", "must_fill", "rule"]
    worker: WorkerId | None = None
    shift: ShiftId | None = None
    assigned: Flag = True
    demand: DemandId | None = None
    rule: Id | None = None
    place: int | None = None
    figures: Message | None = None
    without: tuple[tuple[WorkerId, ShiftId], ...] | None = None

    @property
    def message(self) -> Message:
        """What it is, in the middle of a sentence."""
        if self.kind == "pin":
            return (_PIN if self.assigned else _PIN_OUT)(worker=self.worker, shift=self.shift)
        return _FILL(demand=self.demand) if self.kind == "must_fill" else _RULE(rule=self.rule)


class ConflictSet(Record):
    """What cannot all hold. ``minimal``: without any one member the others can, which plans show.

    ``proof`` is "certificate" where integers confirm that they cannot, "solver" where that is a solver's word.
    ``given``: something else was to be held as given. A set without members says that this cannot hold by itself.

    >>> answer = sm.conflicts(scenario, must_fill=["ward", "night"])
    >>> answer.sets[0].minimal, answer.sets[0].proof
    (True, 'certificate')
    """

    members: tuple[ConflictMember, ...]
    minimal: Flag
    proof: Literal["certificate", "solver"]
    given: Flag = False

    def messages(self) -> Iterator[Message]:
        """What cannot hold, the figures of its rules, and how far that is proven."""
        if self.members:
            told = tuple(member.message for member in self.members)
            together, alone = (_TOGETHER_GIVEN, _ALONE_GIVEN) if self.given else (_TOGETHER, _ALONE)
            yield (together if len(told) > 1 else alone)(members=told)
        else:
            yield _HELD()
        for member in self.members:
            if member.figures is not None:
                yield _AGAINST(rule=member.rule, figures=member.figures)
        if len(self.members) > 1 or not self.minimal:
            yield (_MINIMAL if self.minimal else _NOT_MINIMAL)()
        if self.proof == "solver":
            yield _BY_SOLVER()


class Conflicts(Answer):
    """Sets of what cannot all hold; none where all of it can, or where time was too short to know.

    ``holds``: all can hold together; None if that is not known. ``complete``: all minimal sets are listed.

    >>> sm.conflicts(scenario, must_fill=["night"]).holds
    True
    """

    holds: Flag | None
    sets: tuple[ConflictSet, ...]
    complete: Flag

    def messages(self) -> Iterator[Message]:
        if not self.sets:
            yield (_FEASIBLE if self.holds else _UNKNOWN)()
            return
        for one in self.sets:
            yield from one.messages()
        yield (_ALL(n=len(self.sets)) if self.complete else _SOME())


def conflicts(
    scenario: Scenario,
    *,
    must_fill: Iterable[str] = (),
    hold: Iterable[str | Rule | Pin] = (),
    all: bool = False,  # noqa: A002 - what users would call it
    time_limit: float | None = None,
    threads: int | None = None,
) -> Conflicts:
    """A minimal set of pins, demands that must be filled, and rules that cannot all hold.

    ``must_fill`` names demands of which every seat is wanted. What is in ``hold`` is given and never blamed: rules or
    their kinds, pins, ``"pins"`` for all of these, ``"must_fill"`` for all such demands. One set is found by
    QuickXplain (Junker 2004), with ``all`` every minimal one by Reiter's hitting set tree (1987), whose size may grow
    exponentially with the number of sets. That a set is minimal is shown by a plan for each member, in which all others
    hold; every plan passes the rules' own checks. Rules are left out as a whole, so that many more people may come into
    question: a time limit, in seconds, ends with a set that may be too large, and says so.

    Raises InputError if an id is unknown, or what is to be held is not there.

    >>> answer = sm.conflicts(scenario, must_fill=["ward", "night"])
    >>> answer.holds, [member.kind for member in answer.sets[0].members]
    (False, ['must_fill', 'must_fill', 'rule', 'rule'])
    """
    require_type(scenario, Scenario)
    held, parts = _parts(scenario, must_fill, hold)
    control = Control(time_limit, threads=available_threads() if threads is None else threads)
    oracle = Feasibility(scenario, held, parts, control)
    with control.listening():
        return _answer(oracle, all)


def _answer(oracle: Feasibility, every: bool) -> Conflicts:
    found: list[frozenset[int]] = []
    try:
        found.extend(_minimal_sets(oracle) if every else _first(oracle))
    except OutOfTimeError:
        if oracle.least is None:
            return Conflicts(rests_on="bounds", holds=None, sets=(), complete=False)
        rest = [] if found else [_told(oracle, oracle.least, proven=False)]
        sets = (*(_told(oracle, one) for one in found), *rest)
        return Conflicts(rests_on="bounds", holds=False, sets=sets, complete=False)
    sets = tuple(_told(oracle, one) for one in found)
    exact = all(one.minimal for one in sets)
    return Conflicts(rests_on=basis(exact), holds=not found, sets=sets, complete=every or not found)


def _parts(
    scenario: Scenario, must_fill: Iterable[str], hold: Iterable[str | Rule | Pin]
) -> tuple[list[Part], list[Part]]:
    """What is given, and what may be blamed: rules first, so that few of the pins and demands are."""
    if isinstance(must_fill, str):
        raise bad_option("must_fill", "is one text.", f"Give a list: must_fill=[{must_fill!r}].")
    for name, several in (("must_fill", must_fill), ("hold", hold)):
        if not isinstance(several, Iterable):
            raise bad_option(name, f"is {several!r}.", "Give a list.")
    wanted = [MustFill(demand=scenario.demand(name).id) for name in dict.fromkeys(must_fill)]
    listed: list[Part] = [*scenario.rules, *wanted, *scenario.pins]
    given = [hold] if isinstance(hold, str | Rule | Pin) else list(hold)
    for one in given:
        if not any(_is(part, one) for part in listed) and one not in ("pins", "must_fill"):
            raise _not_there(scenario, one)
    held = [part for part in listed if _kept(part) or any(_is(part, one) for one in given)]
    return held, [part for part in listed if not any(part is one for one in held)]


def _kept(part: Part) -> bool:
    """The rule that keeps pins only says what the pins do."""
    return isinstance(part, Rule) and part.keeps_pins


def _is(part: Part, given: str | Rule | Pin) -> bool:
    if isinstance(given, str):
        return given == ("pins" if isinstance(part, Pin) else part.kind)
    return part == given


def _not_there(scenario: Scenario, given: object) -> Exception:
    kinds = [*dict.fromkeys(rule.kind for rule in scenario.rules), "must_fill"]
    advice = near_or(given, kinds, refusals.HELD_ADVICE(kinds=tuple(kinds)))
    return bad_option("hold", refusals.NOT_HELD(given=repr(given)), advice)


def _first(oracle: Feasibility) -> Iterator[frozenset[int]]:
    found = _quickxplain(oracle, range(len(oracle.parts)))
    if found is not None:
        yield found


def _quickxplain(oracle: Feasibility, parts: Sequence[int]) -> frozenset[int] | None:
    """A minimal set of these parts that cannot hold; None if all of them can."""

    def shrink(background: list[int], grown: bool, rest: Sequence[int]) -> list[int]:
        if grown and not oracle.holds(background):
            return []
        if len(rest) == 1:
            return list(rest)
        middle = len(rest) // 2
        first, second = list(rest[:middle]), list(rest[middle:])
        of_second = shrink([*background, *first], bool(first), second)
        of_first = shrink([*background, *of_second], bool(of_second), first)
        return [*of_first, *of_second]

    if oracle.holds(parts):
        return None
    if not parts or not oracle.holds([]):
        return frozenset()
    return frozenset(shrink([], False, list(parts)))


def _minimal_sets(oracle: Feasibility) -> Iterator[frozenset[int]]:
    """All of them: each set is hit by leaving out any one of its members, until what is left can hold."""
    found: list[frozenset[int]] = []
    hitting: list[frozenset[int]] = []
    seen: set[frozenset[int]] = set()
    waiting = [frozenset[int]()]
    while waiting:
        out = waiting.pop(0)
        if out in seen or any(one <= out for one in hitting):
            continue
        seen.add(out)
        conflict = next((one for one in found if not one & out), None)
        if conflict is None:
            conflict = _quickxplain(oracle, [part for part in range(len(oracle.parts)) if part not in out])
            if conflict is None:
                hitting.append(out)
                continue
            found.append(conflict)
            yield conflict
        waiting += [out | {part} for part in sorted(conflict)]


def _told(oracle: Feasibility, found: frozenset[int], proven: bool = True) -> ConflictSet:
    # Pins, demands and rules, each in the order of the scenario.
    members = [
        _member(oracle, part, found) for part in sorted(found, key=lambda part: (_rank(oracle.parts[part]), part))
    ]
    shown = all(member.without is not None for member in members)
    certified = not oracle.control.over() and oracle.certified(found)
    return ConflictSet(
        members=tuple(members),
        minimal=proven and shown,
        proof="certificate" if certified else "solver",
        given=any(not _kept(part) for part in oracle.held),
    )


def _rank(part: Part) -> int:
    return 0 if isinstance(part, Pin) else 1 if isinstance(part, MustFill) else 2


def _member(oracle: Feasibility, place: int, found: frozenset[int]) -> ConflictMember:
    part = oracle.parts[place]
    plan = None if oracle.control.over() else oracle.plan(found - {place})
    without = None if plan is None else plan.assignments
    if isinstance(part, Pin):
        return ConflictMember(kind="pin", worker=part.worker, shift=part.shift, assigned=part.assigned, without=without)
    if isinstance(part, MustFill):
        return ConflictMember(kind="must_fill", demand=part.demand, without=without)
    where = next(number for number, rule in enumerate(oracle.scenario.rules) if rule is part)
    figures = None if plan is None else _figures(oracle, part, plan)
    return ConflictMember(kind="rule", rule=part.kind, place=where, figures=figures, without=without)


def _figures(oracle: Feasibility, rule: Rule, plan: Plan) -> Message | None:
    """What a rule has against a plan in which all others hold."""
    broken = next(iter(rule.check(oracle.scenario, plan)), None)
    return None if broken is None else cited(rule, broken.message)
