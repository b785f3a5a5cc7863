"""Strict parsing of JSON: texts that other programs could read differently are refused.

If a key occurs twice in an object, JSON readers differ in which value they take, and most say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from staffmatch.errors import InputError, InputIssue, Told
from staffmatch.records import refusals


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
        told = refusals.JSON_INVALID(what=error.msg, line=error.lineno, column=error.colno)
        raise _invalid(told, refusals.JSON_INVALID_ADVICE()) from None
    except RecursionError:
        raise _invalid(refusals.JSON_TOO_DEEP(), refusals.JSON_TOO_DEEP_ADVICE()) from None
    except UnicodeDecodeError:
        raise _invalid(refusals.JSON_NOT_TEXT(), refusals.JSON_NOT_TEXT_ADVICE()) from None
    # A number that Python refuses to convert.
    except ValueError:
        raise _invalid(refusals.JSON_NUMBER(), refusals.JSON_NUMBER_ADVICE()) from None
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
        kinds = {
            list: refusals.IS_LIST,
            str: refusals.IS_TEXT,
            bool: refusals.IS_TRUTH,
            type(None): refusals.IS_NULL,
        }
        told = kinds.get(type(data), refusals.IS_NUMBER)()
        raise InputError([InputIssue("not_an_object", source, told, refusals.NOT_AN_OBJECT_ADVICE())])
    return data


def _duplicate_keys(data: object) -> Iterator[InputIssue]:
    """Every duplicate key, by the path of its object."""
    left = [("", data)]
    while left:
        path, value = left.pop()
        if isinstance(value, _WithDuplicates):
            ids = (value["id"],) if isinstance(value.get("id"), str) else ()
            for name in value.names:
                text = refusals.DUPLICATE_KEY(key=name if len(name) <= 80 else name[:80] + "…")
                yield InputIssue("duplicate_key", path, text, refusals.DUPLICATE_KEY_ADVICE(), ids)
        if isinstance(value, dict):
            left += [(f"{path}.{name}" if path else name, inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            left += [(f"{path}[{place}]", inner) for place, inner in reversed([*enumerate(value)])]


def _invalid(text: Told, advice: Told) -> InputError:
    return InputError([InputIssue("json_invalid", "", text, advice)])
