"""The paragraph at the end of what a rule says: "... where 10 h are left of 10 h (§ 3 ArbZG).".

Rules about a group cite none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffmatch.messages.cited_law import cited_law
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.rule_scopes import SCOPE

if TYPE_CHECKING:
    from staffmatch.records.bases import Rule

_SENTENCE = Sentence("rule.cited", "{said:open} ({law}).")
_CLAUSE = Sentence("rule.cited_clause", "{said} ({law})")
# Fields that say where a rule holds or what it rests on, and no figure of the law.
_NO_FIGURES = frozenset((*SCOPE, "overrides", "state", "except_skills", "kind", "because"))


def cited(rule: Rule, said: Message | str) -> Message:
    """A sentence of a rule with the paragraph in brackets before its full stop, where the rule rests on one."""
    return _with(rule, Message.of(said), _SENTENCE)


def cited_clause(rule: Rule, said: Message | str) -> Message:
    """The same of the end of a sentence, such as `Rule.wants` gives."""
    return _with(rule, Message.of(said), _CLAUSE)


def _with(rule: Rule, said: Message, form: Sentence) -> Message:
    law = paragraph(rule, said)
    return form(said=said, law=law) if law else said


def paragraph(rule: Rule, said: Message) -> Message | str:
    """What a sentence of a rule rests on; empty if it rests on none, or would tell who belongs to a group."""
    # A paragraph that protects a group would tell of whoever is named beside it that they belong to it.
    if getattr(rule, "group", None) is not None or not rule.told_by_law(said):
        return ""
    if rule.because is not None:
        return cited_law(rule.because.paragraph)
    law = rule.law_of(said) if _as_by_default(rule) else ""
    return cited_law(law) if isinstance(law, str) else law


def _as_by_default(rule: Rule) -> bool:
    """Whether the rule has the figures of its class, wherever it holds."""
    return all(
        getattr(rule, name) == field.get_default(call_default_factory=True)
        for name, field in type(rule).model_fields.items()
        if name not in _NO_FIGURES
    )
