"""What it takes to check a plan, or to find it again: how the search ended, seed, versions, digests."""

from __future__ import annotations

from hashlib import sha256

from staffmatch.reports.words import Words
from staffmatch.result.solution import Solution


def audit_facts(solution: Solution, words: Words) -> dict[str, str]:
    """By what is said of them; what is not known of a plan, such as the seed of one that was given, is said to be."""
    ended = solution.termination
    limits = {"limit.seconds": ended.time_limit, "limit.work": ended.work_limit}
    set_limits = [words.say(name, n=words.number(limit)) for name, limit in limits.items() if limit is not None]
    unknown = words.say("audit.unknown")
    made_with = ", ".join(f"{name} {version}" for name, version in ended.versions.items())
    facts = {
        "method": ended.method,
        "effort": words.say(
            "audit.effort_of", seconds=words.number(ended.seconds, 1), work=words.number(ended.work, 1)
        ),
        "limits": ", ".join(set_limits) or words.say("none"),
        "pairs": unknown if ended.pairs is None else words.number(ended.pairs),
        "seed": unknown if ended.seed is None else str(ended.seed),
        "threads": unknown if ended.threads is None else words.number(ended.threads),
        "certificates": certificates(solution, words),
        "checked": words.say("audit.checked_here" if solution.found_here else "audit.checked_file"),
        "versions": made_with or unknown,
        "scenario": solution.scenario_digest,
        "plan": plan_digest(solution),
    }
    if ended.faults:
        facts["faults"] = " ".join(ended.faults)
    return {words.say(f"audit.{name}"): fact for name, fact in facts.items()}


def certificates(solution: Solution, words: Words) -> str:
    """Of how many tiers there is one."""
    held = sum(one is not None for one in solution.certificate)
    return words.say("audit.certificates_of", part=held, n=len(solution.tiers))


def plan_digest(solution: Solution) -> str:
    """Of the decisions and proofs: equal for equal plans, whenever and wherever they were found."""
    return sha256(solution.canonical_json().encode()).hexdigest()
