"""Own rules, terms and travel models are known by their kind: in files, in JSON, in the schema, on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import staffmatch as sm
from staffmatch.arrays import Int, Real
from staffmatch.cli import app
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records import registry
from staffmatch.records.bases import RULES, TERMS
from staffmatch.records.travel_model import TRAVEL_MODELS
from tests import builders

OWN = '''
"""A rule that nobody may come before six."""
from typing import Literal
import staffmatch as sm

class NoDawn(sm.Rule):
    kind: Literal["no_dawn"] = "no_dawn"
    hour: int = 6

    def keep(self, pairs):
        start = pairs.columns.shift_clock[pairs.spans["shift"]]
        return pairs.without(pairs.spans.where(start < 60 * self.hour))

    def check(self, scenario, plan):
        for duty in plan.duties(scenario):
            if scenario.local(duty.shift.start).hour < self.hour:
                ids = (duty.worker.id, duty.shift.id)
                yield sm.Violation(self.kind, f"{duty.worker.id} comes at dawn.", 1, "shifts", ids)
'''
REGISTERED = OWN + "\nsm.register(NoDawn)\n"


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test registers or imports is gone after it."""
    sm.Scenario()
    for one in (RULES, TERMS, TRAVEL_MODELS):
        monkeypatch.setattr(one, "_classes", dict(one._classes))
    monkeypatch.setattr(sys, "path", list(sys.path))
    modules = set(sys.modules)
    yield
    for name in set(sys.modules) - modules:
        if name.startswith("own_"):
            del sys.modules[name]


class NoNights(sm.Rule):
    """Nobody is lent at night."""

    kind: Literal["no_nights"] = "no_nights"
    from_hour: int = 20

    def keep(self, pairs: Pairs) -> Any:
        start = pairs.columns.shift_clock[pairs.spans["shift"]]
        return pairs.without(pairs.spans.where(start >= 60 * self.from_hour))

    def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
        for duty in plan.duties(scenario):
            if scenario.local(duty.shift.start).hour >= self.from_hour:
                yield sm.Violation(
                    self.kind, f"{duty.worker.id} works at night.", 1, "shifts", (duty.worker.id, duty.shift.id)
                )


class Heads(sm.Term):
    """How many assignments there are."""

    kind: Literal["heads"] = "heads"
    unit: ClassVar[str] = "assignments"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Linear.over_pairs(np.ones(len(pairs), np.int64))

    def value(self, scenario: sm.Scenario, plan: sm.Plan) -> int:
        return len(plan)


class Everywhere(sm.TravelModel):
    """Everything is as far away."""

    kind: Literal["everywhere"] = "everywhere"
    far: int = 7

    def minutes(self, origins: Real, targets: Real) -> Int:
        return np.full(len(origins), self.far)


def scenario(**fields: Any) -> sm.Scenario:
    shifts = [builders.shift("day", 6, "06:00-14:00"), builders.shift("night", 7, "22:00-06:00")]
    people = [builders.worker(consent="accepted")]
    return builders.scenario(people, [builders.demand("d", *shifts)], **fields)


def own() -> sm.Scenario:
    tiers = [[sm.objectives.UncoveredHours()], [Heads(weight=2)]]
    return scenario(rules=[*sm.DEFAULT_RULES, NoNights(from_hour=21)], tiers=tiers, travel=Everywhere(far=9))


def refused(call: Callable[..., Any], *given: Any, **named: Any) -> list[str]:
    with pytest.raises(sm.InputError) as error:
        call(*given, **named)
    return [problem.code for problem in error.value.problems]


WAYS = ("model_validate_json", "load text", "load file", "folder of Parquet", "DuckDB file")


def back(made: sm.Scenario, way: str, folder: Path) -> sm.Scenario:
    """The scenario, written and read again."""
    if way == "model_validate_json":
        return sm.Scenario.model_validate_json(made.model_dump_json())
    if way == "load text":
        return sm.Scenario.load(made.model_dump_json())
    path = folder / {"load file": "own.json", "folder of Parquet": "own", "DuckDB file": "own.duckdb"}[way]
    if way == "load file":
        made.save(path)
    elif way == "DuckDB file":
        with sm.Store(path) as store:
            store.save("own", made)
    else:
        made.export(path, format="parquet")
    return sm.Scenario.load(path)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_registered_comes_back_by_every_way(way: str, tmp_path: Path) -> None:
    made = own()
    assert set(refused(back, made, way, tmp_path)) == {"unknown_kind"}
    for cls in (NoNights, Heads, Everywhere):
        assert sm.register(cls) is cls
    (tmp_path / "again").mkdir()
    found = back(made, way, tmp_path / "again")
    assert found == made
    assert found.digest() == made.digest()
    solution = sm.solve(found)
    assert [shift for _, shift in solution.plan] == ["day"]
    assert sm.Solution.model_validate_json(solution.model_dump_json()).tiers[1].value == 2


def test_an_unregistered_kind_says_how_to_make_it_known() -> None:
    with pytest.raises(sm.InputError, match=r"kind is none of .*coverage.*staffmatch\.register.*--plugin"):
        sm.Scenario.load(own().model_dump_json())


def test_the_schema_has_what_is_registered() -> None:
    before = json.dumps(sm.Scenario.model_json_schema())
    assert "no_nights" not in before
    for cls in (NoNights, Heads, Everywhere):
        sm.register(cls)
    definitions = sm.Scenario.model_json_schema()["$defs"]
    assert definitions["NoNights"]["properties"]["from_hour"]["default"] == 20
    assert {"Heads", "Everywhere"} <= definitions.keys()


def test_registering_again_changes_nothing_and_a_clash_is_refused() -> None:
    class Other(sm.Rule):
        kind: Literal["no_nights"] = "no_nights"

    class Second(sm.Rule):
        kind: str = "coverage"

    class Nameless(sm.Rule):
        """Has no kind."""

    assert sm.register(sm.register(NoNights)) is NoNights
    assert refused(sm.register, Other) == ["kind_taken"]
    assert refused(sm.register, Second) == ["kind_taken"]
    assert refused(sm.register, Nameless) == ["missing_kind"]
    for wrong in (int, NoNights(), "no_nights", sm.Rule, sm.Scenario):
        assert refused(sm.register, wrong) == ["wrong_class"]
    tiers = [[sm.objectives.CommuteMinutes()]]
    assert refused(sm.Scenario, rules=[Other()], tiers=tiers) == ["kind_taken"]
    assert refused(sm.Scenario, rules=[Second()], tiers=tiers) == ["kind_taken"]
    assert refused(sm.Scenario, rules=[Nameless(kind="coverage")], tiers=tiers) == ["missing_kind"]
    assert sm.Scenario.load(own().replace(tiers=tiers, travel=sm.travel.GreatCircle()).model_dump_json()).rules


def test_a_class_that_a_notebook_defines_anew_takes_the_place_of_its_former_self() -> None:
    def cell(hours: int) -> type[sm.Rule]:
        fields = {"__module__": "__main__", "__qualname__": "Own", "__annotations__": {"kind": str, "hours": int}}
        return type("Own", (sm.Rule,), {"kind": "own", "hours": hours, **fields})

    sm.register(cell(1))
    sm.register(cell(2))
    [rule] = sm.Scenario.load('{"rules": [{"kind": "own"}], "tiers": [[{"kind": "commute_minutes"}]]}').rules
    assert vars(rule)["hours"] == 2


def test_models_alone_find_what_a_scenario_has_by_default() -> None:
    code = """
import sys
from staffmatch.models import Scenario
assert "staffmatch.constraints" not in sys.modules
print(len(Scenario().rules), Scenario().travel.kind, [[term.kind for term in tier] for tier in Scenario().tiers])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "13 great_circle [['uncovered_hours'], ['cost']]"


def test_installed_packages_are_asked_once_a_kind_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_module.py").write_text(REGISTERED)
    (tmp_path / "own_class.py").write_text(OWN.replace("no_dawn", "no_dusk").replace("NoDawn", "NoDusk"))
    monkeypatch.syspath_prepend(tmp_path)
    points = [EntryPoint("one", "own_module", "staffmatch"), EntryPoint("two", "own_class:NoDusk", "staffmatch")]
    monkeypatch.setattr(registry, "_unloaded_entry_points", lambda: points)
    sm.Scenario.load(scenario().model_dump_json())
    assert len(points) == 2
    text = '{"rules": [{"kind": "no_dusk", "hour": 5}, {"kind": "no_dawn"}], "tiers": [[{"kind": "commute_minutes"}]]}'
    assert [rule.kind for rule in sm.Scenario.model_validate_json(text).rules] == ["no_dusk", "no_dawn"]
    assert not points


def test_an_installed_package_that_fails_is_named_until_it_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint("torn", "own_torn", "staffmatch")]
    monkeypatch.setattr(registry, "_unloaded_entry_points", lambda: points)
    for _ in range(2):
        with pytest.raises(sm.InputError, match=r"plugin 'torn'.*No module named 'own_torn'") as error:
            sm.Scenario.model_json_schema()
        assert error.value.problems[0].code == "broken_plugin"
    assert sm.Scenario().rules


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario with a rule that a module in the working directory registers."""
    (tmp_path / "own_dawn.py").write_text(REGISTERED)
    (tmp_path / "own_broken.py").write_text("1 / 0\n")
    (tmp_path / "own_missing.py").write_text("import no_such_module\n")
    monkeypatch.chdir(tmp_path)
    stated = json.loads(scenario().model_dump_json())
    stated["rules"].append({"kind": "no_dawn", "hour": 7})
    path = tmp_path / "own.json"
    path.write_text(json.dumps(stated))
    return path


def test_every_command_takes_plugins(stored: Path, tmp_path: Path) -> None:
    plan, out = tmp_path / "plan.json", tmp_path / "map.geojson"
    assert "unknown" in run("validate", stored, "--json").output
    assert "own_dawn" not in sys.modules
    commands: list[tuple[object, ...]] = [
        ("validate", stored),
        ("inspect", stored),
        ("solve", stored, "--out", plan, "--threads", 1),
        ("verify", stored, plan),
        ("convert", stored, out),
    ]
    for command in commands:
        done = run(*command, "--plugin", "own_dawn")
        assert done.exit_code == 0, done.output
    assert [one["shift"] for one in json.loads(plan.read_text())["assignments"]] == ["night"]
    assert "NoDawn" in run("schema", "--plugin", "own_dawn").output


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("own_none", "there is no module 'own_none'"),
        ("own_dawn.py", "there is no module"),
        ("../own_dawn", "is no name of a module"),
        ("own_broken", "ZeroDivisionError"),
        ("own_missing", "No module named 'no_such_module'"),
    ],
)
def test_a_plugin_that_can_not_be_used_is_an_input_error(stored: Path, name: str, said: str) -> None:
    done = run("solve", stored, "--out", "plan.json", "--plugin", name)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert "Traceback" not in done.output


def test_the_command_itself_finds_a_plugin_in_the_working_directory(stored: Path) -> None:
    code = "import sys; sys.path = [p for p in sys.path if p]; from staffmatch.cli import main; main()"
    words = ["validate", str(stored), "--plugin", "own_dawn"]
    done = subprocess.run([sys.executable, "-P", "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_that_a_file_names_is_imported(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(stored.parent)
    for kind in ("own_dawn", "own_dawn.NoDawn", "own_dawn:NoDawn", "no_dawn"):
        assert refused(sm.Scenario.load, json.dumps({"rules": [{"kind": kind}]})) == ["unknown_kind"]
    assert "own_dawn" not in sys.modules


def defined(base: type[Any], **body: Any) -> type[Any]:
    hints = {"kind": str, **dict.fromkeys(body.keys() & {"from_hour"}, ClassVar[int])}
    return type("Own", (base,), {"__module__": __name__, "__annotations__": hints, "kind": "own", **body})


@pytest.mark.parametrize(
    ("base", "body", "said"),
    [
        (sm.Rule, {"keep": NoNights.keep}, "`keep` but no `check`"),
        (sm.Rule, {"rows": lambda self, pairs, variables: ()}, "`rows` but no `check`"),
        (sm.Rule, {"check": NoNights.check}, "`check`, but no `split`, `keep` or `rows`"),
        (sm.Rule, {"charge": lambda self, scenario, plan: 0}, "both `charges` and `charge`"),
        (sm.Rule, {"looks_at": "shift"}, "looks at 'shift', which is none of job, demand, site, time"),
        (sm.Term, {"unit": "h", "costs": Heads.costs}, "both `costs` and `value`"),
        (sm.Term, {"costs": Heads.costs, "value": Heads.value}, "no unit"),
        (sm.TravelModel, {}, "no `minutes`"),
    ],
)
def test_a_class_that_can_not_work_is_refused_as_it_is_defined(
    base: type[Any], body: dict[str, Any], said: str
) -> None:
    with pytest.raises(sm.ExtensionError, match=rf"class Own \('own'\).*{said}"):
        defined(base, **body)


def test_a_class_without_a_kind_may_leave_things_to_those_derived_from_it() -> None:
    class Nightly(sm.Rule):
        def keep(self, pairs: Pairs) -> None:
            return None

    assert defined(Nightly, check=NoNights.check)().kind == "own"


def solved(rule: Any = None, term: Any = None) -> sm.Solution:
    rules = [*sm.DEFAULT_RULES, *([rule] if rule else [])]
    return sm.solve(scenario(rules=rules, tiers=[[term or sm.objectives.EmptySeats()]]))


def block(**changes: Any) -> Callable[..., list[RowBlock]]:
    def rows(self: Any, pairs: Pairs, variables: VariableRegistry) -> list[RowBlock]:
        every, one = np.arange(len(pairs)), np.ones(len(pairs), np.int64)
        parts = {"row": 0 * every, "column": every, "value": one, "upper": np.array([1])} | changes
        return [RowBlock.at_most(**parts)]

    return rows


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"keep": lambda self, pairs: np.ones(len(pairs) + 1, bool)}, r"Own.keep.*each of 2 pairs.*shape \(3,\)"),
        ({"keep": lambda self, pairs: np.ones(len(pairs))}, "Own.keep.*float64"),
        ({"keep": lambda self, pairs: [True] * len(pairs)}, "Own.keep.*list"),
        ({"rows": lambda self, pairs, variables: [3]}, "Own.rows.*int"),
        ({"rows": block(value=np.array([0.5, 0.5]))}, "Own.rows.*`value` as an array of whole numbers.*float64"),
        ({"rows": block(column=np.array([0, 99]))}, "Own.rows.*a column from 0 to 1.*0 to 99"),
        ({"rows": block(row=np.array([0, 1]))}, "Own.rows.*a row from 0 to 0"),
        ({"rows": block(value=np.array([1]))}, "Own.rows.*1 of value"),
        ({"keep": lambda self, pairs: None, "check": lambda self, s, p: ["no"]}, "Own.check.*Violation.*'no'"),
    ],
)
def test_a_rule_that_gives_what_it_should_not_is_told_so(body: dict[str, Any], said: str) -> None:
    rule = defined(sm.Rule, **{"check": lambda self, scenario, plan: iter(()), **body})
    with pytest.raises(sm.ExtensionError, match=said):
        solved(rule=rule())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"costs": lambda self, p, v: Linear.over_pairs(np.full(len(p), 0.5))}, "Own.costs.*whole numbers.*per_unit"),
        ({"costs": lambda self, p, v: 3}, "Own.costs.*a Linear"),
        ({"costs": lambda self, p, v: Linear.over_pairs(np.ones(len(p), np.int64), 0.5)}, "Own.costs.*whole constant"),
        ({"costs": lambda self, p, v: Linear(0, np.array([9]), np.array([1]))}, "Own.costs.*column from 0 to 1"),
        ({"value": lambda self, scenario, plan: 0.5}, "Own.value.*whole number of steps.*0.5"),
    ],
)
def test_a_term_that_gives_what_it_should_not_is_told_so(body: dict[str, Any], said: str) -> None:
    term = defined(sm.Term, **{"unit": "h", "costs": Heads.costs, "value": Heads.value, **body})
    with pytest.raises(sm.ExtensionError, match=said):
        solved(term=term())


@pytest.mark.parametrize("way", [np.full(1, 0.5), np.array([-1]), np.array([1, 2]), [1], None])
def test_a_travel_model_that_gives_what_it_should_not_is_told_so(way: Any) -> None:
    model = defined(sm.TravelModel, minutes=lambda self, origins, targets: way)
    with pytest.raises(sm.ExtensionError, match=r"Own.minutes \('own'\) has to give an array of \d whole numbers"):
        sm.solve(scenario(travel=model()))


def test_a_charge_that_is_no_whole_number_is_told() -> None:
    charges = {
        "charges": lambda self, pairs, variables: Linear.over_pairs(np.full(len(pairs), 0.5)),
        "charge": lambda self, scenario, plan: 0,
    }
    with pytest.raises(sm.ExtensionError, match=r"Own.charges.*sixtieths of a cent"):
        solved(rule=defined(sm.Rule, **charges)(), term=sm.objectives.Cost())


def test_an_own_class_that_contradicts_itself_is_no_fault_of_the_library() -> None:
    lax = defined(sm.Rule, keep=lambda self, pairs: None, check=NoNights.check, from_hour=20)
    with pytest.raises(sm.ExtensionError, match=r"Own \('own'\).*testing\.conforms"):
        solved(rule=lax())
    wrong = defined(sm.Term, unit="h", costs=Heads.costs, value=lambda self, scenario, plan: 3 + len(plan))
    with pytest.raises(sm.ExtensionError, match=r"Own \('own'\).*testing\.conforms"):
        solved(term=wrong())


def test_local_times_are_those_of_the_scenario_s_clocks() -> None:
    made = scenario()
    shift = made.demands[0].shifts[0]
    assert made.local(shift.start).isoformat() == "2020-04-06T06:00:00+02:00"
    assert made.replace(timezone="UTC").local(shift.start).hour == 4


@pytest.mark.parametrize(("weight", "said"), [(0.5, "whole"), ("no_column", "no_column")])
def test_what_rows_can_not_say_names_who_asked(weight: object, said: str) -> None:
    class Odd(sm.Rule):
        kind: Literal["odd"] = "odd"

        def rows(self, pairs: Any, variables: Any) -> Iterator[Any]:
            spans = pairs.spans
            yield spans.by("worker").sum(np.full(len(spans), weight) if isinstance(weight, float) else weight) <= 1

        def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
            return iter(())

    known = scenario()
    with pytest.raises(sm.ExtensionError, match=rf"Odd\.rows \('odd'\) does not work: .*{said}"):
        sm.solve(known.replace(rules=[*known.rules, Odd()]))


def test_what_an_overridden_method_looks_at_is_not_inherited() -> None:
    class Asked(sm.constraints.Commute):
        def keep(self, pairs: Any) -> Any:
            return super().keep(pairs)

    class Checked(sm.constraints.LendingCap):
        def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
            return super().check(scenario, plan)

    class Renamed(sm.constraints.LendingCap):
        pass

    assert (Asked.looks_at, Checked.tied_by, Renamed.tied_by) == ("job", "plan", "lender")
