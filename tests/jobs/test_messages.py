"""What the two processes of a job say to each other."""

from __future__ import annotations

import os

import pytest

import staffmatch as sm
from staffmatch.errors import Cell
from staffmatch.jobs.messages import messages, parts, read_error, read_event, send, tell_error, tell_event


def read(error: BaseException) -> sm.StaffmatchError:
    kind, content = parts(tell_error(error))
    assert kind == b"error"
    return read_error(content)


def test_errors_of_the_library_arrive_as_they_were() -> None:
    cell = Cell("a.xlsx", "people", 3, "lat")
    issues = [sm.InputIssue("a", f"workers[{n}]", "is wrong.", "Mend it.", ("w",), cell) for n in range(150)]
    error = read(sm.InputError(issues))
    assert isinstance(error, sm.InputError)
    assert error.count == 150
    assert error.problems == tuple(issues[:100])
    for kind in (sm.LimitError, sm.InternalError, sm.UnsupportedRule):
        read_back = read(kind("It is too large."))
        assert type(read_back) is kind
        assert str(read_back) == "It is too large."


def test_any_other_error_says_what_it_was() -> None:
    error = read(ZeroDivisionError("division by zero"))
    assert type(error) is sm.JobError
    assert "ZeroDivisionError: division by zero" in str(error)


def test_events_arrive_as_they_were() -> None:
    for event in (sm.Event("read", None, None, 0.25), sm.Event("fix", 3.5, float("-inf"), 1.0, 1, "cost", 2.0)):
        assert read_event(parts(tell_event(event))[1]) == event


@pytest.mark.parametrize("cut", [3, 8, 11])
def test_frames_are_whole_or_refused(cut: int) -> None:
    out, into = os.pipe()
    send(into, b"event [1]")
    send(into, b"plan {}")
    os.close(into)
    assert list(messages(out)) == [(b"event", b"[1]"), (b"plan", b"{}")]
    os.close(out)
    out, into = os.pipe()
    os.write(into, (len(b"plan {}").to_bytes(8, "little") + b"plan {}")[:cut])
    os.close(into)
    with pytest.raises(ValueError):  # noqa: PT011
        list(messages(out))
    os.close(out)
