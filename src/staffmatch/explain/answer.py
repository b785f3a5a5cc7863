"""Answer: what is told about a plan, in words and as data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Literal, Self

from staffmatch.messages.language import Names
from staffmatch.messages.message import Message
from staffmatch.messages.names import names_of
from staffmatch.records.field_types import Record

if TYPE_CHECKING:
    from staffmatch.models import Scenario

# What an answer rests on: counted from scenario and plan, proven by solving, or bounds where time ended the solving.
Basis = Literal["recounted", "exact", "bounds"]


def basis(proven: bool) -> Literal["exact", "bounds"]:
    """What an answer that takes solving rests on."""
    return "exact" if proven else "bounds"


# Of longer lists a repr has the length.
_LISTED = 3


class Answer(Record):
    """Base of the answers about a plan: a frozen record that says what it rests on.

    ``recounted``: it can be counted again from the scenario and the plan. ``exact``: it was proven by solving.
    ``bounds``: time ended the solving, and what is told lies between bounds.

    >>> answer = solution.explain(shift="mon")
    >>> answer.rests_on, sorted(answer.to_dict())[:2]
    ('exact', ['complete', 'demand'])
    """

    rests_on: Basis

    @abstractmethod
    def messages(self) -> Iterator[Message]:
        """What it says, sentence by sentence."""

    @property
    def text(self) -> str:
        """What it says, in English."""
        return self.text_in()

    def text_in(self, lang: str = "en", names: Names | None = None) -> str:
        """What it says in a language of the catalogue, with names in place of ids where they are given."""
        return " ".join(message.text_in(lang, names) for message in self.messages())

    def named(self, *scenarios: Scenario) -> Self:
        """The same answer, which a notebook shows with the names of these scenarios, the last one's first."""
        # Not an attribute of the model: no file, comparison or repr has it.
        vars(self)["_scenarios"] = scenarios
        return self

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        return state | {"__dict__": {k: v for k, v in state["__dict__"].items() if k != "_scenarios"}}

    @property
    def names(self) -> Names:
        """The names of the scenarios that it was `named` with."""
        known = [names_of(scenario) for scenario in vars(self).get("_scenarios", ())]
        return {key: name for names in known for key, name in names.items()}

    @property
    def shown(self) -> str:
        """What a notebook shows of it: in English, with names where they are known."""
        return self.text_in("en", self.names)

    def to_dict(self) -> dict[str, Any]:
        """All of it, text included: strings, numbers, lists, dictionaries and None alone."""
        return self.model_dump(mode="json") | {"text": self.text}

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, len(value) if isinstance(value, tuple) and len(value) > _LISTED else value

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.shown)}</p>"
