"""Jinja2 templates: the library's own, each of which a folder may replace by a file of the same name.

Clusters share templates, so they run in a sandbox that keeps them from everything but what they are given. What they
are given is escaped in HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffmatch.errors import InputError, InputIssue, bad_option, missing_extra
from staffmatch.io.files import is_folder, read_text
from staffmatch.io.refusals import NEEDS_PAGES
from staffmatch.messages.language import Language
from staffmatch.messages.message import Message
from staffmatch.printouts import refusals
from staffmatch.printouts.contents import Sheet, Slot
from staffmatch.printouts.words import WORDS

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

COMPANY, PERSON, CALLS, AGREEMENT, INDEX = (
    f"{name}.html.jinja" for name in ("company", "person", "calls", "agreement", "index")
)
MESSAGE = "message.txt.jinja"
NAMES = (COMPANY, PERSON, CALLS, AGREEMENT, INDEX, MESSAGE, "base.html.jinja", "parts.html.jinja", "style.css")

# By which a template of a folder reaches the one that it replaces.
OWN = "staffmatch/"
# For what the readers fill in by hand.
BLANK = "_" * 24

_OWN = files("staffmatch.printouts") / "templates"


class Templates:
    """Templates of one language, from a folder where it has them."""

    def __init__(self, lang: str, folder: str | Path | None = None) -> None:
        """InputError for a language that is not in the catalogue, and a folder without a template."""
        self._language, self._lang = Language.of(lang), lang
        self._folder = None if folder is None else _folder(folder)
        self._environment = self._made()

    def rendered(self, name: str, sheet: Sheet, page: object) -> str:
        """The text of a page; InputError says which template is wrong, and where."""
        from jinja2 import TemplateSyntaxError
        from jinja2.exceptions import SecurityError, TemplateNotFound

        try:
            return self._environment.get_template(name).render(sheet=sheet, page=page)
        except InputError:
            raise
        except TemplateSyntaxError as error:
            where = refusals.AT_LINE(line=error.lineno, what=error.message)
            raise _wrong("bad_template", error.name or name, where, refusals.MEND_ADVICE()) from None
        except TemplateNotFound as error:
            text = refusals.UNKNOWN(name=str(error.name))
            raise _wrong("bad_template", name, text, refusals.UNKNOWN_ADVICE(names=NAMES)) from None
        except SecurityError as error:
            text = refusals.UNSAFE(error=str(error))
            raise _wrong("unsafe_template", name, text, refusals.UNSAFE_ADVICE()) from None
        # Somebody else's template may raise anything.
        except Exception as error:
            raise _wrong("bad_template", name, _failed(error), refusals.MEND_ADVICE()) from error

    def say(self, word: str, **values: Any) -> str:
        """One of `WORDS` in the language; InputError where there is none of that name."""
        if word not in WORDS:
            text, advice = refusals.NO_WORD(word=word), refusals.NO_WORD_ADVICE()
            raise InputError([InputIssue("unknown_word", "", text, advice)])
        given = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        return WORDS[word](**given).text_in(self._lang)

    def _made(self) -> SandboxedEnvironment:
        try:
            from jinja2 import FunctionLoader, StrictUndefined
            from jinja2.sandbox import ImmutableSandboxedEnvironment
        except ImportError:
            raise missing_extra(NEEDS_PAGES(), "jinja2", "handouts") from None
        environment = ImmutableSandboxedEnvironment(
            autoescape=lambda name: name is None or not name.endswith(".txt.jinja"),
            loader=FunctionLoader(self._source),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.globals.update(say=self.say, blank=BLANK)
        environment.filters.update(
            day=partial(self._shown, "day"),
            weekday=partial(self._shown, "weekday"),
            span=self._span,
            hours=lambda minutes: self.say("hours", n=minutes / 60),
        )
        return environment

    def _source(self, name: str) -> tuple[str, str | None, Callable[[], bool]] | None:
        plain = name.removeprefix(OWN)
        if self._folder is not None and plain == name:
            path = self._folder / name
            # Neither a folder above, nor a link that leads there.
            if path.is_file() and path.resolve().parent == self._folder:
                return read_text(path), str(path), lambda: True
        own = _OWN / plain
        return (own.read_text(encoding="utf-8"), None, lambda: True) if plain in NAMES else None

    def _shown(self, kind: str, value: date) -> str:
        day = value.date() if isinstance(value, datetime) else value
        return self._language.fill(f"{{value:{kind}}}", {"value": day.isoformat()}, {})

    def _span(self, slot: Slot) -> str:
        days = (slot.end.date() - slot.start.date()).days
        word = "span" if days == 0 else "span_next" if days == 1 else "span_long"
        span = self.say(word, start=slot.start, end=slot.end)
        return self.say(slot.duty, span=span) if slot.duty else span


def _folder(path: str | Path) -> Path:
    folder = Path(path)
    if not is_folder(folder):
        raise bad_option("templates", refusals.NO_FOLDER(path=str(path)), refusals.NO_FOLDER_ADVICE())
    if not any((folder / name).is_file() for name in NAMES):
        raise bad_option("templates", refusals.NO_TEMPLATE(path=str(path)), refusals.NO_TEMPLATE_ADVICE(names=NAMES))
    return folder.resolve()


def _failed(error: Exception) -> Message:
    """What happened and where in the template, as Jinja2 rewrites tracebacks."""
    said, line, step = refusals.FAILED(kind=type(error).__name__, error=str(error)), None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith((".jinja", "<template>")):
            line = step.tb_lineno
        step = step.tb_next
    return said if line is None else refusals.AT_LINE(line=line, what=said)


def _wrong(code: str, name: str, text: Message, advice: Message) -> InputError:
    return InputError([InputIssue(code, f"templates/{name}", text, advice)])
