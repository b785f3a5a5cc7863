"""What is refused of rules in plain words, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

NO_AMOUNT = Sentence("error.rules.no_amount", "is a rule that does not bend.")
NO_AMOUNT_ADVICE = Sentence(
    "error.rules.no_amount.advice", "Leave the price or 'soft' out; docs/bending.md lists rules that bend."
)
PRICE_UNIT = Sentence("error.rules.price_unit", "gives the price of something else ({said:id}) than the rule counts.")
PRICE_UNIT_ADVICE = Sentence(
    "error.rules.price_unit.advice", "Leave that word out, or look up in docs/bending.md what a unit of the rule is."
)
BENT_TWICE = Sentence("error.rules.bent_twice", "says twice how it bends.")
BENT_TWICE_ADVICE = Sentence("error.rules.bent_twice.advice", "Keep one price, or 'soft'.")
AS_EXAMPLE = Sentence("error.rules.as_example.advice", "Write it as {example:id}.")
DUPLICATE_RULE = Sentence("error.rules.duplicate_rule", "is the same rule as in row {number}.")
NO_LAW_WORD = Sentence("error.rules.law_word", "{word:id} is neither a day nor anything that this law asks for.")
NO_LAW_WORD_ADVICE = Sentence(
    "error.rules.law_word.advice",
    "Write it as {example:id}; beside a day and a section of WZ 2008 it may have {known:list}.",
)
SCOPE_TWICE = Sentence("error.rules.scope_twice", "says {one:id} and {other:id} of one thing.")
SCOPE_TWICE_ADVICE = Sentence("error.rules.scope_twice.advice", "Keep one of them, or write a row for each.")
UNKNOWN_LAW = Sentence("error.rules.unknown_law", "there is no law of {said:id}.")
UNKNOWN_LAW_ADVICE = Sentence("error.rules.unknown_law.advice", "Begin with one of {known:list}.")
NO_SCOPE = Sentence("error.rules.no_scope", "is a rule that cannot be for one {word} alone.")
NO_SCOPE_CANNOT_SOME = Sentence(
    "error.rules.no_scope.cannot_some",
    "cannot be for some alone: a rule for all still holds for them.",
)
NO_SCOPE_LEAVE_NAMES_ADVICE = Sentence("error.rules.no_scope.leave_names.advice", "Leave the names out.")
NO_SCOPE_STATE_GERMANY = Sentence("error.rules.no_scope.state_germany", "{name:id} is no state of Germany.")
NO_SCOPE_STATE_ADVICE = Sentence("error.rules.no_scope.state.advice", "Write one of {known:list}.")
NO_SCOPE_SECTOR = Sentence("error.rules.no_scope.sector", "{name:id} is no section of WZ 2008.")
NO_SCOPE_SECTOR_ADVICE = Sentence("error.rules.no_scope.sector.advice", "Write its letter, from A to U.")
NO_SCOPE_ADVICE = Sentence("error.rules.no_scope.advice", "Leave that part out.")
NOT_WHOLE = Sentence("error.rules.not_whole", "{said} {unit} is not a whole number.")
OUT_OF_RANGE = Sentence(
    "error.rules.out_of_range",
    "{said} is out of range: it is from {least:count} to {most:count} {unit}.",
)
SHARE_FOR_PERCENT = Sentence(
    "error.rules.out_of_range.share", "{said} is a share, as a cell holds it that shows a figure in percent."
)
TOO_MANY_SUNDAYS = Sentence("error.rules.out_of_range.sundays", "asks for more free Sundays than weeks.")
RULE_FIGURES = Sentence("error.rules.rule_figures", "{rule:id} has {figures} figures; the rule takes {wanted}.")
RULE_FIGURES_ADVICE = Sentence("error.rules.rule_figures.advice", "Write it as {examples:or-id}.")
UNKNOWN_KIND = Sentence("error.rules.unknown_kind", "{kind:id} is no kind of rule.")
UNKNOWN_KIND_ADVICE = Sentence("error.rules.unknown_kind.advice", "Known are {known:list}.")
UNKNOWN_RULE = Sentence("error.rules.unknown_rule", "{value:id} is no rule that we know.")
UNKNOWN_RULE_ADVICE = Sentence(
    "error.rules.unknown_rule.advice",
    "Write one such as 'max hours per day: 10' or 'without commute limit'; docs/sheets.md lists them.",
)
WRONG_BOUND_LEAST = Sentence("error.rules.wrong_bound.least", "states the most where the rule states the least.")
WRONG_BOUND_MOST = Sentence("error.rules.wrong_bound.most", "states the least where the rule states the most.")
WRONG_BOUND_ADVICE = Sentence("error.rules.wrong_bound.advice", "Write it as {english:id} or {german:id}.")
WRONG_UNIT = Sentence("error.rules.wrong_unit", "has a figure in {given} where the rule counts {unit}.")
# What figures count.
FIGURE_UNITS = {
    name: Sentence(f"rules.unit.{name}", name)
    for name in (
        "h",
        "min",
        "days",
        "nights",
        "weeks",
        "percent",
        "euros",
        "cents",
        "people",
        "companies",
        "Sundays",
        "weekends",
        "shifts",
    )
}
