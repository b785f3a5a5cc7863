"""handouts(): all pages of a plan into a folder, at once or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from staffmatch.errors import bad_option, require_type
from staffmatch.explain.diff import Diff
from staffmatch.io.files import whole_folder, write_bytes, write_text
from staffmatch.io.ical import calendars
from staffmatch.io.names import file_names, plain
from staffmatch.printouts import manifest, templating
from staffmatch.printouts.calls import call_list, tell
from staffmatch.printouts.contents import Listed, Overview, Sheet, Told
from staffmatch.printouts.gather import Gathered, plan_digest
from staffmatch.printouts.pages import agreements, company_pages, person_pages
from staffmatch.printouts.templating import Templates
from staffmatch.printouts.word import docx_of
from staffmatch.result.solution import Solution


def handouts(
    solution: Solution,
    folder: str | Path,
    *,
    lang: str = "en",
    templates: str | Path | None = None,
    before: Solution | None = None,
    dated: date | None = None,
) -> tuple[Path, ...]:
    """Write a page for each company and person, calendars, a call list and drafts of agreements; returns their paths.

    ``templates`` is a folder whose templates take the place of the library's own of the same names. With ``before``,
    the former plan, whose scenario may be another, there is a message for each person whose shifts have changed, the
    call list has them, and calendars cancel what is gone. ``dated`` is the date of the plan, to stand on each page.
    Files of the same names are replaced, those of an earlier plan removed unless somebody has changed them, and all
    others kept; if anything fails, the folder stays as it was.

    InputError without a plan, for a language that is not in the catalogue, and where a template is wrong.

    >>> from tempfile import mkdtemp
    >>> paths = sm.handouts(solution, mkdtemp())
    >>> len(paths) > 0
    True
    """
    require_type(solution, Solution)
    if before is not None:
        require_type(before, Solution)
    if dated is not None and (isinstance(dated, datetime) or not isinstance(dated, date)):
        raise bad_option("dated", f"is {dated!r}.", "Give a datetime.date.")
    made = _Handouts(solution, Templates(lang, templates), lang, before, dated)
    earlier = manifest.written_before(Path(folder))
    with whole_folder(folder) as draft:
        paths = made.write(draft)
        manifest.list_written(draft, paths)
    manifest.remove_stale(Path(folder), earlier, paths)
    return tuple(Path(folder) / path for path in paths)


# What a page is called whose name has no letter that a file name may have.
_ONE_OF = {"file_companies": "company", "file_people": "person", "file_messages": "person"}


class _Handouts:
    """The pages of a solution, each written by its template as a file with a readable name."""

    def __init__(
        self, solution: Solution, templates: Templates, lang: str, before: Solution | None, dated: date | None
    ) -> None:
        self._solution, self._templates, self._before, self._lang = solution, templates, before, lang
        self._gathered = Gathered(solution, lang)
        first, last = self._gathered.days() or (None, None)
        zone = solution.scenario.timezone
        self._sheet = Sheet(lang, plan_digest(solution), first, last, zone, dated)
        # The moment of publication of calendars; None is now.
        self._stamp = None if dated is None else datetime.combine(dated, time(), ZoneInfo(zone))
        self._told = self._tell()

    def write(self, folder: Path) -> list[str]:
        """The paths of all files, in the folder."""
        found = Overview(
            companies=self._companies(folder),
            people=self._people(folder),
            agreements=self._agreements(folder),
            messages=self._messages(folder),
            coordinator=self._calls(folder),
        )
        index = f"{self._name('file_index')}.html"
        self._page(folder / index, templating.INDEX, found)
        listed = (*found.coordinator, *found.companies, *found.people, *found.agreements, *found.messages)
        return [index, *(path for one in listed for path in (one.path, one.other) if path)]

    def _tell(self) -> dict[str, Told]:
        if self._before is None:
            return {}
        former = Gathered(self._before, self._lang)
        return tell(Diff.between(self._before, self._solution), self._gathered, former)

    def _companies(self, folder: Path) -> tuple[Listed, ...]:
        also = set() if self._before is None else {x for a in self._before.assignments for x in (a.lender, a.borrower)}
        pages = company_pages(self._gathered, also)
        paths = self._paths(folder, "file_companies", [page.name for page in pages.values()])
        for path, page in zip(paths, pages.values(), strict=True):
            self._page(folder / path, templating.COMPANY, page)
        return _listed([page.name for page in pages.values()], paths)

    def _people(self, folder: Path) -> tuple[Listed, ...]:
        here = self._solution.scenario.ids("workers")
        pages = person_pages(self._gathered, [name for name in self._told if name in set(here)])
        made = calendars(self._solution, former=self._before, stamp=self._stamp, lang=self._lang)
        names = {name: page.name for name, page in pages.items()}
        names |= {name: self._told[name].worker for name in made if name not in names}
        found = []
        paths = self._paths(folder, "file_people", list(names.values()))
        for (name, title), path in zip(names.items(), paths, strict=True):
            calendar = path.removesuffix(".html") + ".ics" if name in made else ""
            if calendar:
                write_text(folder / calendar, made[name])
            if name in pages:
                self._page(folder / path, templating.PERSON, pages[name])
            # Who is gone has a calendar alone, which cancels what they had.
            found.append(Listed(title, path, calendar) if name in pages else Listed(title, calendar))
        return tuple(found)

    def _agreements(self, folder: Path) -> tuple[Listed, ...]:
        found = agreements(self._gathered)
        titles = [f"{page.lender.name} – {page.borrower.name}" for page in found.values()]
        paths = self._paths(folder, "file_agreements", titles)
        for path, page in zip(paths, found.values(), strict=True):
            text = self._page(folder / path, templating.AGREEMENT, page)
            write_bytes(folder / _word(path), docx_of(text, self._lang))
        return tuple(Listed(title, path, _word(path)) for title, path in zip(titles, paths, strict=True))

    def _messages(self, folder: Path) -> tuple[Listed, ...]:
        titles = [told.worker for told in self._told.values()]
        paths = self._paths(folder, "file_messages", titles, ".txt")
        for path, told in zip(paths, self._told.values(), strict=True):
            self._page(folder / path, templating.MESSAGE, told)
        return _listed(titles, paths)

    def _calls(self, folder: Path) -> tuple[Listed, ...]:
        path = f"{self._name('file_calls')}.html"
        self._page(folder / path, templating.CALLS, call_list(self._gathered, tuple(self._told.values())))
        return (Listed(self._templates.say("calls_title"), path),)

    def _page(self, path: Path, template: str, page: object) -> str:
        text = self._templates.rendered(template, self._sheet, page)
        write_text(path, text)
        return text

    def _name(self, word: str) -> str:
        return plain(self._templates.say(word))

    def _paths(self, folder: Path, word: str, names: Sequence[str], suffix: str = ".html") -> list[str]:
        """A path for each name, in a folder that is made if there are any."""
        if names:
            (folder / self._name(word)).mkdir()
        nameless = plain(self._templates.say(_ONE_OF.get(word, word))).lower()
        return [f"{self._name(word)}/{name}" for name in file_names(names, suffix, nameless)]


def _listed(titles: Iterable[str], paths: Iterable[str]) -> tuple[Listed, ...]:
    return tuple(Listed(title, path) for title, path in zip(titles, paths, strict=True))


def _word(path: str) -> str:
    return path.removesuffix(".html") + ".docx"
