"""What rules refuse of their own figures and scopes, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

EMPTY_NIGHT = Sentence("error.rule.empty_night", "the night starts and ends at {start}.")
EMPTY_NIGHT_ADVICE = Sentence("error.rule.empty_night.advice", "Let it end at another time.")
EMPTY_SCOPE = Sentence("error.rule.empty_scope", "there is nobody{whose}.")
EMPTY_SCOPE_ADVICE = Sentence("error.rule.empty_scope.advice", "Widen the scope, or leave it out.")
EMPLOYED_ELSEWHERE_ADVICE = Sentence(
    "error.rule.empty_scope.employed_elsewhere.advice",
    "{worker:id} is employed by {lender:id}: name this lender, or leave it out.",
)
DEMAND_OF_OTHER_ADVICE = Sentence(
    "error.rule.empty_scope.demand_of_other.advice",
    "{demand:id} is a demand of {borrower:id}: name this borrower, or leave it out.",
)
OUT_OF_PLAN_ADVICE = Sentence(
    "error.rule.empty_scope.out_of_plan.advice",
    "Shifts start from {first:day} to {last:day}: correct the days, or leave the rule out.",
)
SCOPE_WITHOUT_SHIFTS = Sentence("error.rule.empty_scope.shifts", "there is no shift{scope}.")
EXTENDED_BELOW_NORMAL = Sentence(
    "error.rule.extended_below_normal",
    "the extended rest of {extended:amount} h is below the normal one of {hours:amount} h.",
)
EXTENDED_BELOW_NORMAL_ADVICE = Sentence("error.rule.extended_below_normal.advice", "Raise it.")
NO_STRIKE = Sentence("error.rule.no_strike", "does not say where people strike.")
NO_STRIKE_ADVICE = Sentence("error.rule.no_strike.advice", "Give the borrower, the demand or the sector.")
NOTHING_TO_COMPARE = Sentence(
    "error.rule.nothing_to_compare", "no demand says what comparable people earn, and there is no minimum wage."
)
NOTHING_TO_COMPARE_ADVICE = Sentence(
    "error.rule.nothing_to_compare.advice",
    "Give demands comparable_pay_cents_per_hour, or the rule a minimum_wage.",
)
FLOOR_AFTER_PLAN = Sentence(
    "error.rule.floor_after_plan",
    "the first minimum wage is that from {first} on, when all shifts are over.",
)
FLOOR_AFTER_PLAN_ADVICE = Sentence("error.rule.floor_after_plan.advice", "Correct the date, or set equal_pay.")
GROUP_ABOVE_HEADCOUNT = Sentence(
    "error.rule.group_above_headcount",
    "{people:and-worker} go together, and no site on one day has more than {n:count} seat.",
    "{people:and-worker} go together, and no site on one day has more than {n:count} seats.",
)
GROUP_ABOVE_SHIFT = Sentence(
    "error.rule.group_above_headcount.shift",
    "{people:and-worker} go together, and no shift has more than {n:count} seat.",
    "{people:and-worker} go together, and no shift has more than {n:count} seats.",
)
GROUP_ABOVE_HEADCOUNT_ADVICE = Sentence(
    "error.rule.group_above_headcount.advice",
    "Part the group, or raise a headcount.",
)
LIMIT_ABOVE_WINDOW = Sentence(
    "error.rule.limit_above_window",
    "{hours:amount} h are more than {n:count} day has.",
    "{hours:amount} h are more than {n:count} days have.",
)
LIMIT_ABOVE_WINDOW_ADVICE = Sentence(
    "error.rule.limit_above_window.advice",
    "Give hours, not minutes, or leave the rule out.",
)
MINIMUM_ABOVE_PLAN = Sentence(
    "error.rule.minimum_above_plan",
    "a secondment has at least {days} days, but {borrower:company} has shifts on {n:count} day and no borrower on "
    "more.",
    "a secondment has at least {days} days, but {borrower:company} has shifts on {n:count} days and no borrower on "
    "more.",
)
MINIMUM_ABOVE_PLAN_ADVICE = Sentence("error.rule.minimum_above_plan.advice", "Lower the least, or plan more days.")
MISSING_LIBRARY = Sentence(
    "error.rule.missing_library",
    "the holidays of {state:id} are looked up in the library 'holidays', which is not installed.",
)
MISSING_LIBRARY_ADVICE = Sentence(
    "error.rule.missing_library.advice",
    "Install it: pip install holidays.",
)
MIX_ABOVE_HEADCOUNT = Sentence(
    "error.rule.mix_above_headcount",
    "the roles take {asked:count} people and the demand {demand:id} has {n:count} seat, and none has more.",
    "the roles take {asked:count} people and the demand {demand:id} has {n:count} seats, and none has more.",
)
MIX_ABOVE_DEMAND = Sentence(
    "error.rule.mix_above_headcount.demand",
    "the roles take {asked:count} people and the demand {demand:id} has {n:count} seat.",
    "the roles take {asked:count} people and the demand {demand:id} has {n:count} seats.",
)
MIX_ABOVE_HEADCOUNT_ADVICE = Sentence("error.rule.mix_above_headcount.advice", "Ask for fewer, or raise the headcount.")
NIGHT_TOO_SHORT = Sentence(
    "error.rule.night_too_short",
    "no work is night work with more than {night_hours:amount} h of a night of {night:amount} h.",
)
NIGHT_TOO_SHORT_ADVICE = Sentence("error.rule.night_too_short.advice", "Lower them, or make the night longer.")
NO_CLUSTERS = Sentence("error.rule.no_clusters", "no company is in a cluster, so that every partnership is charged.")
NO_CLUSTERS_ADVICE = Sentence("error.rule.no_clusters.advice", "Give companies their clusters, or drop the rule.")
NO_LICENCE = Sentence("error.rule.no_channel", "no company says until when it has a licence to lend.")
NO_LICENCE_ADVICE = Sentence(
    "error.rule.no_channel.advice",
    "Give lenders their licence_until, or allow more channels.",
)
NO_SECTORS = Sentence("error.rule.no_sectors", "no company says its sector.")
NO_SECTORS_COMPANY_SAYS = Sentence(
    "error.rule.no_sectors.company_says",
    "no company says its sector, so that none is banned.",
)
NO_SECTORS_GIVE_COMPANIES_ADVICE = Sentence(
    "error.rule.no_sectors.give_companies.advice",
    "Give companies their sector, or drop the rule.",
)
NO_SECTORS_ADVICE = Sentence(
    "error.rule.no_sectors.advice",
    "Give companies their sector, or set same_sector to false.",
)
NOTHING_SHORTENED = Sentence("error.rule.nothing_shortened", "no rest may be shortened that another could make up for.")
NOTHING_SHORTENED_ADVICE = Sentence(
    "error.rule.nothing_shortened.advice",
    "Give the hours of a shortened rest, or leave {where} out.",
)
ONE_BORROWER = Sentence("error.rule.one_side.borrower", "borrower {name:id} is but one borrower.")
ONE_LENDER = Sentence("error.rule.one_side.lender", "lender {name:id} is but one lender.")
ONE_LENDER_OF_WORKER = Sentence("error.rule.one_side.worker", "worker {name:id} has but one lender.")
ONE_SIDE_ADVICE = Sentence("error.rule.one_side.advice", "Leave out {side}s, or the {field}.")
PAIR_OUT_OF_SCOPE = Sentence("error.rule.pair_out_of_scope", "neither of the two has{whom} to lend.")
PAIR_OUT_OF_SCOPE_ADVICE = Sentence("error.rule.pair_out_of_scope.advice", "Leave the pair out, or widen the scope.")
RESERVE_ABOVE_STAFF = Sentence(
    "error.rule.reserve_above_staff",
    "{people} people{who} are to be kept, but {largest:company} has {most} and no lender has more.",
)
RESERVE_ABOVE_STAFF_ADVICE = Sentence("error.rule.reserve_above_staff.advice", "Ask for fewer.")
SHORTENED_ABOVE_NORMAL = Sentence(
    "error.rule.shortened_above_normal",
    "the shortened rest of {shortened:amount} h is above the normal one of {hours:amount} h.",
)
SHORTENED_ABOVE_NORMAL_ADVICE = Sentence("error.rule.shortened_above_normal.advice", "Lower it, or leave it out.")
SHORTENED_BELOW_HALF = Sentence(
    "error.rule.shortened_below_half",
    "the shortened rest of {shortened:amount} h is less than half of the normal or of the extended one.",
)
SHORTENED_BELOW_HALF_ADVICE = Sentence("error.rule.shortened_below_half.advice", "Raise it, or lower the others.")
SHORTENED_BETWEEN_DAYS = Sentence(
    "error.rule.shortened_between_days",
    "a rest can be shortened between shifts only, not between days.",
)
SHORTENED_BETWEEN_DAYS_ADVICE = Sentence(
    "error.rule.shortened_between_days.advice",
    'Leave it out, or set between to "shifts".',
)
OVERLAP_AND_REST = Sentence(
    "error.rule.overlap_and_rest",
    "tolerates overlaps of {minutes} min, and asks for {hours:amount} h of rest between shifts.",
)
OVERLAP_AND_REST_ADVICE = Sentence("error.rule.overlap_and_rest.advice", "Set one of the two to 0.")
OVERLAP_FORBIDDEN = Sentence(
    "error.rule.overlap_forbidden", "tolerates overlaps of {minutes} min, and {other:id} forbids them."
)
OVERLAP_FORBIDDEN_ADVICE = Sentence("error.rule.overlap_forbidden.advice", "Leave one of the two rules out.")
OVERLAP_OF_SOME = Sentence("error.rule.overlap_of_some", "tolerates overlaps of some people or shifts alone.")
OVERLAP_OF_SOME_ADVICE = Sentence(
    "error.rule.overlap_of_some.advice", "Leave the scope out: overlaps are tolerated for everybody, or for nobody."
)
TOO_MANY_NIGHTS = Sentence(
    "error.rule.too_many_nights",
    "{nights} of {n:count} night may be worked.",
    "{nights} of {n:count} nights may be worked.",
)
TOO_MANY_NIGHTS_ADVICE = Sentence("error.rule.too_many_nights.advice", "Allow fewer, or give more days.")
TOO_MANY_SUNDAYS = Sentence(
    "error.rule.too_many_sundays",
    "{sundays} of {n:count} Sunday are to be free.",
    "{sundays} of {n:count} Sundays are to be free.",
)
TOO_MANY_SUNDAYS_ADVICE = Sentence("error.rule.too_many_sundays.advice", "Ask for fewer, or for more weeks.")
UNASKED_SKILL = Sentence("error.rule.unasked_skill", "no demand asks for the skill {skill:skill}.")
UNASKED_SKILL_ADVICE = Sentence("error.rule.unasked_skill.advice", "Name skills that demands ask for.")
UNKNOWN_COMPANY = Sentence("error.rule.unknown_company", "there is no company {name:id}.")
UNKNOWN_COMPANY_ADVICE = Sentence("error.rule.unknown_company.advice", "Correct the id, or leave the pair out.")
UNKNOWN_ID_ADVICE = Sentence("error.rule.unknown_id.advice", "Correct the id, or leave it out.")
UNKNOWN_SCOPE = Sentence("error.rule.unknown_scope", "nobody is known by {field} {name:id}.")
UNKNOWN_SCOPE_CORRECT_LEAVE_ADVICE = Sentence(
    "error.rule.unknown_scope.correct_leave.advice",
    "Correct the {field}, or leave it out.",
)
NO_SUCH_DEMAND = Sentence("error.rule.unknown_scope.demand", "there is no demand {demand:id}.")
NO_DEMAND_OF = Sentence("error.rule.unknown_scope.no_demand_of", "no company {borrower:id} has a demand.")
UNKNOWN_SKILL = Sentence("error.rule.unknown_skill", "nothing else speaks of a skill {skill:id}.")
UNKNOWN_SKILL_ADVICE = Sentence("error.rule.unknown_skill.advice", "Correct the skill, or leave out the role.")
UNKNOWN_WORKER = Sentence("error.rule.unknown_worker", "there is no worker {name:id}.")
CHARGES_OVERRIDDEN = Sentence(
    "error.rule.charges_overridden",
    "a budget that counts charges is overridden by one with the scope {fields:and-id}, and charges belong to no one "
    "person or day.",
)
CHARGES_OVERRIDDEN_ADVICE = Sentence(
    "error.rule.charges_overridden.advice",
    "Set with_charges to false, or override it for a borrower or a sector.",
)
CHARGE_WITHOUT_BORROWER = Sentence(
    "error.rule.charge_without_borrower",
    "A rule charges for something that belongs to no one borrower, so that no budget can count it. Set with_charges to "
    "false.",
)
PRICE_WITHOUT_COST = Sentence(
    "error.rule.price_without_cost",
    "has a price of {cents} cents, and no tier has the term Cost to charge it.",
)
PRICE_WITHOUT_COST_ADVICE = Sentence(
    "error.rule.price_without_cost.advice", "Add Cost to a tier, or drop the price: then the rule holds in any case."
)
SOFT_UNCOUNTED = Sentence(
    "error.rule.soft_uncounted",
    "is soft, and no tier has a term Violations that counts {kind:id}.",
)
SOFT_UNCOUNTED_ADVICE = Sentence(
    "error.rule.soft_uncounted.advice", "Add Violations() to a tier, or drop soft: then the rule holds in any case."
)
NOTHING_SOFT = Sentence("error.term.nothing_soft", "counts violations of {kind:id}, and no rule of that kind is soft.")
NOTHING_SOFT_ADVICE = Sentence("error.term.nothing_soft.advice", "Set soft=True on such a rule, or drop the kind.")
