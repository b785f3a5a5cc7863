"""What the verifier says of plans and figures."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

NO_WORKER = Sentence("verify.no_worker", "There is no worker {worker:worker}.")
NO_SHIFT = Sentence("verify.no_shift", "There is no shift {shift:shift}.")
REPEATED = Sentence("verify.repeated", "Worker {worker:worker} has shift {shift:shift} {n:count} times.")
STATES_A_PLAN = Sentence("verify.states_a_plan", "The solution is {status} but states a plan.")
UNKNOWN = Sentence("verify.unknown", "The solution is unknown, but no pin wants anybody: lending nobody is a plan.")
NOT_PINNED = Sentence("verify.not_pinned", "Worker {worker:worker} is not pinned to shift {shift:shift}.")
NO_CLASH = Sentence("verify.no_clash", "The pins are said to clash, but together they break no rule.")
NO_MULTIPLE = Sentence("verify.no_multiple", "The bound of {term:id}, {number}, is no multiple of its step.")
NO_MULTIPLE_CERTIFIED = Sentence(
    "verify.no_multiple_certified", "The certified bound of {term:id}, {number}, is no multiple of its step."
)
EXCEEDS = Sentence("verify.exceeds", "The bound of {term:id}, {number}, exceeds its value, {value}.")
EXCEEDS_CERTIFIED = Sentence(
    "verify.exceeds_certified", "The certified bound of {term:id}, {number}, exceeds its value, {value}."
)
MORE_CERTIFIED = Sentence(
    "verify.more_certified", "The bound of {term:id} is stated as {bound}, but {certified} is said to be certified."
)

DIFFERS = Sentence("verify.differs", "{what} is stated as {stated} and recomputed as {found}.")
DIGEST = Sentence("verify.digest", "The scenario's digest")
PROVEN = Sentence("verify.proven", "Whether it ended with a proof")
CLASH = Sentence("verify.clash", "Whether pins are said to clash")
INFEASIBLE = Sentence("verify.infeasible", "Whether it ended as infeasible")
PREEXISTING = Sentence("verify.preexisting", "What the scenario breaks before anybody is lent")
UNEXPLAINED = Sentence("verify.unexplained", "The number of assignments without an explanation")
STOPPED = Sentence("verify.stopped", "Whether it was stopped before there was a plan")
CLAIMS = Sentence("verify.claims", "The number of bounds and proofs")
REASON = Sentence("verify.reason", "The reason of the shortage of {shift:shift}")
TIERS = Sentence("verify.tiers", "The number of tiers")
CERTIFICATES = Sentence("verify.certificates", "The number of certificates")
SCALE = Sentence("verify.scale", "The scale of {term:id}")
NAME = Sentence("verify.name", "The name of {term:id}")
VALUE = Sentence("verify.value", "The value of {term:id}")
STATUS = Sentence("verify.status", "The status")
CONFLICTS = Sentence("verify.conflicts", "The pins that clash")
DETAIL = Sentence("verify.detail", "The detail of {worker:worker} on {shift:shift}")
SHORTAGES = Sentence("verify.shortages", "The number of shortages")
SHORTAGE = Sentence("verify.shortage", "The shortage of {shift:shift}")
PARTNERSHIPS = Sentence("verify.partnerships", "The number of partnerships")
PARTNERSHIP = Sentence("verify.partnership", "The partnership of {lender:company} and {borrower:company}")
RESTS_ON = Sentence("verify.rests_on", "What the bound of {term:id} rests on")
GAP = Sentence("verify.gap", "The gap of {term:id}")
NO_CHANGE_ADDED = Sentence(
    "verify.no_change_added", "Worker {worker:worker} on shift {shift:shift} is said to be added, and is not."
)
NO_CHANGE_DROPPED = Sentence(
    "verify.no_change_dropped", "Worker {worker:worker} on shift {shift:shift} is said to be dropped, and is not."
)
CHANGE_TWICE = Sentence("verify.change_twice", "A change is listed twice.")
NEW_TIERS = Sentence("verify.new_tiers", "There are {new:count} tiers of a new plan, and {own:count} of the scenario.")
TOO_MANY_CHANGES = Sentence(
    "verify.too_many_changes",
    "There is {n:count} change, and at most {most:count} are allowed.",
    "There are {n:count} changes, and at most {most:count} are allowed.",
)
CHANGES_STATED = Sentence("verify.changes_stated", "The changes are stated as {stated} and recomputed as {weight}.")
TIER_OTHERWISE = Sentence("verify.tier_otherwise", "The tier {term:id} is {stated}, and of the new plan {value}.")
BOUND_OF_VALUE = Sentence(
    "verify.bound_of_value", "The bound of {term:id}, {bound}, or its gap, {gap}, is not that of its value."
)
THAWED = Sentence(
    "verify.thawed",
    "Worker {worker:worker} is new on shift {shift:shift}, which starts before all may change.",
)
