"""What a scenario inherits: a child's change that sets takes its ancestor's place, one that adds stands beside it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.records import Param, Scenario, ScenarioChange
from effluent_cli.domain.scenario_changes import counted, in_force, lineage, subject_of
from effluent_cli.domain.scenario_rules import scenario_oddities
from effluent_cli.errors import Refused

ON = date(2027, 3, 1)
FAMILY = {
    each.id: each for each in (Scenario("top", "Top"), Scenario("mid", "Mid", "top"), Scenario("low", "Low", "mid"))
}


def change(
    scenario: str, key: str, kind: str, position: int = 0, *, enabled: bool = True, **keys: str
) -> ScenarioChange:
    params = tuple(Param(name, keys[name]) for name in sorted(keys))
    return ScenarioChange(scenario, key, kind, ON, None, params, position, enabled)


def rent(scenario: str, amount: str, *, enabled: bool = True) -> ScenarioChange:
    return change(scenario, "rent", "modify_expense", enabled=enabled, flow="rent", amount=amount)


def names(*changes: ScenarioChange, key: str = "low") -> list[str]:
    return [f"{each.scenario}.{each.id}" for each in in_force(FAMILY, changes, key)]


def test_a_child_sets_anew_what_its_ancestor_set() -> None:
    both = (rent("top", "1500"), rent("low", "1700"))
    assert names(*both) == ["low.rent"]
    assert names(*both, key="mid") == ["top.rent"]
    of = {f"{each.change.scenario}": each.replaced_by for each in counted(FAMILY, both, "low")}
    assert of == {"top": both[1], "low": None}


def test_a_change_about_another_subject_stands_beside_it() -> None:
    other = change("low", "food", "modify_expense", flow="groceries", amount="900")
    assert names(rent("top", "1500"), other) == ["top.rent", "low.food"]


def test_one_that_adds_stands_beside_the_same_of_its_ancestor() -> None:
    both = [
        change(scenario, "hobby", "add_expense", amount="9", frequency="weekly", category="hobbies")
        for scenario in ("top", "low")
    ]
    assert names(*both) == ["top.hobby", "low.hobby"]


def test_a_child_that_is_switched_off_switches_its_ancestors_off() -> None:
    assert names(rent("top", "1500"), rent("low", "1", enabled=False)) == []
    assert names(rent("top", "1500", enabled=False), rent("low", "1700")) == ["low.rent"]


def test_an_archived_parent_still_counts() -> None:
    family = {**FAMILY, "top": Scenario("top", "Top", archived=True)}
    assert in_force(family, (rent("top", "1500"),), "low") == (rent("top", "1500"),)


def test_ancestors_come_first_and_within_a_scenario_the_order_decides() -> None:
    first, second, third = (
        change("mid", key, "remove_expense", n, flow=key) for n, key in ((1, "z"), (2, "b"), (2, "c"))
    )
    mine = change("low", "a", "remove_expense", 0, flow="a")
    assert names(third, mine, second, first) == ["mid.z", "mid.b", "mid.c", "low.a"]


@pytest.mark.parametrize("parents", [{"top": "top"}, {"top": "low"}, {"top": "mid"}], ids=str)
def test_a_circle_of_parents_is_refused_and_an_oddity_of_a_file(parents: dict[str, str]) -> None:
    family = {key: Scenario(key, each.name, parents.get(key, each.parent)) for key, each in FAMILY.items()}
    with pytest.raises(Refused, match="in a circle"):
        lineage(family, "low")
    assert {each.field for each in scenario_oddities(tuple(family.values()), ())} == {"parent"}


def test_a_lost_parent_is_refused() -> None:
    with pytest.raises(Refused, match="has lost its parent top"):
        lineage({"mid": FAMILY["mid"]}, "mid")


def test_what_no_command_stores_is_an_oddity_with_its_field() -> None:
    scenarios = (Scenario("baseline", "Baseline"), FAMILY["top"])
    changes = (
        change("top", "a", "modify_everything"),
        change("top", "b", "remove_expense", surprise="x"),
        change("top", "c", "lump_sum_expense", amount="many"),
        change("gone", "d", "payoff_debt", account="visa"),
        ScenarioChange("top", "e", "payoff_debt", ON, date(2026, 1, 1), (Param("account", "visa"),)),
        change("top", "f", "adjust_interest_rates", points="2%", applies_to="car\x1b[2Jds"),
        ScenarioChange("top", "g", "payoff_debt", ON, None, (Param("account", "visa"), Param("account", "auto"))),
    )
    found = {(each.subject, each.field) for each in scenario_oddities(scenarios, changes)}
    assert found == {
        ("scenario:baseline", "id"),
        ("scenario:baseline", "name"),
        ("scenario_change:top:a", "type"),
        ("scenario_change:top:b", "params"),
        ("scenario_change:top:c", "params"),
        ("scenario_change:gone:d", "scenario"),
        ("scenario_change:top:e", "until"),
        ("scenario_change:top:f", "params"),
        ("scenario_change:top:g", "params"),
    }


@st.composite
def shelves(draw: st.DrawFn) -> tuple[ScenarioChange, ...]:
    """Changes of three generations: about three flows, set or added, some of them switched off."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        scenario, flow = draw(st.sampled_from(("top", "mid", "low"))), draw(st.sampled_from(("rent", "food", "fuel")))
        position, on = draw(st.integers(0, 3)), draw(st.booleans())
        if draw(st.booleans()):
            keys = {"flow": flow, "amount": str(number)}
            found.append(change(scenario, f"c{number}", "modify_expense", position, enabled=on, **keys))
        else:
            keys = {"amount": str(number), "frequency": "weekly", "category": "hobbies"}
            found.append(change(scenario, f"c{number}", "add_expense", position, enabled=on, **keys))
    return tuple(found)


@given(shelves(), st.permutations(range(12)))
def test_for_each_subject_the_nearest_generation_decides_and_all_that_is_added_stays(
    changes: tuple[ScenarioChange, ...], order: list[int]
) -> None:
    force = in_force(FAMILY, changes, "low")
    shuffled = [changes[at] for at in order if at < len(changes)]
    assert in_force(FAMILY, shuffled, "low") == force
    assert len(set(force)) == len(force)
    for each in changes:
        if subject_of(each) is None:
            assert (each in force) == each.enabled
        else:
            nearest = [other.scenario for other in changes if subject_of(other) == subject_of(each)]
            wins = next(scenario for scenario in ("low", "mid", "top") if scenario in nearest)
            assert (each in force) == (each.enabled and each.scenario == wins)
    generations = [("top", "mid", "low").index(each.scenario) for each in force]
    assert generations == sorted(generations)
    assert in_force(FAMILY, changes, "top") == tuple(
        each for each in in_force({"top": FAMILY["top"]}, changes, "top") if each.scenario == "top"
    )
