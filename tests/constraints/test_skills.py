from __future__ import annotations

import staffmatch as sm
from staffmatch.constraints import Skills
from tests.builders import allowed, demand, example, refused, scenario, shift, violations, worker

SHIFT = shift("s", 6, "08:00-16:00")
CHEF = sm.Skill(id="chef", implies={"cook": 1})
COOK = sm.Skill(id="cook", implies={"help": 1})


def asked(held: dict[str, int], needed: dict[str, int], *skills: sm.Skill) -> sm.Scenario:
    return scenario([worker(skills=held)], [demand("d", SHIFT, skills=needed)], [Skills()], skills=skills)


def test_the_empty_plan_needs_no_skill() -> None:
    assert violations(asked({}, {"cook": 5})) == []


def test_a_demand_without_skills_takes_everybody() -> None:
    allowed(asked({}, {}), ("w", "s"))


def test_the_level_asked_for_is_enough() -> None:
    allowed(asked({"cook": 3}, {"cook": 3}), ("w", "s"))


def test_one_level_less_is_not_enough() -> None:
    text = refused(asked({"cook": 2}, {"cook": 3}), ("w", "s"))
    assert text == example(Skills)


def test_who_lacks_a_skill_has_it_at_level_0() -> None:
    assert "'cook' at level 0 but shift 's' asks for level 1" in refused(asked({"help": 5}, {"cook": 1}), ("w", "s"))


def test_every_skill_of_the_demand_is_needed() -> None:
    allowed(asked({"cook": 1, "help": 2}, {"cook": 1, "help": 2}), ("w", "s"))
    assert "'help' at level 1" in refused(asked({"cook": 5, "help": 1}, {"cook": 1, "help": 2}), ("w", "s"))


def test_a_skill_stands_in_for_another_at_the_levels_lost() -> None:
    allowed(asked({"chef": 4}, {"cook": 3}, CHEF), ("w", "s"))
    assert "'cook' at level 3" in refused(asked({"chef": 4}, {"cook": 4}, CHEF), ("w", "s"))


def test_losses_add_up_along_a_chain() -> None:
    allowed(asked({"chef": 3}, {"help": 1}, CHEF, COOK), ("w", "s"))
    assert "'help' at level 0" in refused(asked({"chef": 2}, {"help": 1}, CHEF, COOK), ("w", "s"))


def test_the_best_of_own_and_implied_level_counts() -> None:
    allowed(asked({"chef": 2, "cook": 4}, {"cook": 4}, CHEF), ("w", "s"))
    allowed(asked({"chef": 5, "cook": 1}, {"cook": 4}, CHEF), ("w", "s"))


def test_an_implication_does_not_work_backwards() -> None:
    assert "'chef' at level 0" in refused(asked({"cook": 5}, {"chef": 1}, CHEF), ("w", "s"))
