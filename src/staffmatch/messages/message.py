"""Message: a sentence that is yet to be said, as a code and values, so that what holds it knows no language.

A `Sentence` is what the catalogue knows under a code. Calling it with values gives a `Message`, which is data: it is
compared, hashed, saved and sent as its code and values, and becomes text when somebody reads it.

    _LATE = Sentence("example.late", "Worker {worker:worker} is {minutes:count} min late.")
    message = _LATE(worker="ana", minutes=1200)
    message.text                    # "Worker 'ana' is 1,200 min late."
    message.text_in("de")           # "„ana“ kommt 1.200 Min. zu spät."
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from typing_extensions import TypeAliasType

from staffmatch.messages.language import SENTENCES, Language, Names, fields

Value = TypeAliasType("Value", "str | int | float | bool | Message | tuple[Value, ...] | None")


def _pairs(values: object) -> object:
    return tuple(sorted(values.items())) if isinstance(values, Mapping) else values


def _plain(value: Any) -> Any:
    # A rule holds 48 as it was made and 48.0 as it was read, which is to be one JSON.
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, Message):
        return {"code": value.code, "values": _as_mapping(value.values)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _as_mapping(values: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values}


Values = Annotated[tuple[tuple[str, Value], ...], BeforeValidator(_pairs), PlainSerializer(_as_mapping)]


@dataclass(frozen=True)
class Message:
    """The code of a sentence and the values that fill it, in the order of their names.

    A value is a text, a number, None, a message, or a tuple of values. A sentence that is in no catalogue, as those of
    a user's own rules may be, has the code ``"text"``.
    """

    code: str
    values: Values = field(default_factory=tuple)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Put in order when somebody looks at them: whoever counts people again makes thousands that nobody reads.
            held = vars(self)
            if name != "values" or "_given" not in held:
                raise AttributeError(name)
            held["values"] = tuple(sorted(held.pop("_given").items()))
            return held["values"]

    @classmethod
    def of(cls, said: str | Message) -> Message:
        """A plain text as a message, which says the same in every language."""
        return said if isinstance(said, Message) else cls("text", (("text", said),))

    def given(self, **values: Value) -> Message:
        """The same sentence with more values, or with others."""
        return Message(self.code, tuple(sorted({**dict(self.values), **values}.items())))

    @property
    def text(self) -> str:
        """The sentence in English, with ids for people."""
        return self.text_in()

    def text_in(self, lang: str = "en", names: Names | None = None) -> str:
        """The sentence in a language of the catalogue.

        ``names`` gives the names of records by their kind and id, as in ``{("worker", "ana"): "Ana Silva"}``; those it
        does not hold keep their ids. InputError if the language is not in the catalogue.
        """
        return said(self, Language.of(lang), names or {})

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Sentence:
    """What the catalogue holds under a ``code`` that stays when the wording changes.

    ``one`` is the English with ``{name:kind}`` for each value; the kinds are those of `staffmatch.messages.language`.
    Where the wording depends on a number, ``several`` is what is said unless the value of ``by`` is 1.
    """

    code: str
    one: str
    several: str | None = None
    by: str = "n"

    def __post_init__(self) -> None:
        if SENTENCES.setdefault(self.code, self) != self:
            raise ValueError(f"There are two sentences with the code {self.code!r}.")

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each value, of a list that of its members; "" for messages and texts that are shown as they are.

        ValueError if a template cannot be read.
        """
        forms = (self.one, *(() if self.several is None else (self.several,)))
        return {name: kind for form in forms for name, (_, kind) in fields(form).items()}

    def __call__(self, **values: Value) -> Message:
        message = _new(Message)
        held = message.__dict__
        held["code"], held["_given"] = self.code, values
        return message


_new = object.__new__
PLAIN = Sentence("text", "{text}")


def said(message: Message, language: Language, names: Names) -> str:
    """A message in words; where its sentence is not known, or other values fill it, its code and values."""
    values = {name: _filled(value, language, names) for name, value in message.values}
    if (sentence := SENTENCES.get(message.code)) is not None:
        try:
            amount = values[sentence.by] if sentence.several is not None else None
            template = language.template(sentence.code, sentence.one, sentence.several, amount)
            return language.fill(template, values, names)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # A file may say anything; what does not fill its sentence is told as it is.
            pass
    return f"{message.code}: {', '.join(f'{name} {value}' for name, value in values.items())}"


def _filled(value: Value, language: Language, names: Names) -> Any:
    if isinstance(value, Message):
        return said(value, language, names)
    return [_filled(one, language, names) for one in value] if isinstance(value, tuple) else value
