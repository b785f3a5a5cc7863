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
    "asks_for_nothing": "asks for nothing{got}.",
    "bent_twice": "has a price and is soft{got}.",
    "bool_parsing": "input should be a valid boolean, unable to interpret input{got}.",
    "bool_type": "input should be a valid boolean{got}.",
    "break_too_long": "has an unpaid break longer than itself{got}.",
    "charges_of_all": "counts charges, which belong to no one person{got}.",
    "dict_type": "input should be a valid dictionary{got}.",
    "duplicate_id": "has two stations of one id{got}.",
    "duplicate_place": "names a place twice{got}.",
    "empty_absence": "ends before it starts{got}.",
    "empty_scope": "holds until a day before it begins{got}.",
    "empty_secondment": "ends before it starts{got}.",
    "empty_validity": "ends before it is in force{got}.",
    "empty_window": "ends before or as it starts{got}.",
    "empty_wish": "says nothing about the shifts that are meant{got}.",
    "enum": "input should be {expected:or-id}{got}.",
    "extra_forbidden": "extra inputs are not permitted{got}.",
    "filled_is_whole": "counts filled seats, which are those of all borrowers beside what they ask for{got}.",
    "finite_number": "input should be a finite number{got}.",
    "float_type": "input should be a valid number{got}.",
    "free_above_all": "wants {free} of {of} weekends free{got}.",
    "greater_than": "input should be greater than {gt}{got}.",
    "greater_than_equal": "input should be greater than or equal to {ge}{got}.",
    "holiday_without_state": "pays for holidays, but of no state{got}.",
    "int_type": "input should be a valid integer{got}.",
    "least_above_most": "asks for at least {least} days in a row and allows {days}{got}.",
    "less_than": "input should be less than {lt}{got}.",
    "less_than_equal": "input should be less than or equal to {le}{got}.",
    "list_type": "input should be a valid list{got}.",
    "literal_error": "input should be {expected:or-id}{got}.",
    "malformed_code": "has a code of {system} that is none; one looks like {example}{got}.",
    "matrix_not_square": "has {size} names, so its table needs {size} rows of {size} minutes{got}.",
    "minimum_above_maximum": "asks for at least {least} and at most {most}{got}.",
    "missing": "field required{got}.",
    "model_type": "input should be a valid dictionary or instance of {class_name}{got}.",
    "most_above_all": "lets {most} of {of} weekends be worked{got}.",
    "most_and_free": "limits weekends by most and by free{got}.",
    "most_extra_unbent": "says how many people may be beyond the headcount{got}.",
    "must_for": "must be granted though no plan has to lend anybody{got}.",
    "must_weight": "has a weight though it must be granted, which no weight changes{got}.",
    "no_amount": "can not bend: it has no amount that a price could be for{got}.",
    "no_amount.24_hours": "counts hours beyond the limit by the local day{got}.",
    "no_amount.ways": "counts ways, which have no price by the hour{got}.",
    "no_floor": "has no floor{got}.",
    "no_level": "is no level{got}.",
    "no_limit": "limits nothing{got}.",
    "no_premium": "pays no premium{got}.",
    "no_rate": "pays neither for minutes nor for kilometres{got}.",
    "no_rivals": "names no competitors{got}.",
    "no_share": "is no share{got}.",
    "no_whole_amount": "has {amount} for {name}, which is not a whole number{got}.",
    "no_whole_amount.minutes": "has {amount} for {name}, which is not a whole number of minutes{got}.",
    "nonexistent_time": "{local} does not exist in {zone}: the clock is put forward over it{got}.",
    "not_a_date": "is not a date{got}.",
    "not_a_time": "is not a date and time{got}.",
    "not_thousandths": "has more than three decimals{got}.",
    "not_whole_minutes": "has seconds{got}.",
    "not_whole_minutes.hours": "{hours} h is not a whole number of minutes{got}.",
    "nothing_worked": "gives {fields} though no such day may be worked{got}.",
    "of_without_limit": "looks at some weekends in a row{got}.",
    "own_competitor": "names one company twice{got}.",
    "pair_table_target": "needs either shifts or demands, and not both{got}.",
    "pair_twice": "forbids {one} before {other} twice{got}.",
    "ragged_line": "line {line} has {stops} stops, so it needs {hops} minutes{got}.",
    "ragged_pair_table": "has columns of two lengths: {workers} in workers, {length} in {name}{got}.",
    "repeated_channel": "names a channel twice{got}.",
    "repeated_member": "names somebody twice{got}.",
    "repeated_role": "names a role twice, which the same people fill{got}.",
    "string_pattern_mismatch": "string should match pattern '{pattern}'{got}.",
    "string_type": "input should be a valid string{got}.",
    "tier_is_a_list": "is a term where a tier is wanted, and a tier is a list of terms{got}.",
    "timezone_aware": "input should have timezone info{got}.",
    "total_of_one": "is a budget for all borrowers together{got}.",
    "training_in_parts": "grants skills but may be taken in parts{got}.",
    "tuple_type": "input should be a valid tuple{got}.",
    "unknown_kind": "kind is none of {known}{got}.",
    "unknown_station": "has no station {name}{got}.",
    "waives_nothing": "does not apply and overrides nothing{got}.",
    "wish_days": "has an until without one day before it{got}.",
    "year_out_of_range": "is outside the years 1900 to 2200{got}.",
}
_ADVISED = {
    "asks_for_nothing": "Give free, most or whole.",
    "bent_twice": "Drop one: a price counts in Cost, a soft rule in Violations.",
    "bool_type": "Give true or false.",
    "break_too_long": "Shorten the break.",
    "charges_of_all": "Drop {fields}, or set with_charges to false.",
    "dict_type": "Give a mapping, such as dict(care=2); care:2 is how spreadsheets say it, see Scenario.load.",
    "duplicate_id": "Give each its own.",
    "duplicate_place": "Give each one row.",
    "empty_absence": "Swap the two days.",
    "empty_scope": "Swap the two days.",
    "empty_secondment": "Swap the two days.",
    "empty_validity": "Swap the two days.",
    "empty_window": "Swap the two times.",
    "empty_wish": "Give days, weekdays, times, a shift, demand or kind.",
    "enum": "Give one of these.",
    "extra_forbidden": "Remove it, or check its spelling.",
    "filled_is_whole": "Leave out scope, kind, targets and history, or count shifts.",
    "finite_number": "Give a finite number.",
    "float_type": "Give a number.",
    "free_above_all": "Lower free, or raise of.",
    "greater_than": "Give a larger number.",
    "greater_than_equal": "Give a larger number.",
    "holiday_without_state": "Give the state.",
    "int_type": "Give a whole number.",
    "least_above_most": "Lower least, or raise days.",
    "less_than": "Give a smaller number.",
    "less_than_equal": "Give a smaller number.",
    "literal_error": "Give one of these.",
    "malformed_code": "Copy it from the classification, as a text, or leave it out.",
    "min_crew_above_headcount": "Lower min_crew or raise headcount.",
    "minimum_above_maximum": "Lower least, or raise {field}.",
    "missing": "Add the field.",
    "model_type": "Give an object, in braces.",
    "most_above_all": "Lower most, or raise of.",
    "most_and_free": "Drop one of them, they say the same.",
    "most_extra_unbent": "Give their price_cents, or soft, or drop most_extra.",
    "must_for": "Pin the person to a shift, or leave must out.",
    "must_weight": "Leave out weight or must.",
    "no_amount": "Drop price_cents and soft.",
    "no_amount.24_hours": "Drop price_cents and soft, or set per to 'day'.",
    "no_amount.ways": "Drop price_cents and soft, or ways_between_sites.",
    "no_floor": "Give a minimum_wage or set equal_pay.",
    "no_level": "Give a whole number from 1 to 6, or A1 to C2 of a language.",
    "no_limit": "Give hours, in_a_row, nights or rest.",
    "no_premium": "Give night, sunday or holiday.",
    "no_rate": "Give one of the rates.",
    "no_rivals": "Give pairs or set same_sector.",
    "no_share": "Give a record with of, which is workers, lenders or borrowers, and what it counts.",
    "no_whole_amount": "Round it.",
    "not_a_date": "Write it as 2020-04-06.",
    "not_a_time": "Write it as 2020-04-06T06:00+02:00.",
    "not_thousandths": "Round it.",
    "not_whole_minutes": "Times are whole minutes.",
    "nothing_worked": "Set work to true, or leave {fields} out.",
    "of_without_limit": "Say free or most of them.",
    "own_competitor": "Name two companies.",
    "pair_twice": "List it once.",
    "ragged_pair_table": "Give columns of one length.",
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
    "training_in_parts": "Set same_worker to true, or make each of its shifts a demand.",
    "unknown_kind": "Correct it, or register the class that has it: staffmatch.register(cls) in Python, --plugin "
    "package.module on the command line.",
    "waives_nothing": "Set overrides to true.",
    "wish_days": "Give the first day as days and the last as until.",
    "year_out_of_range": "Check the date.",
}
TEXTS = {name: Sentence(f"error.field.{name}", said) for name, said in _SAID.items()}
TEXTS |= {
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
    TEXTS |= {
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
    return _same(plain, _of_kind(TEXTS, kind), {**_values(context), "got": got})


def advice_of(kind: str, said: str, context: Mapping[str, Any]) -> Told:
    """The advice behind pydantic's text, or that for the type of the error where the text has none."""
    known = ADVICE.get(kind)
    if not said:
        return known() if known is not None else ""
    return _same(f"{said[:1].upper()}{said[1:]}.", _of_kind(ADVICE, kind), _values(context))


def _of_kind(sentences: Mapping[str, Sentence], kind: str) -> list[Sentence]:
    """What errors of a type may say: `kind`, and `kind.` with what else there is."""
    return [sentence for name, sentence in sentences.items() if name.partition(".")[0] == kind]


def _same(plain: str, sentences: list[Sentence], values: dict[str, Any]) -> Told:
    for sentence in sentences:
        told = sentence(**{name: values[name] for name in sentence.kinds.keys() & values.keys()})
        if told.text == plain:
            return told
    return plain


def _values(context: Mapping[str, Any]) -> dict[str, Any]:
    """What fills a template: numbers and texts, and the words among which one has to choose."""
    kinds = (str, int, float)
    held = {name: value if isinstance(value, kinds) else str(value) for name, value in context.items()}
    return held | {"expected": tuple(_QUOTED.findall(str(held.get("expected", ""))))}
