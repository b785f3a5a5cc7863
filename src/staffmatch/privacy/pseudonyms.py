"""Pseudonymised scenarios, which can be passed on, and their plans, which only the key holder can read.

The pseudonym of an id is ``HMAC-SHA256(key, kind, id)``, truncated to 80 bits: the same key gives a person the same
pseudonym in every scenario, and without the key names cannot be guessed by trying. This is not anonymity: skills,
certificates, hours, preferences and wishes remain, and may identify somebody.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue, bad_option
from staffmatch.models import Absence, Location, Scenario
from staffmatch.privacy import refusals
from staffmatch.privacy.homes import coarse
from staffmatch.privacy.naming import ids_named, renamed, unmarked
from staffmatch.records.bases import Rule
from staffmatch.result.contents import PreexistingViolation
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from staffmatch.records.field_types import Record

Kind = Literal["workers", "companies", "demands", "shifts"]
Homes = Literal["quarter", "grid", "drop", "keep"]

_LEAST_KEY = 16
_LETTERS = {"workers": "w", "companies": "c", "demands": "d", "shifts": "s", "groups": "g"}
_R = TypeVar("_R", bound="Record")


def pseudonym(key: bytes | str, kind: Kind, name: str) -> str:
    """The pseudonym of one id, such as ``w-6f1c...``."""
    return _pseudonym(_secret(key), kind, name)


def _pseudonym(secret: bytes, kind: str, name: str) -> str:
    code = hmac.new(secret, f"{kind}\0{name}".encode(), hashlib.sha256).hexdigest()
    return f"{_LETTERS[kind]}-{code[:20]}"


def _secret(key: bytes | str) -> bytes:
    secret = key.encode() if isinstance(key, str) else bytes(key)
    if len(secret) < _LEAST_KEY:
        text = refusals.WEAK_KEY(n=len(secret))
        raise InputError([InputIssue("weak_key", "key", text, refusals.WEAK_KEY_ADVICE())])
    return secret


def pseudonymised(
    scenario: Scenario, key: bytes | str, *, of: Iterable[Kind] = ("workers",), homes: Homes = "quarter"
) -> Scenario:
    """The scenario with pseudonyms in place of all ids, without names, contacts and the kinds of absences, and with
    coarse homes.

    ``homes`` may also be removed (``drop``), which makes every commute 0, or kept (``keep``). If ``companies`` are
    renamed, their locations and sites are treated like homes. Places that the travel model knows by name keep their
    names. Of people's groups those remain that a rule or a term names, under pseudonyms whatever else is renamed; these
    rules lose their paragraph, which would say what the group is. Raises InputError for a weak key, and where a text of
    an own rule is an id and its type does not say so.
    """
    _require("homes", homes, get_args(Homes))
    key, kinds = _secret(key), _kinds(of)
    naming = (*scenario.rules, *(term for tier in scenario.tiers for term in tier))
    # A rule of one's own may name somebody whom the scenario does not have.
    names: dict[str, dict[str, str]] = {
        kind: {name: pseudonym(key, kind, name) for name in sorted({*_ids(scenario, kind), *ids_named(naming, kind)})}
        for kind in kinds
    }
    names["groups"] = {name: _pseudonym(key, "groups", name) for name in sorted(ids_named(naming, "groups"))}
    ids = frozenset(name for listed in names.values() for name in listed)
    records = {
        **{f"rules[{n}]": rule for n, rule in enumerate(scenario.rules)},
        **{f"tiers[{n}][{m}]": term for n, tier in enumerate(scenario.tiers) for m, term in enumerate(tier)},
        "travel": scenario.travel,
    }
    if found := [problem for path, record in records.items() for problem in unmarked(record, ids, path)]:
        raise InputError(found)
    bare = renamed(scenario, names)
    changes: dict[str, Any] = {field: getattr(bare, field) for field in type(scenario).model_fields}
    none = {"name": "", "contact": None}
    left = frozenset(names["groups"].values())
    people = [
        worker.model_copy(
            update=none
            | {
                "groups": tuple(group for group in worker.groups if group in left),
                "absences": tuple(map(_reasonless, worker.absences)),
            }
        )
        for worker in bare.workers
    ]
    changes["workers"] = _placed(people, "home", scenario, homes)
    changes["rules"] = tuple(map(_lawless, bare.rules))
    # A contact is a person, whoever else keeps its name.
    hidden = none if "companies" in kinds else {"contact": None}
    for name in ("companies", "demands"):
        changes[name] = tuple(one.model_copy(update=hidden) for one in changes[name])
        if "companies" in kinds:
            changes[name] = _placed(changes[name], "location", scenario, homes)
    return type(scenario)(**changes)


def _lawless(rule: Rule) -> Rule:
    return rule if getattr(rule, "group", None) is None else rule.model_copy(update={"because": None})


def _reasonless(absence: Absence) -> Absence:
    return Absence(first=absence.first, last=absence.last)


def restored(scenario: Scenario, found: Any, key: bytes | str, *, of: Iterable[Kind] = ("workers",)) -> Any:
    """A plan or a solution of the pseudonymised scenario with this scenario's ids, by the key that was used.

    A plan can always be restored. A solution can if homes were kept; otherwise its figures are not this scenario's, and
    ``sm.solve(scenario, start=plan, time_limit=0)`` recomputes them. Its certificate is removed, since its rows are in
    the order of the pseudonyms. Raises InputError for another key, another scenario, and what is no plan.
    """
    key, kinds = _secret(key), _kinds(of)
    back: dict[str, dict[str, str]] = {
        kind: {pseudonym(key, kind, name): name for name in _ids(scenario, kind)} for kind in kinds
    }
    if isinstance(found, Plan):
        return _plan(scenario, found, back)
    if not isinstance(found, Solution):
        raise bad_option("found", f"is a {type(found).__name__}, which is no plan.", "Give a Solution or a Plan.")
    if not keeps_figures(scenario, found, key, of=kinds):
        text, advice = refusals.OTHER_KEY(), refusals.OTHER_KEY_ADVICE()
        raise InputError([InputIssue("other_scenario", "scenario_digest", text, advice)])
    return _solution(scenario, found, back)


def keeps_figures(scenario: Scenario, found: Solution, key: bytes | str, *, of: Iterable[Kind] = ("workers",)) -> bool:
    """Whether a solution was made for this scenario with this key and with homes kept, so that its figures are valid
    here."""
    return pseudonymised(scenario, key, of=of, homes="keep").digest() == found.scenario_digest


def _plan(scenario: Scenario, plan: Plan, back: Mapping[str, Mapping[str, str]]) -> Plan:
    workers, shifts = (back.get(kind, {}) for kind in ("workers", "shifts"))
    made = Plan.of((workers.get(worker, worker), shifts.get(shift, shift)) for worker, shift in plan)
    known = {"workers": set(_ids(scenario, "workers")), "shifts": set(_ids(scenario, "shifts"))}
    strange = [pair for pair in made if pair[0] not in known["workers"] or pair[1] not in known["shifts"]]
    if strange:
        text = refusals.UNKNOWN_PSEUDONYM(strange=len(strange), n=len(made))
        advice = (refusals.KEY_RIGHT_ADVICE if len(strange) < len(made) else refusals.CHECK_KEY_ADVICE)()
        ids = [name for pair in strange for kind, name in zip(known, pair, strict=True) if name not in known[kind]]
        raise InputError([InputIssue("unknown_pseudonym", "plan", text, advice, tuple(dict.fromkeys(ids))[:10])])
    return made


def _solution(scenario: Scenario, found: Solution, back: Mapping[str, Mapping[str, str]]) -> Solution:
    def told(record: _R, **inner: Any) -> _R:
        return record.model_copy(update=inner)

    bare: Solution = renamed(found, back)
    changes = {
        "scenario_digest": scenario.digest(),
        "assignments": tuple(sorted(bare.assignments, key=lambda a: a.worker)),
        "partnerships": tuple(sorted(bare.partnerships, key=lambda p: (p.lender, p.borrower))),
        "preexisting_violations": PreexistingViolation.of(scenario),
        "tiers": tuple(
            told(tier, certified=None, proof=None if tier.bound is None else "solver") for tier in bare.tiers
        ),
        # Rows and columns are in the order of ids, which were others.
        "certificate": (),
        "infeasibility": None,
    }
    return told(bare, **changes).of(scenario)


def _placed(records: Iterable[_R], field: str, scenario: Scenario, homes: Homes) -> tuple[_R, ...]:
    kept = tuple(records)
    if homes == "keep":
        return kept
    old: list[Location | None] = [getattr(record, field) for record in kept]
    new: Sequence[Location | None] = [None] * len(old) if homes == "drop" else coarse(old, homes)
    if scenario.travel.places():
        new = [at and at.model_copy(update={"place": was and was.place}) for at, was in zip(new, old, strict=True)]
    return tuple(record.model_copy(update={field: at}) for record, at in zip(kept, new, strict=True))


def _ids(scenario: Scenario, kind: Kind) -> list[str]:
    if kind == "shifts":
        return [shift.id for demand in scenario.demands for shift in demand.shifts]
    return [record.id for record in getattr(scenario, kind)]


def _kinds(of: Iterable[Kind]) -> tuple[Kind, ...]:
    kinds = tuple(of)
    for kind in kinds:
        _require("of", kind, get_args(Kind))
    return kinds


def _require(path: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        text = refusals.NONE_OF(value=repr(value), known=known)
        raise InputError([InputIssue("bad_option", path, text, refusals.NONE_OF_ADVICE())])
