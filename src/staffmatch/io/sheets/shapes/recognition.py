"""Which table each sheet is: by its name, by a known word in it, or by its columns; and of which company it is.

A sheet without a column of companies may have the company in its name ("Bedarf UKE", or "Hotel Alster" alone), and a
workbook among others in a folder in the name of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets.cells import Grid, blank
from staffmatch.io.sheets.files.sources import Source
from staffmatch.io.sheets.header import find_head
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.noted import KINDS, MORE, place
from staffmatch.io.sheets.refusals import KEEP_ONE_ADVICE
from staffmatch.io.sheets.shapes.day_columns import day_columns
from staffmatch.io.sheets.words import SHEETS, ignored, meant, nearest, plain, sheet_meant
from staffmatch.messages.message import Message, Sentence

_WORDS = re.compile(r"[^\W_]+(?:[&'+][^\W_]+)*")
# Of copies, versions and times, no company.
_COPIES = {
    "alt", "old", "neu", "new", "copy", "kopie", "backup", "sicherung", "archiv", "archive", "entwurf", "draft", "test",
    "vorlage", "template", "version",
}  # fmt: skip
_TIMES = {
    "januar", "februar", "märz", "maerz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember", "january", "february", "march", "may", "june", "july", "october", "december", "kw", "woche", "week",
    "monat", "month",
}  # fmt: skip
_GENERIC = re.compile(r"(?:tabelle|sheet|blatt|table|worksheet|arbeitsblatt|tabellenblatt|mappe)\s*\d*", re.IGNORECASE)
# What plans are written as; they may share a folder with a scenario.
_PLANS = "plan_"
_WITH_COMPANY = ("workers", "demands")
# So many companies are named.
_FIRMS = 8

_HIDDEN = Sentence("sheets.hidden", "{place} is hidden, and read all the same.")
_BY_COLUMNS = Sentence("sheets.by_columns", "{titles:list-id}: read as {kind}, by the columns.")
_FIRM = Sentence("sheets.firm", "{company:bare-company} ({place})")
_SAME = Sentence("sheets.same", "means the same as {place}.")
_OWN_SCENARIO = Sentence("sheets.own_scenario", "is not read: it is a scenario of its own beside the CSV files.")
_OTHER_FOLDER = Sentence("sheets.other_folder", "Let it lie in another folder, or name it instead of the folder.")
_UNKNOWN = Sentence("sheets.unknown", "is no sheet that we know.")
_MEANT = Sentence("sheets.meant", "Did you mean {near:id}? A sheet that is not to be read begins with #.")
_UNREAD = Sentence("sheets.unread_name", "is not read: its name is none that we know.")
_UNREAD_HIDDEN = Sentence("sheets.unread_hidden", "is hidden, and not read: its name is none that we know.")
_HASH = Sentence("sheets.hash", "Its name may begin with #, if it is for people alone.")
_FITS = Sentence("sheets.fits", "By its columns it may be '{kind}': let its name be '{name}', or begin with '{name} '.")
_OF_FIRMS = Sentence(
    "sheets.of_firms", "Read as {kind} of the company after which the sheet or file is named: {firms:list}."
)


@dataclass(frozen=True)
class Recognised:
    """A sheet of a known kind, and the company that its name, or its file's, says."""

    name: str
    source: Source
    company: str | None = None


@dataclass
class Recognition:
    """Sheets of known kinds, and those that are not read: why, and what is near."""

    sheets: list[Recognised]
    problems: list[InputIssue]
    notes: list[Message]
    # What is no problem by itself, and told with the problems where there are any.
    unread: list[InputIssue]


def recognised(found: Iterable[Source]) -> Recognition:
    """Each sheet as what it is; names go before words in them, and these before columns."""
    made, rest = Recognition([], [], [], []), list[Source]()
    found = _of_one_scenario(made, list(found))
    exact: dict[tuple[str, str], Source] = {}
    for source in found:
        name = sheet_meant(source.title)
        if name is None:
            rest.append(source)
        elif twin := exact.get((source.book, name)):
            text = _SAME(place=place(_at(twin)))
            made.problems.append(InputIssue("duplicate_sheet", name, text, KEEP_ONE_ADVICE(), (), _at(source)))
        else:
            exact[source.book, name] = source
            company = source.stem if source.stem and not sheet_meant(source.stem) else None
            made.sheets.append(Recognised(name, source, _lacked(name, source.grid, company)))
            if source.grid.hidden:
                made.notes.append(_HIDDEN(place=place(_at(source))))
    rest = [source for source in rest if not _by_words(made, exact, source)]
    # Of these kinds a sheet says companies itself; another may be an old one.
    named = {sheet.name for sheet in made.sheets if not sheet.company}
    for source in rest:
        if not _by_columns(made, source, named):
            _unread(made, source)
    _told(made, [sheet for sheet in made.sheets if sheet.source in rest])
    return made


def _of_one_scenario(made: Recognition, found: list[Source]) -> list[Source]:
    """Without workbooks that are whole scenarios beside CSV files that are one, such as a copy saved there."""
    names: dict[str, set[str | None]] = {}
    for source in found:
        names.setdefault(source.book, set()).add(sheet_meant(source.title))
    if not {"workers", "demands"} <= names.get("", set()):
        return found
    # One company's workbook has no column of companies.
    several = {s.book for s in found if sheet_meant(s.title) == "workers" and "company" in _columns("workers", s.grid)}
    apart = {book for book in several if book and {"workers", "demands"} <= names[book]}
    for book in sorted(apart):
        made.unread.append(InputIssue("unread_workbook", book, _OWN_SCENARIO(), _OTHER_FOLDER(), (), Cell(book)))
    return [source for source in found if source.book not in apart]


def _by_words(made: Recognition, exact: dict[tuple[str, str], Source], source: Source) -> bool:
    """Whether a known word begins or ends the name, as in "Bedarf UKE", "Dienstplan April", "Mitarbeiter 2020"."""
    if source.grid.hidden or ignored(source.title) or source.title.startswith(_PLANS):
        return False
    words = _WORDS.findall(source.title)
    for known, others in ((words[:1], words[1:]), (words[-1:], words[:-1])) if len(words) > 1 else ():
        name = sheet_meant(known[0])
        if name is None or (known != words[:1] and _fits(source.grid) != name):
            continue
        if any(plain(word) in _COPIES for word in others):
            return False
        if name not in _WITH_COMPANY:
            made.sheets.append(Recognised(name, source))
            return True
        of_firm = [word for word in others if not word.isdecimal() and plain(word) not in _TIMES]
        company = _lacked(name, source.grid, _without(source.title, known[0]) if of_firm else source.stem or None)
        if company or (source.book, name) not in exact:
            made.sheets.append(Recognised(name, source, company))
            if not company:
                exact.setdefault((source.book, name), source)
            return True
    return False


def _by_columns(made: Recognition, source: Source, named: set[str]) -> bool:
    """Whether the columns are those of people, demands or a roster, of which there is no sheet by that name."""
    if source.grid.hidden or not source.grid.rows or ignored(source.title) or source.title.startswith(_PLANS):
        return False
    if nearest(source.title, SHEETS):
        return False
    name = _fits(source.grid)
    generic = bool(_GENERIC.fullmatch(source.title))
    if generic and source.stem:
        name = sheet_meant(source.stem) or name
    if name is None or (name in named and not source.stem):
        return False
    title = source.title if not generic else "" if sheet_meant(source.stem) else source.stem
    company = _lacked(name, source.grid, title or None)
    if any(plain(word) in _COPIES for word in _WORDS.findall(source.title)):
        return False
    made.sheets.append(Recognised(name, source, company))
    return True


def _lacked(name: str, grid: Grid, company: str | None) -> str | None:
    """The company of a sheet that has no column of companies, and should have one."""
    if company is None or name not in _WITH_COMPANY:
        return None
    return None if "company" in _columns(name, grid) else company


def _columns(name: str, grid: Grid) -> set[str]:
    layout = LAYOUTS[name]
    place = find_head(grid, layout)
    days = day_columns(grid)
    if place is None and days is not None:
        place = days.head
    cells = grid.rows[place][1] if place is not None else ()
    return {found for cell in cells if isinstance(cell, str) and (found := meant(cell, layout.known))}


def _fits(grid: Grid) -> str | None:
    """The kind of sheet whose columns these are."""
    days = day_columns(grid)
    if days is not None:
        below = [cells[at] for _, cells in grid.rows[days.head + 1 :] for at in days.days if at < len(cells)]
        filled = [cell for cell in below if not blank(cell)]
        numbers = sum(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in filled)
        if filled:
            return "demands" if 2 * numbers > len(filled) else "home_shifts"
    people, needs = _columns("workers", grid), _columns("demands", grid)
    if {"date", "start", "end", "hours", "shift"} & needs and {"headcount", "skills"} & needs and "date" in needs:
        return "demands"
    who = {"id", "name", "last_name"} & people
    return "workers" if who and {"skills", "company", "availability", "available_from"} & people else None


def _without(title: str, word: str) -> str:
    """The title without a word at one of its ends, and what separates them."""
    rest = title.removeprefix(word) if title.startswith(word) else title.removesuffix(word)
    return " ".join(rest.replace("_", " ").split()).strip(" -–:,()")


def _unread(made: Recognition, source: Source) -> None:
    if ignored(source.title):
        return
    at, near = _at(source), nearest(source.title, SHEETS)
    if near and not source.grid.hidden:
        text, advice = _UNKNOWN(), _MEANT(near=near)
        made.problems.append(InputIssue("unknown_sheet", source.title, text, advice, (), at))
    elif source.grid.rows:
        text = _UNREAD_HIDDEN() if source.grid.hidden else _UNREAD()
        fits = None if source.grid.hidden else _fits(source.grid)
        advice = _HASH()
        if fits:
            other = SHEETS[fits].split(",")
            known = next((word.strip() for word in other if not word.isascii() or word.strip()[:1].isupper()), fits)
            advice = _FITS(kind=KINDS[fits](), name=known)
        made.unread.append(InputIssue("unread_sheet", source.title, text, advice, (), at))


def _told(made: Recognition, guessed: list[Recognised]) -> None:
    """Notes of what was taken from names and columns, one for each kind."""
    for name in dict.fromkeys(sheet.name for sheet in guessed):
        alike = [sheet for sheet in guessed if sheet.name == name]
        if plainly := [sheet for sheet in alike if not sheet.company]:
            titles = tuple(dict.fromkeys(sheet.source.title for sheet in plainly))
            made.notes.append(_BY_COLUMNS(titles=titles, kind=KINDS[name]()))
    for name in _WITH_COMPANY:
        firms = [sheet for sheet in made.sheets if sheet.name == name and sheet.company]
        if firms:
            told = [_FIRM(company=str(one.company), place=place(_at(one.source))) for one in firms[:_FIRMS]]
            told += [MORE(n=len(firms) - _FIRMS)] if len(firms) > _FIRMS else []
            made.notes.append(_OF_FIRMS(kind=KINDS[name](), firms=tuple(told)))


def _at(source: Source) -> Cell:
    return Cell(source.grid.file, source.grid.sheet)
