"""What pydantic, and the validators of records and rules, say of a field: as sentences, by the type of the error.

The English is pydantic's own. What has no sentence here, as texts of one's own rules, stays as it is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from staffmatch.errors import Told
from staffmatch.messages.message import Sentence

_QUOTED = re.compile("'([^']*)'")
_GOT = Sentence("error.field.got", " (got {value})")

_SAID = {
    "bool_parsing": "input should be a valid boolean, unable to interpret input{got}.",
    "bool_type": "input should be a valid boolean{got}.",
    "break_too_long": "has an unpaid break longer than itself{got}.",
    "charges_of_all": "counts charges, which belong to no one person{got}.",
    "dict_type": "input should be a valid dictionary{got}.",
    "duplicate_place": "names a place twice{got}.",
    "empty_absence": "ends before it starts{got}.",
    "empty_scope": "holds until a day before it begins{got}.",
    "empty_secondment": "ends before it starts{got}.",
    "empty_validity": "ends before it is in force{got}.",
    "empty_window": "ends before or as it starts{got}.",
    "empty_wish": "says nothing about the shifts that are meant{got}.",
    "enum": "input should be {expected:or-id}{got}.",
    "extra_forbidden": "extra inputs are not permitted{got}.",
    "finite_number": "input should be a finite number{got}.",
    "float_type": "input should be a valid number{got}.",
    "greater_than": "input should be greater than {gt}{got}.",
    "greater_than_equal": "input should be greater than or equal to {ge}{got}.",
    "int_type": "input should be a valid integer{got}.",
    "holiday_without_state": "pays for holidays, but of no state{got}.",
    "less_than": "input should be less than {lt}{got}.",
    "less_than_equal": "input should be less than or equal to {le}{got}.",
    "list_type": "input should be a valid list{got}.",
    "literal_error": "input should be {expected:or-id}{got}.",
    "matrix_not_square": "has {size} names, so its table needs {size} rows of {size} minutes{got}.",
    "minimum_above_maximum": "asks for at least {least} and at most {most}{got}.",
    "missing": "field required{got}.",
    "model_type": "input should be a valid dictionary or instance of {class_name}{got}.",
    "must_for": "must be granted though no plan has to lend anybody{got}.",
    "must_weight": "has a weight though it must be granted, which no weight changes{got}.",
    "no_floor": "has no floor{got}.",
    "no_limit": "limits nothing{got}.",
    "no_rate": "pays neither for minutes nor for kilometres{got}.",
    "no_premium": "pays no premium{got}.",
    "no_rivals": "names no competitors{got}.",
    "nonexistent_time": "{local} does not exist in {zone}: the clock is put forward over it{got}.",
    "not_a_date": "is not a date{got}.",
    "not_a_time": "is not a date and time{got}.",
    "not_thousandths": "has more than three decimals{got}.",
    "not_whole_minutes": "has seconds{got}.",
    "not_whole_minutes.hours": "{hours} h is not a whole number of minutes{got}.",
    "nothing_worked": "gives {fields} though no such day may be worked{got}.",
    "own_competitor": "names one company twice{got}.",
    "pair_table_target": "needs either shifts or demands, and not both{got}.",
    "ragged_line": "line {line} has {stops} stops, so it needs {hops} minutes{got}.",
    "repeated_channel": "names a channel twice{got}.",
    "repeated_member": "names somebody twice{got}.",
    "repeated_role": "names a role twice, which the same people fill{got}.",
    "string_pattern_mismatch": "string should match pattern '{pattern}'{got}.",
    "string_type": "input should be a valid string{got}.",
    "tier_is_a_list": "is a term where a tier is wanted, and a tier is a list of terms{got}.",
    "timezone_aware": "input should have timezone info{got}.",
    "total_of_one": "is a budget for all borrowers together{got}.",
    "tuple_type": "input should be a valid tuple{got}.",
    "malformed_code": "has a code of {system} that is none; one looks like {example}{got}.",
    "training_in_parts": "grants skills but may be taken in parts{got}.",
    "unknown_kind": "kind is none of {known}{got}.",
    "unknown_station": "has no station {name}{got}.",
    "wish_days": "has an until without one day before it{got}.",
    "year_out_of_range": "is outside the years 1900 to 2200{got}.",
}
_ADVISED = {
    "bool_type": "Give true or false.",
    "break_too_long": "Shorten the break.",
    "charges_of_all": "Drop {fields}, or set with_charges to false.",
    "min_crew_above_headcount": "Lower min_crew or raise headcount.",
    "dict_type": "Give a mapping, such as dict(care=2); care:2 is how spreadsheets say it, see Scenario.load.",
    "duplicate_place": "Give each one row.",
    "empty_absence": "Swap the two days.",
    "empty_scope": "Swap the two days.",
    "empty_secondment": "Swap the two days.",
    "empty_validity": "Swap the two days.",
    "empty_window": "Swap the two times.",
    "empty_wish": "Give days, weekdays, times, a shift, demand or kind.",
    "enum": "Give one of these.",
    "extra_forbidden": "Remove it, or check its spelling.",
    "finite_number": "Give a finite number.",
    "float_type": "Give a number.",
    "greater_than": "Give a larger number.",
    "greater_than_equal": "Give a larger number.",
    "holiday_without_state": "Give the state.",
    "int_type": "Give a whole number.",
    "less_than": "Give a smaller number.",
    "less_than_equal": "Give a smaller number.",
    "literal_error": "Give one of these.",
    "minimum_above_maximum": "Lower least, or raise {field}.",
    "missing": "Add the field.",
    "model_type": "Give an object, in braces.",
    "must_for": "Pin the person to a shift, or leave must out.",
    "must_weight": "Leave out weight or must.",
    "no_floor": "Give a minimum_wage or set equal_pay.",
    "no_limit": "Give hours, in_a_row, nights or rest.",
    "no_rate": "Give one of the rates.",
    "no_premium": "Give night, sunday or holiday.",
    "no_rivals": "Give pairs or set same_sector.",
    "not_a_date": "Write it as 2020-04-06.",
    "not_a_time": "Write it as 2020-04-06T06:00+02:00.",
    "not_thousandths": "Round it.",
    "not_whole_minutes": "Times are whole minutes.",
    "nothing_worked": "Set work to true, or leave {fields} out.",
    "own_competitor": "Name two companies.",
    "repeated_channel": "Name it once.",
    "repeated_member": "Name each person once.",
    "repeated_role": "Name it once, with the people it takes.",
    "string_pattern_mismatch": "Check its spelling.",
    "string_too_long": "Give a shorter text.",
    "string_too_short": "Give a text that is not empty.",
    "string_type": "Give a text.",
    "tier_is_a_list": "Put each in brackets of its own, as in tiers=[[UncoveredHours()], [Cost()]], or those of one "
    "tier together.",
    "timezone_aware": "Give the offset from UTC, as in 2020-04-06T06:00+02:00.",
    "too_long": "List fewer of them.",
    "too_short": "List more of them.",
    "total_of_one": "Drop borrower, or set total to false.",
    "malformed_code": "Copy it from the classification, as a text, or leave it out.",
    "training_in_parts": "Set same_worker to true, or make each of its shifts a demand.",
    "unknown_kind": "Correct it, or register the class that has it: staffmatch.register(cls) in Python, --plugin "
    "package.module on the command line.",
    "wish_days": "Give the first day as days and the last as until.",
    "year_out_of_range": "Check the date.",
}
_TEXTS = {name: Sentence(f"error.field.{name}", said) for name, said in _SAID.items()}
_TEXTS |= {
    "min_crew_above_headcount": Sentence(
        "error.field.min_crew_above_headcount",
        "asks for a crew of at least {crew} but has {headcount:count} seat{got}.",
        "asks for a crew of at least {crew} but has {headcount:count} seats{got}.",
        by="headcount",
    ),
    "string_too_long": Sentence(
        "error.field.string_too_long",
        "string should have at most {max_length} character{got}.",
        "string should have at most {max_length} characters{got}.",
        by="max_length",
    ),
    "string_too_short": Sentence(
        "error.field.string_too_short",
        "string should have at least {min_length} character{got}.",
        "string should have at least {min_length} characters{got}.",
        by="min_length",
    ),
}
for _kind, _least in (("too_long", "most {max_length}"), ("too_short", "least {min_length}")):
    _TEXTS |= {
        f"{_kind}.{_type}": Sentence(
            f"error.field.{_kind}.{_type}",
            f"{_type} should have at {_least} item after validation, not {{actual_length}}{{got}}.",
            f"{_type} should have at {_least} items after validation, not {{actual_length}}{{got}}.",
            by=_least.split("{")[1].rstrip("}"),
        )
        for _type in ("dictionary", "list", "tuple", "value")
    }
ADVICE = {name: Sentence(f"error.field.{name}.advice", said) for name, said in _ADVISED.items()}


def text_of(kind: str, said: str, context: Mapping[str, Any], quoted: str) -> Told:
    """What pydantic said as a message, where a sentence says the same in English; ``quoted`` is the value, or ""."""
    got = _GOT(value=quoted) if quoted else ""
    plain = f"{said}{f' (got {quoted})' if quoted else ''}."
    several = (kind, f"{kind}.hours", f"{kind}.{str(context.get('field_type')).lower()}")
    return _same(plain, [_TEXTS.get(name) for name in several], {**_values(context), "got": got})


def advice_of(kind: str, said: str, context: Mapping[str, Any]) -> Told:
    """The advice behind pydantic's text, or that for the type of the error where the text has none."""
    known = ADVICE.get(kind)
    if not said:
        return known() if known is not None else ""
    return _same(f"{said[:1].upper()}{said[1:]}.", [known], _values(context))


def _same(plain: str, sentences: list[Sentence | None], values: dict[str, Any]) -> Told:
    for sentence in filter(None, sentences):
        told = sentence(**{name: values[name] for name in sentence.kinds.keys() & values.keys()})
        if told.text == plain:
            return told
    return plain


def _values(context: Mapping[str, Any]) -> dict[str, Any]:
    """What fills a template: numbers and texts, and the words among which one has to choose."""
    kinds = (str, int, float)
    held = {name: value if isinstance(value, kinds) else str(value) for name, value in context.items()}
    return held | {"expected": tuple(_QUOTED.findall(str(held.get("expected", ""))))}
