"""What is refused of records, and what to do about it."""

from __future__ import annotations

from staffmatch.errors import InputError, InputIssue
from staffmatch.messages.message import Sentence

DUPLICATE_KEY = Sentence("error.records.duplicate_key", "the key {key:id} stands twice.")
DUPLICATE_KEY_ADVICE = Sentence("error.records.duplicate_key.advice", "Keep one of them.")
JSON_INVALID = Sentence("error.records.json_invalid", "invalid JSON: {what} at line {line}, column {column}.")
JSON_NOT_TEXT = Sentence("error.records.json_invalid.not_text", "invalid JSON: it is not UTF-8 text.")
JSON_NOT_TEXT_ADVICE = Sentence("error.records.json_invalid.not_text.advice", "Save it as UTF-8.")
JSON_NUMBER = Sentence("error.records.json_invalid.number", "invalid JSON: a number in it has thousands of digits.")
JSON_NUMBER_ADVICE = Sentence("error.records.json_invalid.number.advice", "Give a number that is meant.")
JSON_TOO_DEEP = Sentence("error.records.json_invalid.too_deep", "invalid JSON: it is nested too deeply.")
JSON_TOO_DEEP_ADVICE = Sentence("error.records.json_invalid.too_deep.advice", "Nothing that is read here is nested so.")
JSON_INVALID_ADVICE = Sentence("error.records.json_invalid.advice", "Check that the file is JSON and complete.")
IS_LIST = Sentence("error.records.not_an_object.list", "the JSON is a list.")
IS_NULL = Sentence("error.records.not_an_object.null", "the JSON is null.")
IS_NUMBER = Sentence("error.records.not_an_object.number", "the JSON is a number.")
IS_TEXT = Sentence("error.records.not_an_object.text", "the JSON is a text.")
IS_TRUTH = Sentence("error.records.not_an_object.truth", "the JSON is a truth value.")
NOT_AN_OBJECT_ADVICE = Sentence("error.records.not_an_object.advice", "Give an object, in braces.")
UNKNOWN_ONE_CHECK_ID_ADVICE = Sentence(
    "error.records.unknown_one.check_id.advice",
    "Check the id; scenario.ids lists all.",
)
UNKNOWN_RULE = Sentence("error.records.unknown_rule", "the scenario has no rule of kind {kind:id}.")
UNKNOWN_RULE_IT_HAS_ADVICE = Sentence("error.records.unknown_rule.it_has.advice", "It has {kinds:list-id}.")
UNKNOWN_RULE_SCENARIO_RULES = Sentence(
    "error.records.unknown_rule.scenario_rules",
    "the scenario has rules of kind {kind:id}, but none of that scope.",
)
UNKNOWN_RULE_ADVICE = Sentence("error.records.unknown_rule.advice", "Give it as scenario.rules has it, or its kind.")
BROKEN_ENTRY_POINT = Sentence(
    "error.records.broken_plugin", "the plugin {name:id} of {package} cannot be loaded: {kind}: {error}"
)
BROKEN_ENTRY_POINT_ADVICE = Sentence("error.records.broken_plugin.advice", "Mend or uninstall {package}.")
SOME_PACKAGE = Sentence("error.records.broken_plugin.some_package", "an installed package")
KIND_TAKEN = Sentence("error.records.kind_taken", "the class {cls} has the kind {kind:id}, which is that of {known}.")
KIND_TAKEN_ADVICE = Sentence("error.records.kind_taken.advice", "Give each class a kind of its own.")
MISSING_KIND = Sentence("error.records.missing_kind", "the class {cls} has no kind, by which files could name it.")
MISSING_KIND_ADVICE = Sentence("error.records.missing_kind.advice", "Give it one: {kind}.")
WRONG_CLASS = Sentence("error.records.wrong_class", "{given} is no class derived from {bases:or}.")
WRONG_CLASS_ADVICE = Sentence("error.records.wrong_class.advice", "Derive it, and give the class itself.")
TEACHES_NOTHING = Sentence("error.records.teaches_nothing", "the training {training:id} teaches nothing.")
TEACHES_NOTHING_ADVICE = Sentence(
    "error.records.teaches_nothing.advice",
    "Give the skills that people have afterwards with their levels, such as dict(care=1).",
)


def teaches_nothing(training: str) -> InputError:
    """The refusal of a training that grants no skills."""
    text = TEACHES_NOTHING(training=training)
    return InputError([InputIssue("teaches_nothing", "grants", text, TEACHES_NOTHING_ADVICE(), (training,))])
