"""What the rules of the library say of themselves, with their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from staffmatch.messages.message import Sentence


@dataclass(frozen=True)
class Part:
    """What a rule says where a field has something in it, or has not, after "not ", or has one value, as in
    "per=day"; always, without a field."""

    sentence: Sentence
    field: str = ""


def _always(code: str, one: str, several: str | None = None, by: str = "n") -> Part:
    return Part(Sentence(f"in_force.{code}", one, several, by))


def _if(field: str, code: str, one: str, several: str | None = None, by: str = "n") -> Part:
    return Part(Sentence(f"in_force.{code}", one, several, by), field)


_WAYS = _if("ways_between_sites", "ways", "ways between the sites of a day count as work")

SAID: Mapping[str, tuple[Part, ...]] = {
    "allowed_pairs": (_always("allowed_pairs", "only listed pairs, if the scenario lists any"),),
    "consent": (
        _always("consent", "only people whose consent is {states:or}"),
        _if("as_of", "consent.as_of", "who did not answer in time counts as declined"),
    ),
    "skills": (
        _if("applies", "skills", "people have each skill that a demand asks for, at its level or above"),
        _if("not applies", "skills.waived", "skills are not compared"),
    ),
    "certificates": (
        _if("applies", "certificates", "people have each certificate that a demand asks for, still valid"),
        _if("not applies", "certificates.waived", "certificates are not asked for"),
    ),
    "commute": (
        _if("applies", "commute", "nobody travels longer or farther than their own limit"),
        _if("not applies", "commute.waived", "people's own limits of the way do not count"),
    ),
    "availability": (_always("availability", "nobody works when they are not available"),),
    "partners": (
        _if("applies", "partners", "nobody goes to a company that they, or that it, did not accept"),
        _if("not applies", "partners.waived", "who accepted or declined whom does not count"),
    ),
    "sector_ban": (
        _always("sector_ban", "no lending to companies of section {sectors:or}"),
        _if("among_themselves", "sector_ban.among", "but from companies of the same section"),
        _if("except_skills", "sector_ban.except", "but for work with {except_skills:or-skill}"),
    ),
    "strike": (_always("strike", "nobody is lent where people strike"),),
    "works_council": (
        _always("works_council",
                "the works council of the {whose} has {lead_days:count} day to answer before anybody is lent",
                "the works council of the {whose} has {lead_days:count} days to answer before anybody is lent",
                "lead_days"),
        _if("as_of", "works_council.as_of", "those not asked yet are asked on {as_of:day}"),
    ),
    "channels": (_always("channels", "nobody is lent but {ways:or}"),),
    "competitors": (
        _if("same_sector", "competitors.sector", "no lending within a sector"),
        _if("pairs", "competitors.pairs", "none between {n:count} pair of competitors",
            "none between {n:count} pairs of competitors"),
    ),
    "max_secondment": (
        _always("max_secondment", "at most {days:count} days lent to a company, those before a break of up to "
                "{break_days:count} days included"),
        _if("breaks_count", "max_secondment.breaks", "and the days of such breaks"),
    ),
    "pins": (_always("pins", "pins are kept"),),
    "daily_rest": (
        _if("hours", "daily_rest", "at least {hours:amount} h of rest between shifts"),
        _if("shortened", "daily_rest.shortened", "{shortened:amount} h where another rest of {extended:amount} h makes "
            "up for it"),
        _if("shortened_within_days", "daily_rest.within_days",
            "begun up to {shortened_within_days:count} day before or after",
            "begun up to {shortened_within_days:count} days before or after", "shortened_within_days"),
        _if("shortened_within_month", "daily_rest.within_month", "in the same month"),
        _if("between_days", "daily_rest.days", "if they begin on different days"),
        _if("not tolerated_overlap_minutes", "no_overlap", "no two shifts of a person overlap"),
        _if("tolerated_overlap_minutes", "handover",
            "two shifts of a person overlap by no more than {tolerated_overlap_minutes:count} min"),
    ),
    "split_days": (
        _always("split_days", "at most {pieces:count} pieces of work on a day"),
        _if("hours", "split_days.hours", "within {hours:amount} h"),
        _if("minutes", "split_days.minutes", "{minutes:count} min between them beyond the way"),
    ),
    "weekly_rest": (
        _if("per=week", "weekly_rest", "at least {hours:amount} h of rest at a stretch in a week"),
        _if("per=seven_days", "weekly_rest.seven_days",
            "at least {hours:amount} h of rest at a stretch in any seven days"),
        _if("edge=within", "weekly_rest.within", "all of them within these days"),
    ),
    "consecutive_days": (
        _always("consecutive_days", "at most {days:count} day of work in a row",
                "at most {days:count} days of work in a row", "days"),
        _if("least", "consecutive_days.least", "no run of work shorter than {least:count} day",
            "no run of work shorter than {least:count} days", "least"),
    ),
    "days_off": (
        _always("days_off", "at least {least_in_a_row:count} day off between two runs of work",
                "at least {least_in_a_row:count} days off between two runs of work", "least_in_a_row"),
    ),
    "weekends": (
        _if("most", "weekends.most", "work on at most {most:count} weekend", "work on at most {most:count} weekends",
            "most"),
        _if("free", "weekends.free", "at least {free:count} weekend is free", "at least {free:count} weekends are free",
            "free"),
        _if("of", "weekends.of", "of any {of:count} weekend", "of any {of:count} weekends in a row", "of"),
        _if("whole", "weekends.whole", "a weekend is worked on both days or on none"),
    ),
    "successions": (_always("successions", "{successions:and}"),),
    "same_kind": (_always("same_kind", "all shifts of a person are of one kind {window}"),),
    "daily_hours": (
        _if("hours", "daily_hours", "at most {hours:amount} h on a day"),
        _if("from_start", "daily_hours.from_start", "at most {from_start:amount} h in the 24 h from when work begins"),
        _if("not per_24_hours", "own_day", "never more on a day than a person's own limit"),
        _if("per_24_hours", "own_24_hours",
            "never more in the 24 h from when work begins than a person's own limit of a day"),
        _WAYS,
    ),
    "weekly_hours": (
        _if("hours", "weekly_hours", "at most {hours:amount} h from Monday to Sunday"),
        _always("own_week", "never more in a week than a person's own limit"),
        _WAYS,
    ),
    "rolling_hours": (
        _always("rolling_hours", "at most {hours:amount} h on any {days:count} day",
                "at most {hours:amount} h in any {days:count} days", "days"),
        _WAYS,
    ),
    "days_worked": (
        _always("days_worked", "at most {days:count} day of work {each}", "at most {days:count} days of work {each}",
                "days"),
        _if("least", "days_worked.least", "at least {least:count} of whoever is lent"),
    ),
    "max_shifts": (
        _always("max_shifts", "at most {shifts:count} shift{which} {each}",
                "at most {shifts:count} shifts{which} {each}", "shifts"),
        _if("least", "max_shifts.least", "at least {least:count} of whoever is lent"),
    ),
    "min_hours": (_always("min_hours", "whoever is lent has at least {hours:amount} h {each}"),),
    "average_hours": (
        _always("average_hours", "at most {hours:amount} h a week on average over any {weeks:count} week",
                "at most {hours:amount} h a week on average over any {weeks:count} weeks", "weeks"),
        _WAYS,
    ),
    "horizon_hours": (
        _if("hours", "horizon_hours", "at most {hours:amount} h in the plan"),
        _always("own_plan", "never more in the plan than a person's own limit"),
        _WAYS,
    ),
    "night_work": (
        _if("hours", "night_work.hours", "at most {hours:amount} h in a night shift"),
        _if("in_a_row", "night_work.in_a_row", "at most {in_a_row:count} night in a row",
            "at most {in_a_row:count} nights in a row", "in_a_row"),
        _if("nights", "night_work.nights", "at most {nights:count} of any {days:count} nights"),
        _if("rest", "night_work.rest", "at least {rest:amount} h from night work to other work"),
        _always("night_work.when", "night work is more than {night_hours:amount} h from {start} to {end}"),
    ),
    "sundays_and_holidays": (
        _if("not work", "sundays.free", "nobody works on a Sunday"),
        _if("work", "sundays.work", "at least {free_sundays:count} of any {weeks:count} Sundays are free, a day off "
            "makes up for each that is worked"),
        _if("off_around", "sundays.around",
            "within {sunday_weeks:count} week of a Sunday and {holiday_weeks:count} of a holiday",
            "within {sunday_weeks:count} weeks of a Sunday and {holiday_weeks:count} of a holiday", "sunday_weeks"),
        _if("off_after", "sundays.after",
            "within {sunday_weeks:count} week after a Sunday and {holiday_weeks:count} after a holiday",
            "within {sunday_weeks:count} weeks after a Sunday and {holiday_weeks:count} after a holiday",
            "sunday_weeks"),
        _if("later", "sundays.later", "days begin and end {later:amount} h later"),
        _if("earlier", "sundays.earlier", "days begin and end {earlier:amount} h earlier"),
        _if("state", "sundays.state", "holidays are those of {state:id}"),
        _if("not state", "sundays.no_state", "public holidays do not count, as no state is given"),
        _if("standby", "sundays.standby", "standby counts as work"),
    ),
    "coverage": (
        _always("coverage", "no more people than seats, no crew below its minimum"),
        _if("most_extra", "coverage.most_extra", "at most {most_extra:count} person beyond the seats of a shift",
            "at most {most_extra:count} people beyond the seats of a shift", "most_extra"),
    ),
    "lending_cap": (
        _if("per=moment", "lending_cap", "at most {people:count} person of a lender is away at a time",
            "at most {people:count} people of a lender are away at a time", "people"),
        _if("per=day", "lending_cap.day", "at most {people:count} person of a lender is away on a day",
            "at most {people:count} people of a lender are away on a day", "people"),
    ),
    "home_reserve": (
        _if("per=moment", "home_reserve",
            "at least {people:count} of a lender's people who are rostered at home stay there"),
        _if("per=day", "home_reserve.day",
            "at least {people:count} of a lender's people who are rostered at home on a day stay there all day"),
    ),
    "recall_notice": (
        _always("recall_notice", "at least {people:count} of a lender's people could be back within {hours:amount} h"),
    ),
    "partnership_limit": (
        _if("lenders", "partnership_limit.lenders", "at most {lenders:count} lender for a company",
            "at most {lenders:count} lenders for a company", "lenders"),
        _if("borrowers", "partnership_limit.borrowers", "at most {borrowers:count} borrower for a company",
            "at most {borrowers:count} borrowers for a company", "borrowers"),
    ),
    "partnership_cost": (_always("partnership_cost", "a new partnership costs {cents:euros} EUR"),),
    "shared_cluster": (_always("shared_cluster", "a partnership without a common cluster costs {cents:euros} EUR"),),
    "borrowers_per_worker": (
        _always("borrowers_per_worker", "nobody is lent to more than {borrowers:count} company",
                "nobody is lent to more than {borrowers:count} companies", "borrowers"),
    ),
    "min_secondment": (
        _always("min_secondment", "at least {days:count} day at each company",
                "at least {days:count} days at each company", "days"),
        _if("break_days", "min_secondment.breaks", "a break of up to {break_days:count} day does not end a stay",
            "a break of up to {break_days:count} days does not end a stay", "break_days"),
    ),
    "onboarding_cost": (_always("onboarding_cost", "each person who comes to a company costs {cents:euros} EUR"),),
    "together": (
        _always("together", "{n:count} group goes together", "{n:count} groups go together"),
        _if("per=shift", "together.shift", "on each shift"),
        _if("per=site_day", "together.day", "to a site on a day"),
    ),
    "apart": (
        _always("apart", "{n:count} group is kept apart", "{n:count} groups are kept apart"),
        _if("per=shift", "apart.shift", "on each shift"),
        _if("per=site_day", "apart.day", "at a site on a day"),
    ),
    "skill_mix": (
        _always("skill_mix", "a crew has somebody for {n:count} role", "a crew has people for {n:count} roles"),
        _if("twice", "skill_mix.twice", "one person may fill several of them"),
    ),
    "contact_limit": (
        _always("contact_limit", "people of at most {lenders:count} lender at a site on a day",
                "people of at most {lenders:count} lenders at a site on a day", "lenders"),
    ),
    "breaks": (_always("breaks", "breaks of {over:and}"),),
    "pay_floor": (
        _if("equal_pay", "pay_floor.comparable", "nobody is paid less than comparable people at the borrower"),
        _if("minimum_wage", "pay_floor.minimum", "no less than the minimum wage"),
    ),
    "budget": (
        _if("not total", "budget", "lent work costs a company at most {cents:euros} EUR"),
        _if("total", "budget.total", "lent work costs at most {cents:euros} EUR in all"),
        _if("with_charges", "budget.charges", "what rules charge for it included"),
    ),
    "commute_pay": (
        _if("cents_per_km", "commute_pay.km", "{cents_per_km:euros} EUR for each kilometre"),
        _if("cents_per_minute", "commute_pay.minute", "{cents_per_minute:euros} EUR for each minute on the way"),
    ),
    "pay_premium": (
        _if("night", "pay_premium.night", "hours from {start} to {end} cost {night:count} % more"),
        _if("night_shift", "pay_premium.night_hours", "if a shift has more than {night_shift:amount} h of them"),
        _if("sunday", "pay_premium.sunday", "hours on Sundays cost {sunday:count} % more"),
        _if("holiday", "pay_premium.holiday", "hours on public holidays of {state:id} cost {holiday:count} % more"),
        _if("highest", "pay_premium.highest", "of the night and the day only the higher counts"),
    ),
    "equal_pay": (
        _always("equal_pay", "lent work costs no less than comparable people at the borrower"),
        _if("after_days", "equal_pay.after", "from {after_days:count} days lent there on"),
        _if("days_before", "equal_pay.breaks", "those before a break of up to {days_before:count} days included"),
    ),
}  # fmt: skip
