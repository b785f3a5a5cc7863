"""Ids changed in messages: the templates of their sentences say which values are ids, and of what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from staffmatch.messages.language import RECORDS, SENTENCES
from staffmatch.messages.message import PLAIN, Message

_PLURAL = {kind: "companies" if kind == "company" else f"{kind}s" for kind in RECORDS}
# In texts of a user's own rules, quoted or not.
_PSEUDONYM = re.compile(r"('?)\b([wcds]-[0-9a-f]{20})\b\1")


def renamed_message(message: Message, names: Mapping[str, Mapping[str, str]]) -> Message:
    """The message with every id replaced that ``names`` has, by kind of record; pseudonyms also in plain texts."""
    sentence = SENTENCES.get(message.code)
    kinds = {} if sentence is None else sentence.kinds
    new = tuple((name, _changed(value, kinds.get(name, ""), names)) for name, value in message.values)
    if message.code == PLAIN.code:
        new = tuple((name, _text(value, names) if isinstance(value, str) else value) for name, value in new)
    return message if new == message.values else Message(message.code, new)


def _changed(value: Any, kind: str, names: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(value, Message):
        return renamed_message(value, names)
    if isinstance(value, tuple):
        return tuple(_changed(one, kind, names) for one in value)
    return names.get(_PLURAL.get(kind, ""), {}).get(value, value) if isinstance(value, str) else value


def _text(text: str, names: Mapping[str, Mapping[str, str]]) -> str:
    known = {old: new for listed in names.values() for old, new in listed.items()}

    def said(at: re.Match[str]) -> str:
        name = known.get(at[2])
        # In a sentence, as that would have quoted it.
        return at[0] if name is None else repr(name) if at[1] else name

    return _PSEUDONYM.sub(said, text)
