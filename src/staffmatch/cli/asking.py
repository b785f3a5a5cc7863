"""What the commands that ask about a plan share: their options, what they read, and how they tell an answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import RenderableType
from rich.text import Text

from staffmatch.cli.answering import NO_PLAN, answering
from staffmatch.cli.screen import Screen, complain, say
from staffmatch.cli.signals import INTERRUPTED
from staffmatch.cli.speech import Speech
from staffmatch.errors import InputError
from staffmatch.explain.answer import Answer
from staffmatch.messages import names_of
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.reports.page import Page
from staffmatch.runtime.halting import interruptions

T = TypeVar("T")

PlanPath = Annotated[Path, typer.Argument(help="A solution file of it.")]
Ids = Annotated[bool, typer.Option("--ids", help="Show ids, also where the scenario has names.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write the whole answer as JSON to standard output.")]


_CUT_SHORT = Sentence("cli.cut_short", "Interrupted: the answer is what was known by then.")


@contextmanager
def asking(lang: str | None = None) -> Iterator[Speech]:
    """Like `answering`; the exit code also says where there is no plan, or Ctrl-C has ended an answer early.

    The first Ctrl-C ends the answer, and what there is of it is told; where there is nothing yet, or at the second, the
    command ends.
    """
    with answering(lang) as speech, interruptions() as received:
        try:
            yield speech
        except typer.Exit as ended:
            if received and ended.exit_code != NO_PLAN:
                raise _cut_short(speech) from None
            raise
        except InputError as error:
            if all(issue.code == "no_plan" for issue in error.problems):
                complain(error.text_in(speech.lang))
                raise typer.Exit(NO_PLAN) from None
            raise
        if received:
            raise _cut_short(speech)


def _cut_short(speech: Speech) -> typer.Exit:
    complain(_CUT_SHORT().text_in(speech.lang))
    return typer.Exit(INTERRUPTED)


@contextmanager
def searching() -> Iterator[None]:
    """While inside, a terminal shows that work goes on."""
    with Screen(stderr=True).status("solving"):
        yield


def person(scenario: Scenario, said: str | None) -> str | None:
    """The id of a worker who is said by id or by the name that answers show; what is neither is left as it is."""
    if said is None or said in scenario.ids("workers"):
        return said
    named = (one for (kind, one), name in names_of(scenario).items() if kind == "worker" and name == said)
    return next(named, said)


@dataclass(frozen=True)
class Voice:
    """How an answer is told: in which language, by which names, or as JSON, which has ids."""

    speech: Speech = field(default_factory=Speech)
    as_json: bool = False
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        return self.speech.lang

    def naming(self, ids: bool, *scenarios: Scenario) -> Voice:
        """With the names of the scenarios' people, companies and demands, unless ids are wanted."""
        wanted = () if ids or self.as_json else scenarios
        known = {key: name for scenario in wanted for key, name in names_of(scenario).items()}
        return Voice(self.speech, self.as_json, known)

    def said(self, message: Message) -> str:
        return message.text_in(self.lang, self.names)

    def data(self, answer: Answer) -> dict[str, Any]:
        """The answer as data, its text in the language."""
        return answer.to_dict() | {"text": answer.text_in(self.lang, self.names)}

    def json(self, content: object) -> None:
        say(json.dumps(content, indent=2, ensure_ascii=False))

    def lines(self, messages: Iterable[Message], indent: int = 0) -> None:
        """A sentence on each line."""
        for message in messages:
            _line(self.said(message), indent)

    def listed(self, items: Iterable[Sequence[Message]], start: int = 1) -> None:
        """Numbered, from 1 on as ``--take`` counts them: the first sentence, and the others below it."""
        for place, (first, *others) in enumerate(items, start):
            _line(f"{place}. {self.said(first)}")
            self.lines(others, indent=3)

    def heading(self, message: Message) -> None:
        _line("")
        _line(self.said(message), style="bold")

    def table(self, head: Sequence[Message | str], rows: Iterable[Sequence[Message | str]]) -> None:
        """Aligned columns, all but the first to the right."""
        texts = [[one if isinstance(one, str) else self.said(one) for one in row] for row in (head, *rows)]
        page = Page()
        cells = [[page.text(one, "" if place else "bold") for one in row] for place, row in enumerate(texts)]
        Screen().print(_Shown(page.table(cells, right=range(1, len(head)), flexible=0)))


class _Shown(Page):
    """Something on a page of its own, which makes it safe for the terminal."""

    def __init__(self, *content: RenderableType) -> None:
        super().__init__()
        self._content = content

    def parts(self) -> Iterator[RenderableType]:
        yield from self._content


def _line(text: str, indent: int = 0, style: str = "") -> None:
    shown = Text.assemble(" " * indent, Page().text(text, style))
    Screen().print(_Shown(shown), soft_wrap=True)
