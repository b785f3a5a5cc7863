"""The rules of a pack: its entries that apply, those of one rule and scope together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from string import ascii_uppercase
from typing import Any

from staffmatch.errors import InputError, InputIssue, choose, near_or
from staffmatch.law import refusals
from staffmatch.law.entries import Entry, Pack, read_pack
from staffmatch.messages.cited_law import cited_law
from staffmatch.records.bases import RULES, Rule
from staffmatch.records.legal_basis import LegalBasis

# Sections of WZ 2008.
_SECTIONS = tuple(ascii_uppercase[: ascii_uppercase.index("U") + 1])


_Key = tuple[str, tuple[tuple[str, str], ...]]


def rules_of(
    pack: str | Pack,
    on: date | str | None = None,
    *,
    state: str | None = None,
    sector: str | Iterable[str] | None = None,
    collective: str | Iterable[str] = (),
    lending: str | None = None,
) -> tuple[Rule, ...]:
    """The rules of a pack, or of that of a name, as `germany` explains; each says by ``because`` what it rests on.

    InputError, with all that is wrong, for options that the pack does not know or that apply to nothing on the day.
    """
    held = pack if isinstance(pack, Pack) else read_pack(pack)
    sections = () if sector is None else _listed(sector)
    options = _Options(_day(on, held), state, sections, _listed(collective), lending or _first(held))
    if found := list(_problems(held, options)):
        raise InputError(found)
    if isinstance(sector, str):
        return tuple(_rules(held, options).values())
    everywhere = _rules(held, replace(options, sector=()))
    return (*everywhere.values(), *_of_sections(held, options, everywhere))


def _rules(pack: Pack, options: _Options) -> dict[_Key, Rule]:
    """The rules by kind and scope, each of all entries of these that apply."""
    together: dict[_Key, list[Entry]] = {}
    for entry in pack.entries:
        if options.select(entry):
            together.setdefault((entry.kind, tuple(sorted(entry.scope.items()))), []).append(entry)
    return {key: _rule(pack, entries, options) for key, entries in together.items()}


def _of_sections(pack: Pack, options: _Options, everywhere: dict[_Key, Rule]) -> Iterator[Rule]:
    """For each section the rules that are otherwise there, which take the place of those for everywhere."""
    for section in options.sector:
        for key, rule in _rules(pack, replace(options, sector=(section,))).items():
            if rule.because != (everywhere[key].because if key in everywhere else None):
                yield rule.replace(sector=section, overrides=True)


@dataclass(frozen=True)
class _Options:
    on: date
    state: str | None
    sector: tuple[str, ...]
    collective: tuple[str, ...]
    lending: str | None

    def select(self, entry: Entry) -> bool:
        """Whether an entry applies."""
        return (
            entry.valid_from <= self.on <= (entry.valid_until or date.max)
            and (not entry.sectors or bool({*self.sector} & {*entry.sectors}))
            and (entry.agreement is None or entry.agreement in self.collective)
            and (entry.lending is None or entry.lending == self.lending)
        )


def _rule(pack: Pack, entries: list[Entry], options: _Options) -> Rule:
    """The rule of some entries, the later of which set parameters in place of those before."""
    parameters: dict[str, Any] = {}
    for entry in entries:
        parameters |= entry.parameters | {name: getattr(options, name) for name in entry.takes}
    ends = [entry.valid_until for entry in entries if entry.valid_until]
    because = LegalBasis(
        paragraph="; ".join(dict.fromkeys(entry.paragraph for entry in entries)),
        pack=pack.name,
        valid_from=max(entry.valid_from for entry in entries),
        valid_until=min(ends, default=None),
        source=entries[-1].source,
        checked=min(entry.checked for entry in entries),
    )
    cls = RULES.get(entries[0].kind)
    if cls is None:
        raise LookupError(f"{pack.name}: no rule is of the kind {entries[0].kind!r}")
    rule: Rule = cls.model_validate({**parameters, **entries[0].scope, "because": because})
    return rule


def _first(pack: Pack) -> str | None:
    return pack.lending[0] if pack.lending else None


def _listed(names: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(names) if isinstance(names, Iterable) and not isinstance(names, str) else (names,)


def _day(on: date | str | None, pack: Pack) -> date:
    """The day; without one, that on which the whole pack was last checked."""
    if on is None:
        return min(entry.checked for entry in pack.entries)
    try:
        return on if type(on) is date else date.fromisoformat(on)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        text, advice = refusals.NO_DAY(value=str(on)), refusals.NO_DAY_ADVICE()
        raise InputError([InputIssue("bad_option", "on", text, advice)]) from None


def _problems(pack: Pack, options: _Options) -> Iterator[InputIssue]:
    first = min(entry.valid_from for entry in pack.entries if not entry.scope)
    if options.on < first:
        text = refusals.NOT_IN_FORCE(pack=pack.title, first=first.isoformat(), on=options.on.isoformat())
        yield InputIssue("law_not_in_force", "on", text, refusals.NOT_IN_FORCE_ADVICE(first=first.isoformat()))
        return
    known = {"sector": _SECTIONS if any(entry.sectors for entry in pack.entries) else ()}
    known |= {"state": pack.states, "lending": pack.lending, "collective": pack.agreements}
    for field, names in known.items():
        given = getattr(options, field)
        yield from _unknown(field, given if isinstance(given, tuple) else () if given is None else (given,), names)
    for name in options.collective:
        entries = [entry for entry in pack.entries if entry.agreement == name]
        if entries and not any(map(options.select, entries)):
            yield _without_effect(name, entries, options.on)


def _without_effect(name: str, entries: list[Entry], on: date) -> InputIssue:
    """An agreement that no entry is about on the day, in the sector, or in the way of lending."""
    first, paragraph = min(entry.valid_from for entry in entries), cited_law(entries[0].paragraph)
    if on < first:
        text = refusals.NOT_IN_FORCE(pack=paragraph, first=first.isoformat(), on=on.isoformat())
        advice = refusals.NOT_IN_FORCE_ADVICE(first=first.isoformat())
        return InputIssue("law_not_in_force", "collective", text, advice, (name,))
    sectors = tuple(dict.fromkeys(sector for entry in entries for sector in entry.sectors))
    text = refusals.NO_EFFECT(name=name, paragraph=paragraph)
    advice = refusals.NO_EFFECT_SECTOR_ADVICE(sectors=sectors) if sectors else refusals.NO_EFFECT_ADVICE()
    return InputIssue("law_without_effect", "collective", text, advice, (name,))


def _unknown(field: str, names: Iterable[str], known: tuple[str, ...]) -> Iterator[InputIssue]:
    for name in names:
        if name in known:
            continue
        text = refusals.UNKNOWN_OPTION(name=str(name), field=field)
        advice = near_or(name, known, choose(known) if known else refusals.NO_OPTION_ADVICE())
        yield InputIssue(f"unknown_{field}", field, text, advice, (str(name),))
