"""The exceptions of the library, and the problems that they report.

::

    StaffmatchError
    ├── InputError        the caller's data; ``problems`` lists every one of them (also a ValueError)
    ├── UnsupportedRule   a rule or term that the chosen set-up cannot handle, refused before solving
    ├── ExtensionError    an own rule, term or travel model that does not do what its base promises
    ├── LimitError        too large to compute safely: memory, or integers beyond 64 bits
    ├── JobError          a job's process was lost, or the caller's own code failed in it
    ├── ShardError        a shard of the market was lost on its executor before there was a plan
    └── InternalError     our own fault: a figure that the verifier could not confirm
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from staffmatch.errors.advice import IS, IS_WORD, WHOLE_ADVICE, choose, did_you_mean, near_ids, near_or
from staffmatch.errors.issues import Bilingual, Cause, Cell, InputIssue, Told, both, by_cause, told_in
from staffmatch.messages.message import Sentence

__all__ = [
    "IS", "IS_WORD", "MAX_PROBLEMS", "WHOLE_ADVICE", "Bilingual", "Cause", "Cell", "ExtensionError", "Framer",
    "InputError", "InputIssue", "InternalError", "JobError", "LimitError", "ShardError", "StaffmatchError", "Told",
    "UnsupportedRule",
    "are", "bad_option", "both", "by_cause", "choose", "counted", "did_you_mean", "frames_by", "missing_extra",
    "missing_library", "near_ids", "near_or", "require_type", "told_in", "unknown_language",
]  # fmt: skip

MAX_PROBLEMS = 100

_COUNT = Sentence("error.count", "{n:count} problem in the input:", "{n:count} problems in the input:")
_MORE = Sentence("error.more", "... and {n:count} more")
_LANGUAGE = Sentence("error.language", "is {lang:id}, a language for which there is no catalogue.")
_LANGUAGES = Sentence("error.language.advice", "Take one of {known:list-id}.")
_MISSING_LIBRARY = Sentence("error.missing_library", "{what} needs {library}: pip install {library}")
_MISSING_EXTRA = Sentence(
    "error.missing_extra",
    "{what} needs {library}. In a checkout: pip install '.[{extra}]'. Once published: pip install "
    "'staffmatch[{extra}]'.",
)
# What an own class does wrong is told in Python's words to whoever wrote it; others read whom to tell.
_EXTENSION = Sentence("error.extension", "{detail}")


def counted(amount: int, noun: str, plural: str | None = None) -> str:
    """``counted(2, "seat")`` is "2 seats"."""
    return f"{amount:,} {noun if amount == 1 else plural or noun + 's'}"


def are(amount: float) -> str:
    """ "is" of one, "are" of none and several."""
    return "is" if amount == 1 else "are"


Framer = Callable[[Iterable[InputIssue], str | None, str], Any]
_framers: list[Framer] = []


def frames_by(make: Framer) -> None:
    """Set the function that turns problems into a data frame. The package sets it, since frames are made in a lower
    room."""
    _framers[:] = [make]


_MADE_BY = {
    "Scenario": "Read one: Scenario.load(path).",
    "Solution": "Read one: Solution.load(path, scenario).",
    "Tradeoff": "Make one: tradeoff(scenario, first, second).",
    "ShiftExplanation": "Make one: solution.explain(shift=...) or solution.explain(worker=...).",
    "Diff": "Make one: after.diff(before).",
}


def require_type(value: object, *wanted: type) -> None:
    """TypeError if a value is of another type, such as a path; the advice is how to come by the first type."""
    if not isinstance(value, wanted):
        names = " or a ".join(kind.__name__ for kind in wanted)
        advice = _MADE_BY[wanted[0].__name__]
        raise TypeError(f"A {names} is wanted here, and this is a {type(value).__name__}. {advice}")


class StaffmatchError(Exception):
    """Base of all exceptions that this library raises on purpose: of a message, or of a text in English.

    >>> try:
    ...     sm.solve(scenario, time_limit=-1)
    ... except sm.StaffmatchError as error:
    ...     print(error)
    1 problem in the input:
      time_limit: is -1, which is no amount. Give a finite number from 0 on, or None for no limit.
    """

    @property
    def told(self) -> Told:
        """What is wrong, to be said in any language."""
        said: Told = self.args[0] if self.args else ""
        return said

    def __str__(self) -> str:
        return self.text_in("en")

    def text_in(self, lang: str) -> str:
        """What is wrong in a language of the catalogue, where it can be said in that; else in English."""
        return told_in(self.told, lang)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """The kind of error and its text, for the sender of a request."""
        return {"error": type(self).__name__, "text": self.text_in(lang)}

    def to_json(self, lang: str = "en") -> str:
        """What `to_dict` gives, as JSON text."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False)


class InputError(StaffmatchError, ValueError):
    """The input is not usable; ``problems`` has the first hundred and ``count`` the number of all.

    >>> try:
    ...     sm.Demand(id="d", company="clinic", headcount=0, shifts=[monday])
    ... except sm.InputError as error:
    ...     print(error.problems[0].code)
    greater_than_equal
    """

    def __init__(self, problems: Iterable[InputIssue]) -> None:
        remaining = iter(problems)
        self.problems = tuple(islice(remaining, MAX_PROBLEMS))
        self.count = len(self.problems) + sum(1 for _ in remaining)
        # Copying and pickling call the class with this and then restore the attributes.
        super().__init__(self.problems)
        # In which language the input is, where it is known.
        self.language: str | None = None

    def text_in(self, lang: str) -> str:
        """All of it in a language of the catalogue, a line for each cause."""
        lines = [cause.said_in(lang) for cause in by_cause(self.problems)]
        if self.count > len(self.problems):
            lines.append(_MORE(n=self.count - len(self.problems)).text_in(lang))
        return _COUNT(n=self.count).text_in(lang) + "\n" + "\n".join(f"  {line}" for line in lines)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """The number of problems, and the first hundred of them."""
        told = [problem.to_dict(lang) for problem in self.problems]
        return {"error": type(self).__name__, "count": self.count, "problems": told}

    def to_frame(self, backend: str | None = None, *, lang: str = "en") -> Any:
        """A row for each problem, as a data frame of pandas, polars or pyarrow; None takes the first one installed."""
        return _framers[0](self.problems, backend, lang)


def bad_option(option: str, text: Told, advice: Told, ids: tuple[str, ...] = ()) -> InputError:
    """The refusal of an option that makes no sense."""
    return InputError([InputIssue("bad_option", option, text, advice, ids)])


def unknown_language(lang: str, known: Iterable[str]) -> InputError:
    """The refusal of a language that is not in the catalogue."""
    return bad_option("lang", _LANGUAGE(lang=lang), _LANGUAGES(known=tuple(known)))


def missing_library(what: Told, library: str) -> StaffmatchError:
    """What is raised where a library that was asked for by name is not installed."""
    return StaffmatchError(_MISSING_LIBRARY(what=what, library=library))


def missing_extra(what: Told, library: str, extra: str) -> StaffmatchError:
    """What is raised where the library of an extra is not installed."""
    return StaffmatchError(_MISSING_EXTRA(what=what, library=library, extra=extra))


class UnsupportedRule(StaffmatchError):
    """A rule or term needs something that this scenario or back-end does not offer.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> fair = scenario.replace(tiers=[[sm.objectives.MaxLoad(of=sm.objectives.Share())]])
    >>> try:
    ...     with ThreadPoolExecutor(1) as pool:
    ...         found = sm.solve(fair, executor=pool)
    ... except sm.UnsupportedRule as error:
    ...     print(type(error).__name__)
    UnsupportedRule
    """


class ExtensionError(StaffmatchError):
    """A rule, term or travel model of one's own breaks its base's contract; the text names class, method and
    requirement.

    >>> from typing import Literal
    >>> class NeverMind(sm.constraints.WeeklyHours):
    ...     kind: Literal["never_mind"] = "never_mind"
    ...     def check(self, scenario, plan):
    ...         return iter(())
    >>> try:
    ...     sm.testing.conforms(NeverMind(hours=1), [scenario])
    ... except sm.ExtensionError as error:
    ...     print("differs" in str(error))
    True
    """

    def text_in(self, lang: str) -> str:
        """The text, which stays in English, and in other languages for whom it is."""
        return _EXTENSION(detail=told_in(self.told, lang)).text_in(lang)


class LimitError(StaffmatchError):
    """The instance is larger than can be computed safely.

    >>> try:
    ...     found = sm.solve(scenario)
    ... except sm.LimitError as error:
    ...     print(error.to_json())
    """


class JobError(StaffmatchError):
    """A job's process was lost; ``solution`` is the best plan that it had sent, or None.

    >>> with sm.submit(scenario) as job:
    ...     try:
    ...         found = job.result()
    ...     except sm.JobError as error:
    ...         found = error.solution
    """

    solution: Any = None


class ShardError(StaffmatchError):
    """A shard of the market was lost before there was a plan; ``shard`` is its number from 0 on, ``solution`` the plan
    that stands without it: the empty one, or what was left of a former plan.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> try:
    ...     with ThreadPoolExecutor(1) as pool:
    ...         found = sm.solve(scenario, executor=pool)
    ... except sm.ShardError as error:
    ...     found = error.solution
    """

    shard: int = -1
    solution: Any = None


class InternalError(StaffmatchError):
    """A bug in this library: please report it with the scenario that shows it.

    >>> try:
    ...     found = sm.solve(scenario)
    ... except sm.InternalError as error:
    ...     print(error.to_json())
    """
