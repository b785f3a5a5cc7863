"""The field types of the models and their base class: strict where silent conversion would be costly."""

from __future__ import annotations

import numbers
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timezone
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeVar

import numpy as np
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, TzInfo

from staffmatch.records.json_text import parse_json
from staffmatch.records.validation_errors import refused

if TYPE_CHECKING:
    from staffmatch.records.sequence import Records

# Zones without daylight saving, in which no local time is skipped.
_FIXED_OFFSET = (timezone, TzInfo)
_Key = TypeVar("_Key", bound=str | date | float)
_Value = TypeVar("_Value", int, float, str)

_YEARS = range(1900, 2201)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")

# The levels of the Common European Framework of Reference for Languages (Council of Europe, 2001).
CEFR = {name: level for level, name in enumerate(("A1", "A2", "B1", "B2", "C1", "C2"), 1)}
HIGHEST_LEVEL = 6

# pydantic keeps the limits of a type with a validator under names of its own.
_KEYWORDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ROOMS = {"constraints": "Rule", "objectives": "Term"}


def _whole(value: object) -> int:
    # Nearly all values are ints, and isinstance of the abstract class takes longer than the rest of the validation.
    if type(value) is int:
        return value
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        return int(value)
    raise PydanticKnownError("int_type")


def _real(value: object) -> float:
    if type(value) is float:
        return value
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise PydanticKnownError("float_type")
    try:
        return float(value)
    except OverflowError:
        raise PydanticKnownError("finite_number") from None


def _level(value: object) -> object:
    """The levels of languages by their names: A1 is 1, C2 is 6."""
    if isinstance(value, str) and value not in CEFR:
        raise PydanticCustomError("no_level", "is no level; give a whole number from 1 to 6, or A1 to C2 of a language")
    return CEFR[value] if isinstance(value, str) else value


def _clock(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and _CLOCK.match(value)):
        return value
    raise PydanticCustomError("not_a_time", "is not a date and time; write it as 2020-04-06T06:00+02:00")


def _flag(value: object) -> object:
    return bool(value) if isinstance(value, np.bool_) else value


def _date(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        # Some months end on the 30th.
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise PydanticCustomError("not_a_date", "is not a date; write it as 2020-04-06")


def _day(value: date) -> date:
    if value.year not in _YEARS:
        raise PydanticCustomError("year_out_of_range", "is outside the years 1900 to 2200")
    return value


def _instant(value: datetime) -> datetime:
    # Checked before any arithmetic, which overflows at the ends of the calendar.
    _day(value)
    if type(value) is datetime and value.tzinfo is UTC and not (value.second or value.microsecond):
        return value
    utc = value.astimezone(UTC)
    if not isinstance(value.tzinfo, _FIXED_OFFSET) and utc.astimezone(value.tzinfo).replace(
        tzinfo=None, fold=0
    ) != value.replace(tzinfo=None, fold=0):
        raise PydanticCustomError(
            "nonexistent_time",
            "{local} does not exist in {zone}: the clock is put forward over it",
            {"local": f"{value:%Y-%m-%d %H:%M}", "zone": str(value.tzinfo)},
        )
    if utc.second or utc.microsecond or getattr(value, "nanosecond", 0):
        raise PydanticCustomError("not_whole_minutes", "has seconds; times are whole minutes")
    # pandas timestamps are subclasses of datetime.
    return datetime(utc.year, utc.month, utc.day, utc.hour, utc.minute, tzinfo=UTC)


def _minutes(hours: float) -> float:
    if abs(hours * 60 - round(hours * 60)) > 1e-6 or (hours and not round(hours * 60)):
        raise PydanticCustomError(
            "not_whole_minutes", "{hours} h is not a whole number of minutes", {"hours": f"{hours:g}"}
        )
    return hours


def _sorted(held: dict[_Key, _Value]) -> dict[_Key, _Value]:
    return dict(sorted(held.items()))


@dataclass(frozen=True)
class Names:
    """Marks a string field by the kind of record that it names, so that ids can be replaced everywhere and other text
    is left alone."""

    records: Literal["companies", "workers", "demands", "shifts", "skills", "groups", "sectors", "clocks"]


Whole = Annotated[int, Field(strict=True), BeforeValidator(_whole)]
Real = Annotated[float, Field(strict=True), BeforeValidator(_real)]
Flag = Annotated[bool, Field(strict=True), BeforeValidator(_flag)]
Version = Annotated[Literal[1], BeforeValidator(_whole)]
Count = Annotated[Whole, Field(ge=0, le=10**9)]
Cents = Annotated[Whole, Field(ge=0, le=10**9, description="cents")]
Score = Annotated[Whole, Field(ge=-(10**12), le=10**12)]
Points = Annotated[Whole, Field(ge=-(10**6), le=10**6)]
Vast = Annotated[Whole, Field(ge=-(2**1000), le=2**1000)]
Long = Annotated[Whole, Field(ge=-(2**63), lt=2**63)]
Figure = Annotated[Real, Field(ge=-1e20, le=1e20)]
Level = Annotated[Whole, Field(ge=1, le=HIGHEST_LEVEL), BeforeValidator(_level)]
Hours = Annotated[Real, Field(ge=0, le=10**6, description="hours"), AfterValidator(_minutes)]
HoursOwed = Annotated[Real, Field(ge=-(10**6), le=10**6, description="hours"), AfterValidator(_minutes)]
HoursMoved = Annotated[Real, Field(ge=-24, le=24, description="hours"), AfterValidator(_minutes)]
Id = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Text = Annotated[str, StringConstraints(strict=True, max_length=2000)]
CompanyId = Annotated[Id, Names("companies")]
WorkerId = Annotated[Id, Names("workers")]
DemandId = Annotated[Id, Names("demands")]
ShiftId = Annotated[Id, Names("shifts")]
SkillId = Annotated[Id, Names("skills")]
GroupId = Annotated[Id, Names("groups")]
KindId = Annotated[Id, Names("kinds")]
RuleKind = Annotated[Id, Names("rules")]
Section = Annotated[
    str, StringConstraints(strict=True, pattern="^[A-U]$"), Field(description="WZ 2008 section"), Names("sectors")
]
Clock = Annotated[
    str,
    Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", json_schema_extra={"format": "clock"}, description="local time"),
    Names("clocks"),
]
Day = Annotated[date, BeforeValidator(_date), AfterValidator(_day)]
Instant = Annotated[AwareDatetime, BeforeValidator(_clock), AfterValidator(_instant)]
Sorted = Annotated[dict[_Key, _Value], AfterValidator(_sorted)]


def minutes_of(hours: float) -> int:
    """The minutes of a validated number of hours."""
    return round(hours * 60)


class Record(BaseModel):
    """Base of all models: frozen, unknown fields forbidden, all problems reported together as `InputError`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True)

    # Fields that only people read, which no digest counts.
    for_people: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, /, **data: Any) -> None:
        # A context manager would take a good part of a record's construction time.
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise refused(error, data) from None

    # Otherwise pydantic would call our __init__ for nested records too, and report one error at a time.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise refused(error, obj) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """As `model_validate` of the parsed text; duplicate keys are refused."""
        return cls.model_validate(parse_json(json_data), **options)

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        made = _short_names(super().model_json_schema(*args, **options))
        for part in (made, *made.get("$defs", {}).values()):
            _leave_out_example(part)
        return {"$schema": _DIALECT, **made}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler(schema)
        _use_keywords(handler.resolve_ref_schema(made))
        _leave_out_example(handler.resolve_ref_schema(made))
        return made

    @classmethod
    def needs_model_validation(cls, records: Records[Any]) -> Any:
        """The rows of columns in which fields may contradict each other, or which the model would hold otherwise, for
        it to validate; see `staffmatch.records.sequence`.
        """
        return False

    if TYPE_CHECKING:
        # Subclasses declare this more precisely for type checkers, see `signatures`.
        def replace(self, *args: Any, **changes: Any) -> Self: ...

    else:

        def replace(self, **changes: Any) -> Self:
            """A copy with some fields changed, validated like a new one."""
            return type(self)(**{name: getattr(self, name) for name in self.model_fields_set} | changes)


class Counted(Record):
    """A record of many others, whose repr shows only their number."""

    counted: ClassVar[tuple[str, ...]] = ()

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, len(value) if name in self.counted else value


def _leave_out_example(schema: dict[str, Any]) -> None:
    """Of a docstring only what it says describes the schema: its example is for Python."""
    if "description" in schema:
        schema["description"] = schema["description"].partition("\n\n>>>")[0]


def _use_keywords(schema: Any) -> None:
    if isinstance(schema, dict):
        for name in [name for name in _KEYWORDS if isinstance(schema.get(name), (int, float))]:
            schema[_KEYWORDS[name]] = schema.pop(name)
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _use_keywords(inner)


def _short_names(schema: dict[str, Any]) -> dict[str, Any]:
    """Schema definitions with the same name, which pydantic qualifies by module, qualified by kind instead."""
    import json

    text = json.dumps(schema)
    for long in schema.get("$defs", {}):
        *modules, name = str(long).split("__")
        if modules:
            short = name + next((_ROOMS[module] for module in modules if module in _ROOMS), "")
            text = text.replace(f'"{long}"', f'"{short}"').replace(f'#/$defs/{long}"', f'#/$defs/{short}"')
    renamed: dict[str, Any] = json.loads(text)
    return renamed
