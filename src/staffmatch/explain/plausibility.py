"""What looks odd in a scenario before anybody solves it: possible, and more often a slip than meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.domain.travel import kilometres
from staffmatch.errors import require_type
from staffmatch.explain.free_until_midnight import free_until_midnight
from staffmatch.explain.legal_dates import laws_of_another_time
from staffmatch.explain.near_certificates import certificates_of_one_side
from staffmatch.explain.near_skills import skills_of_one_side
from staffmatch.explain.personal_skills import personal_skills
from staffmatch.explain.rule_oddities import rule_oddities
from staffmatch.explain.uncounted_wishes import uncounted_wishes
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Company, Consent, Demand, Scenario, Worker
from staffmatch.records.dictionary_columns import DictionaryColumn, StructColumn
from staffmatch.records.remembered import columns_of_models
from staffmatch.records.sequence import Records

PAY_CENTS, SHIFT_MINUTES, AWAY_KM, AWAY_DAYS = 10_000, 16 * 60, 300, 366
# A few people may well live where they are needed.
_NAMED, _MANY = 8, 10

_MORE = Sentence("plausibility.more", "{n:count} more")
_WORKER = Sentence("plausibility.worker", "{one:worker}")
_DEMAND = Sentence("plausibility.demand", "{one:demand}")
_SHIFT = Sentence("plausibility.shift", "{one:shift}")
_PAID = Sentence(
    "plausibility.pay",
    "{n:count} person earns more than {limit:euros} EUR an hour, up to {most:euros}: {who:list}. Is that pay for a "
    "month? For an hour it is that of a month times 3, divided by 13 and by the hours of a week.",
    "{n:count} people earn more than {limit:euros} EUR an hour, up to {most:euros}: {who:list}. Is that pay for a "
    "month? For an hour it is that of a month times 3, divided by 13 and by the hours of a week.",
)
_PAYS = Sentence(
    "plausibility.pay_of_demand",
    "{n:count} demand pays more than {limit:euros} EUR an hour, up to {most:euros}: {who:list}. Is that pay for a "
    "month?",
    "{n:count} demands pay more than {limit:euros} EUR an hour, up to {most:euros}: {who:list}. Is that pay for a "
    "month?",
)
_LONG = Sentence(
    "plausibility.long_shift",
    "{n:count} shift is longer than {limit:count} h, up to {most:number} h: {who:list}. Is the end of another day?",
    "{n:count} shifts are longer than {limit:count} h, up to {most:number} h: {who:list}. Is the end of another day?",
)
_FAR_DAY = Sentence(
    "plausibility.far_shift",
    "{n:count} shift is more than a year away from most others: {who:list}. Is the year right?",
    "{n:count} shifts are more than a year away from most others: {who:list}. Is the year right?",
)
_FAR_HOME = Sentence(
    "plausibility.far_home",
    "{n:count} person lives more than {limit:count} km from the sites, unlike the others: {who:list}. Is the place "
    "right?",
    "{n:count} people live more than {limit:count} km from the sites, unlike the others: {who:list}. Is the place "
    "right?",
)
_NO_PLACES = Sentence(
    "plausibility.no_places",
    "No home and no site has a place: every way counts as 0 min.",
)
_NO_HOMES = Sentence(
    "plausibility.no_homes",
    "Nobody has a place to start from: every way counts as 0 min{limits}.",
)
_NO_SITES = Sentence(
    "plausibility.no_sites",
    "No demand or company that borrows has a place: every way counts as 0 min{limits}.",
)
_LIMITS = Sentence(
    "plausibility.limits_unused",
    ", and {n:count} limit of a commute holds nobody back",
    ", and {n:count} limits of a commute hold nobody back",
)
_SOME_HOMES = Sentence(
    "plausibility.home_unknown",
    "{n:count} of {all:count} people has no place, so that every way counts as 0 min and neighbours of a site do not "
    "come first: {who:list}.",
    "{n:count} of {all:count} people have no place, so that every way counts as 0 min and neighbours of a site do not "
    "come first: {who:list}.",
)
_SOME_SITES = Sentence(
    "plausibility.site_unknown",
    "{n:count} of {all:count} demands has no place, nor has its company, so that the way to it counts as 0 min for "
    "everybody: {who:list}.",
    "{n:count} of {all:count} demands have no place, nor have their companies, so that the way to them counts as 0 min "
    "for everybody: {who:list}.",
)
_SAME_POINT = Sentence(
    "plausibility.same_point",
    "In {percent:count} % of the pairs of a person and a demand, home and site are the very same point, so that there "
    "is next to no way. Is it that of a whole town?",
)
_UNWILLING = Sentence("plausibility.nobody_agreed", "None of {n:count} people has agreed to be lent.")
_NEVER_FREE = Sentence(
    "plausibility.never_free",
    "{n:count} person is never free, as no availability is given or absences take all of it: {who:list}.",
    "{n:count} people are never free, as no availability is given or absences take all of it: {who:list}.",
)
_FREE_AT_OTHER_TIMES = Sentence(
    "plausibility.free_at_other_times",
    "{n:count} person is free only before the first shift or after the last: {who:list}. Is the date right?",
    "{n:count} people are free only before the first shift or after the last: {who:list}. Is the date right?",
)
_NO_HOURS = Sentence(
    "plausibility.no_hours",
    "{n:count} person may work 0 h, by a limit of their own: {who:list}.",
    "{n:count} people may work 0 h, by a limit of their own: {who:list}.",
)
_NOWHERE = Sentence(
    "plausibility.accepts_nobody",
    "{n:count} person accepts no company at all: {who:list}.",
    "{n:count} people accept no company at all: {who:list}.",
)


@dataclass(frozen=True)
class Oddity:
    """Something that looks odd, with the ids of those it is about; ``code`` is stable across releases.

    >>> [one.code for one in sm.oddities(scenario)]
    ['no_places']
    """

    code: str
    message: Message
    ids: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What looks odd, in English."""
        return self.message.text

    def to_dict(self) -> dict[str, Any]:
        """Its code, text and ids."""
        return {"code": self.code, "text": self.text, "ids": list(self.ids)}


def oddities(scenario: Scenario) -> tuple[Oddity, ...]:
    """All that looks odd, in a fixed order whatever the order of the records; () where nothing does.

    Raises TypeError if ``scenario`` is not a Scenario.

    >>> [one.code for one in sm.oddities(scenario)]
    ['no_places']
    """
    require_type(scenario, Scenario)
    workers = columns_of_models(Worker, scenario.workers)
    demands = columns_of_models(Demand, scenario.demands)
    companies = columns_of_models(Company, scenario.companies)
    if not len(workers) or not len(demands):
        return ()
    held, asked = workers.entries("skills"), demands.entries("skills")
    held_to_show, to_show = workers.inner("certificates").single("id"), demands.several("certificates")
    told = (
        *skills_of_one_side(scenario, held, asked),
        *certificates_of_one_side(held_to_show, cast(DictionaryColumn, to_show.inner)),
        *personal_skills((*held.keys.values, *asked.keys.values)),
        *free_until_midnight(scenario, workers, demands),
    )
    return (
        *_pay(workers, demands),
        *_shifts(demands),
        *_places(workers, demands, companies),
        *_idle(workers, demands),
        *(
            Oddity(said.code.rpartition(".")[2], said, ids)
            for said, ids in (*told, *rule_oddities(scenario), *uncounted_wishes(scenario))
        ),
        *(Oddity(said.code.rpartition(".")[2], said) for said in laws_of_another_time(scenario, demands)),
    )


def _odd(sentence: Sentence, kind: Sentence, names: Sequence[str], which: Mask, **values: Any) -> Iterator[Oddity]:
    """One oddity of all records that a mask marks, if it marks any; the first ones are named."""
    found = sorted(names[place] for place in np.flatnonzero(which).tolist())
    if found:
        who = [kind(one=name) for name in found[:_NAMED]]
        if len(found) > _NAMED:
            who.append(_MORE(n=len(found) - _NAMED))
        message = sentence(n=len(found), who=tuple(who), **values)
        yield Oddity(sentence.code.partition(".")[2], message, tuple(found))


def _ids(records: Records[Any]) -> list[str]:
    return records.single("id").listed()


def _pay(workers: Records[Worker], demands: Records[Demand]) -> Iterator[Oddity]:
    own, *offered = (
        records.number(field)
        for records, field in (
            (workers, "pay_cents_per_hour"),
            (demands, "pay_cents_per_hour"),
            (demands, "comparable_pay_cents_per_hour"),
        )
    )
    compared = np.maximum(*offered)
    for records, pay, sentence, kind in ((workers, own, _PAID, _WORKER), (demands, compared, _PAYS, _DEMAND)):
        if (high := pay > PAY_CENTS).any():
            yield from _odd(sentence, kind, _ids(records), high, limit=PAY_CENTS, most=int(pay.max()))


def _shifts(demands: Records[Demand]) -> Iterator[Oddity]:
    shifts = demands.inner("shifts")
    if not len(shifts):
        return
    start = shifts.number("start")
    minutes = shifts.number("end") - start
    if (long := minutes > SHIFT_MINUTES).any():
        most, limit = float(minutes.max()) / 60, SHIFT_MINUTES // 60
        yield from _odd(_LONG, _SHIFT, _ids(shifts), long, limit=limit, most=most)
    if (far := np.abs(start - np.median(start)) > AWAY_DAYS * 24 * 60).any():
        yield from _odd(_FAR_DAY, _SHIFT, _ids(shifts), far)


def _places(workers: Records[Worker], demands: Records[Demand], companies: Records[Company]) -> Iterator[Oddity]:
    homes, sites = _points(workers.nested("home")), _sites(demands, companies)
    lost, nowhere = np.isnan(homes[:, 0]), np.isnan(sites[:, 0])
    limited = [workers.single(name).map(lambda limit: limit is not None, False, bool) for name in _COMMUTE]
    limits = int(np.any(limited, axis=0).sum())
    if lost.all() or nowhere.all():
        code = "no_places" if lost.all() and nowhere.all() else "no_homes" if lost.all() else "no_sites"
        said = {"no_homes": _NO_HOMES, "no_sites": _NO_SITES}.get(code)
        yield Oddity(code, said(limits=_LIMITS(n=limits) if limits else "") if said else _NO_PLACES())
        return
    yield from _odd(_SOME_HOMES, _WORKER, _ids(workers), lost, all=len(lost))
    yield from _odd(_SOME_SITES, _DEMAND, _ids(demands), nowhere, all=len(nowhere))
    yield from _same_point(homes[~lost], sites[~nowhere])
    middle = np.median(sites[~nowhere], axis=0)
    away = np.nan_to_num(kilometres(homes, middle)) > AWAY_KM
    if away.sum() * 10 <= len(away):
        yield from _odd(_FAR_HOME, _WORKER, _ids(workers), away, limit=AWAY_KM)


def _same_point(homes: Real, sites: Real) -> Iterator[Oddity]:
    """Many homes and sites at one point, counted by points."""
    (home, people), (site, needs) = (
        np.unique(points[:, 0] + 1j * points[:, 1], return_counts=True) for points in (homes, sites)
    )
    _, at, there = np.intersect1d(home, site, assume_unique=True, return_indices=True)
    same, pairs = int(people[at] @ needs[there]), len(homes) * len(sites)
    if len(homes) >= _MANY and 2 * same >= pairs:
        yield Oddity("same_point", _SAME_POINT(percent=100 * same // pairs))


_COMMUTE = ("max_commute_minutes", "max_commute_km")


def _points(at: StructColumn) -> Real:
    """Latitude and longitude, NaN where there is no place."""
    lat, lon = (at.records.single(name).map(float, np.nan, float) for name in ("lat", "lon"))
    points: Real = np.where(np.array(at.given)[:, None], np.c_[lat, lon], np.nan)
    return points


def _sites(demands: Records[Demand], companies: Records[Company]) -> Real:
    """The place of each demand, which is the company's unless it has its own."""
    row = companies.positions
    site: Real = _points(companies.nested("location"))[demands.read("company", row.__getitem__)]
    own = demands.nested("location")
    site[own.given] = _points(own)[own.given]
    return site


def _idle(workers: Records[Worker], demands: Records[Demand]) -> Iterator[Oddity]:
    names = _ids(workers)
    agreed = workers.read("consent", lambda state: state == Consent.ACCEPTED, bool).any()
    if not agreed and not (workers.inner("consents").single("state").map(Consent.ACCEPTED.__eq__, False, bool)).any():
        yield Oddity("nobody_agreed", _UNWILLING(n=len(names)))
    windows, shifts = workers.several("availability"), demands.inner("shifts")
    never = windows.lengths == 0
    yield from _odd(_NEVER_FREE, _WORKER, names, never)
    if len(shifts):
        meets = _meeting(workers, int(shifts.number("start").min()), int(shifts.number("end").max()))
        yield from _odd(_FREE_AT_OTHER_TIMES, _WORKER, names, ~never & ~meets)
    limits = ("max_hours_per_day", "max_hours_per_week", "max_hours")
    none = [workers.single(name).map(lambda hours: hours == 0, False, bool) for name in limits]
    yield from _odd(_NO_HOURS, _WORKER, names, np.any(none, axis=0))
    accepted = workers.several("accepted_companies")
    yield from _odd(_NOWHERE, _WORKER, names, np.array(accepted.given) & (accepted.lengths == 0))


def _meeting(workers: Records[Worker], opens: int, closes: int) -> Mask:
    """Who is free at some time between two."""
    owners, windows = workers.several("availability").owners, workers.inner("availability")
    inside = (windows.number("start") < closes) & (windows.number("end") > opens)
    counts: Int = np.bincount(owners[inside], minlength=len(workers))
    return counts > 0
