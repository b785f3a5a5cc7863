"""Strict parsing of JSON: texts that other programs could read differently are refused.

If a key occurs twice in an object, JSON readers differ in which value they take, and most say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from staffmatch.errors import InputError, InputIssue

_ADVICE = "Check that the file is JSON and complete."


class _WithDuplicates(dict[str, Any]):
    """An object with duplicate keys."""

    names: tuple[str, ...] = ()


def parse_json(text: str | bytes | bytearray) -> Any:
    """The parsed text; InputError if it is not JSON or has duplicate keys."""
    found: list[_WithDuplicates] = []

    def held(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) == len(pairs):
            return record
        told = [name for name, _ in pairs]
        twice = _WithDuplicates(record)
        twice.names = tuple(name for name in record if told.count(name) > 1)
        found.append(twice)
        return twice

    try:
        data = json.loads(text, object_pairs_hook=held)
    except json.JSONDecodeError as error:
        raise _invalid(f"{error.msg} at line {error.lineno}, column {error.colno}", _ADVICE) from None
    except RecursionError:
        raise _invalid("it is nested too deeply", "Nothing that is read here is nested so.") from None
    except UnicodeDecodeError:
        raise _invalid("it is not UTF-8 text", "Save it as UTF-8.") from None
    # A number that Python refuses to convert.
    except ValueError:
        raise _invalid("a number in it has thousands of digits", "Give a number that is meant.") from None
    if found:
        raise InputError(_duplicate_keys(data))
    return data


def parse_object(text: str | bytes | bytearray, source: str) -> dict[str, Any]:
    """The same for a text that must be an object; problems name the source."""
    try:
        data = parse_json(text)
    except InputError as error:
        raise InputError(
            replace(one, path=f"{source}: {one.path}" if one.path else source) for one in error.problems
        ) from None
    if not isinstance(data, dict):
        kind = {list: "a list", str: "a text", bool: "a truth value", type(None): "null"}.get(type(data), "a number")
        raise InputError([InputIssue("not_an_object", source, f"the JSON is {kind}.", "Give an object, as in {...}.")])
    return data


def _duplicate_keys(data: object) -> Iterator[InputIssue]:
    """Every duplicate key, by the path of its object."""
    left = [("", data)]
    while left:
        path, value = left.pop()
        if isinstance(value, _WithDuplicates):
            ids = (value["id"],) if isinstance(value.get("id"), str) else ()
            for name in value.names:
                text = f"the key {name if len(name) <= 80 else name[:80] + '…'!r} stands twice."
                yield InputIssue("duplicate_key", path, text, "Keep one of them.", ids)
        if isinstance(value, dict):
            left += [(f"{path}.{name}" if path else name, inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            left += [(f"{path}[{place}]", inner) for place, inner in reversed([*enumerate(value)])]


def _invalid(what: str, advice: str) -> InputError:
    return InputError([InputIssue("json_invalid", "", f"invalid JSON: {what}.", advice)])
