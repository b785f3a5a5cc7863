"""pydantic's errors as our own problems: where, what was given, what to do; never a home, a name or a contact.

They are reported as an `InputError`, or as line errors of pydantic's own exception to callers who validate by pydantic,
such as web frameworks. The lines have no input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from staffmatch.errors import MAX_PROBLEMS, InputError, InputIssue, Told
from staffmatch.messages.message import Message
from staffmatch.records.refused_fields import advice_of, text_of

_PRIVATE = ("home", "name", "lat", "lon", "contact", "phone", "email", "meeting_point", "remark")

_MORE = "more_problems"
_TOLD: TypeAdapter[Told] = TypeAdapter(Message | str)
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")

Loc = tuple[int | str, ...]


def refused(error: ValidationError, data: object) -> InputError:
    """An InputError with all problems of the data. Raise it from None: pydantic's error holds the input, and homes must
    not reach a log."""
    return InputError(issue for _, issue in _problems(error, data))


def as_lines(error: ValidationError, data: object, more: Iterable[InputIssue] = ()) -> ValidationError:
    """The same as pydantic's ValidationError, with a line at the place of each problem, and ``more`` problems.

    The first hundred are listed, then the number of the others. Raise it from None.
    """
    found = [*_problems(error, data), *((_steps(issue.path), issue) for issue in more)]
    lines = [_line(place, issue) for place, issue in found[:MAX_PROBLEMS]]
    if left := len(found) - len(lines):
        kind = PydanticCustomError(_MORE, "and {count} more problems", {"count": left})
        lines.append(InitErrorDetails(type=kind, loc=(), input=None))
    return ValidationError.from_exception_data(error.title, lines, hide_input=True)


def _line(place: Loc, issue: InputIssue) -> InitErrorDetails:
    said = {"message": _TOLD.dump_python(issue.message), "remedy": _TOLD.dump_python(issue.remedy)}
    context = {"text": issue.text, "advice": issue.advice, "ids": list(issue.ids), **said}
    form = "{text} {advice}" if issue.advice else "{text}"
    return InitErrorDetails(type=PydanticCustomError(issue.code, form, context), loc=place, input=None)


def _steps(path: str) -> Loc:
    """``workers[3].skills`` as pydantic's location."""
    return tuple(int(number) if number else name for number, name in _STEP.findall(path))


def _problems(error: ValidationError, data: object) -> Iterator[tuple[Loc, InputIssue]]:
    details = error.errors(include_url=False, include_input=False)
    around = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    for detail in details:
        # pydantic does not count invalid elements, so their container seems too short.
        if detail["type"] == "too_short" and detail["loc"] in around:
            continue
        context: dict[str, Any] = detail.get("ctx", {})
        nested = context.get("error")
        if isinstance(nested, InputError):
            outer, _ = _located(detail, data)
            inner = [
                (detail["loc"] + _steps(problem.path), replace(problem, path=_joined(outer, problem.path)))
                for problem in nested.problems
            ]
            yield from inner
            # Problems that the inner error counted but did not keep are still counted here.
            yield from [inner[-1]] * (nested.count - len(inner))
        elif detail["type"] == _MORE:
            yield from [(detail["loc"], InputIssue(_MORE, "", detail["msg"]))] * context["count"]
        elif {"message", "remedy", "ids"} <= context.keys():
            yield detail["loc"], _nested_issue(detail, context, data)
        else:
            yield detail["loc"], _problem(detail, data)


def _nested_issue(detail: ErrorDetails, context: dict[str, Any], data: object) -> InputIssue:
    """A problem of a nested record that `as_lines` has already converted."""
    path, held = _located(detail, data)
    message, remedy = (_TOLD.validate_python(context[name]) for name in ("message", "remedy"))
    return InputIssue(detail["type"], path, message, remedy, tuple(context["ids"]) or _ids(held))


def _problem(detail: ErrorDetails, data: object) -> InputIssue:
    path, held = _located(detail, data)
    # Our own texts end with the advice.
    text, _, advice = detail["msg"].partition("; ")
    context: dict[str, Any] = detail.get("ctx", {})
    quoted = "" if _private(detail) else _quoted(held[-1])
    message = text_of(detail["type"], text[:1].lower() + text[1:], context, quoted)
    return InputIssue(detail["type"], path, message, advice_of(detail["type"], advice, context), _ids(held))


def _ids(held: list[object]) -> tuple[str, ...]:
    """The ids of the records on the way to a location."""
    return tuple(name for record in held[1:] if isinstance(name := _step(record, "id"), str))


def _private(detail: ErrorDetails) -> bool:
    """Whether the value must not be quoted: homes, names, contacts, values of unknown fields and what is given in
    place of a record."""
    unknown = not detail["loc"] or detail["type"] == "extra_forbidden"
    return unknown or any(step in _PRIVATE for step in detail["loc"])


def _quoted(value: object) -> str:
    # Python refuses to print longer integers.
    if isinstance(value, int) and value.bit_length() > 256:
        return ""
    quoted = repr(value) if isinstance(value, (int, float, str)) else ""
    return quoted if len(quoted) <= 80 else ""


def _located(detail: ErrorDetails, data: object) -> tuple[str, list[object]]:
    """The path, and the objects found at each step of it."""
    path, held = "", [data]
    for step in detail["loc"]:
        path = f"{path}[{step}]" if isinstance(step, int) else _joined(path, step)
        held.append(_step(held[-1], step))
    return path, held


def _joined(outer: str, inner: str) -> str:
    return f"{outer}.{inner}" if outer and inner else outer or inner


def _step(data: object, step: int | str) -> object:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(step, int):
        return data[step] if isinstance(data, Sequence) and not isinstance(data, str) and step < len(data) else None
    return getattr(data, step, None)
