"""In which language a command answers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated

import typer

from staffmatch.errors import InputError, InputIssue
from staffmatch.messages.language import LANGUAGES, Language

Lang = Annotated[
    str | None,
    typer.Option(
        help="The language of the answer: en or de. By default that of a spreadsheet's titles, else of the locale."
    ),
]

# As POSIX orders them: the first that is set decides.
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def language(asked: str | None, heard: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """What is asked for by ``--lang``, else what the input's titles speak, else the locale's, else English.

    InputError if there is no catalogue for what is asked.
    """
    if asked is not None:
        try:
            Language.of(asked)
        except InputError as error:
            (issue,) = error.problems
            raise InputError([InputIssue(issue.code, "--lang", issue.message, issue.remedy)]) from None
        return asked
    held = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    of_locale = held.split(".")[0].split("_")[0].lower()
    return heard or (of_locale if of_locale in LANGUAGES else "en")


class Speech:
    """The language of one run of a command, which may be known only once the input is read."""

    def __init__(self) -> None:
        self._asked: str | None = None
        self.heard: str | None = None
        self.lang = language(None)

    def ask(self, asked: str | None) -> None:
        """What the caller wants, if anything. InputError if there is no catalogue for it."""
        self.lang = language(asked)
        self._asked = asked

    def hear(self, heard: str | None) -> None:
        """What the titles of an input speak; the first that speak at all decide."""
        self.heard = self.heard or heard
        self.lang = language(self._asked, self.heard)
