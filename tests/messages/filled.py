"""What a message has to be, whoever made it: a known sentence, with the values that it has in every language."""

from __future__ import annotations

from string import Formatter
from typing import Any

from staffmatch.messages.language import SENTENCES, Language
from staffmatch.messages.message import PLAIN, Message


def require_filled(message: Message) -> None:
    """The message and all within it have the values of their sentences, no more and no less, and say something."""
    sentence = SENTENCES[message.code]
    if sentence != PLAIN:
        wanted = set(sentence.kinds) | ({sentence.by} if sentence.several else set())
        assert dict(message.values).keys() == wanted, message
    for _, value in message.values:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Message):
                require_filled(one)
    for lang in ("en", "de"):
        said = strictly(message, lang)
        assert said == message.text_in(lang)
        assert "{" not in said


def strictly(message: Message, lang: str) -> str:
    """The message in words; an error where they cannot be filled, which readers are spared."""
    language, sentence, values = Language.of(lang), SENTENCES[message.code], dict(message.values)
    amount = values[sentence.by] if sentence.several else None
    template = language.template(sentence.code, sentence.one, sentence.several, amount)
    assert {name for _, name, _, _ in Formatter().parse(template) if name} <= values.keys()
    return language.fill(template, {name: _filled(value, lang) for name, value in values.items()}, {})


def _filled(value: Any, lang: str) -> Any:
    if isinstance(value, Message):
        return strictly(value, lang)
    return [_filled(one, lang) for one in value] if isinstance(value, tuple) else value
