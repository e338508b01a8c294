"""What is deployed: sound as AWS's own linter sees it, and no function may do more than it has to."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.aws.template import FUNCTIONS, MACHINE, RESOURCES, STATES, TEMPLATE, statements

READS = ("s3:Get", "s3:List", "glue:Get")
OWN = ("logs:CreateLogStream", "logs:PutLogEvents")


def test_the_linter_finds_nothing() -> None:
    done = subprocess.run([Path(sys.executable).parent / "cfn-lint", TEMPLATE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_state_leads_to_another_or_ends() -> None:
    """Neither the linter nor moto looks."""
    machine = json.loads(MACHINE)
    named = {machine["StartAt"]}
    for state in STATES.values():
        named |= {state.get("Next"), state.get("Default")}
        named |= {each["Next"] for each in [*state.get("Catch", []), *state.get("Choices", [])]}
        assert state["Type"] in ("Succeed", "Fail", "Choice") or "Next" in state
    assert named - {None} == STATES.keys()


def test_every_call_of_a_function_is_repeated_and_caught() -> None:
    calls = {name: state for name, state in STATES.items() if state.get("Resource", "").endswith("lambda:invoke")}
    assert calls.keys() == FUNCTIONS.keys() == {"Bronze", "Silver", "Gold"}
    for name, state in calls.items():
        assert state["Parameters"]["FunctionName"] == f"${{{name}Function}}"
        assert [each["Next"] for each in state["Catch"] if each["ErrorEquals"] == ["States.ALL"]] == ["DeadLetter"]
        assert state["TimeoutSeconds"] > 900, "a function may take its own time limit"


def test_every_name_in_the_state_machine_is_substituted() -> None:
    substitutions = RESOURCES["Pipeline"]["Properties"]["DefinitionSubstitutions"]
    assert {word.partition("}")[0] for word in MACHINE.split("${")[1:]} == substitutions.keys()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_what_its_image_has(name: str) -> None:
    [command] = FUNCTIONS[name]["Properties"]["ImageConfig"]["Command"]
    module, _, function = command.rpartition(".")
    assert callable(getattr(import_module(module), function))


def test_each_function_has_a_role_of_its_own() -> None:
    roles = {each["Properties"]["Role"]["Fn::GetAtt"][0] for each in FUNCTIONS.values()}
    assert roles == {f"{name}Role" for name in FUNCTIONS}


def test_no_role_may_do_anything_to_everything() -> None:
    for role in (name for name, each in RESOURCES.items() if each["Type"] == "AWS::IAM::Role"):
        for statement in statements(role):
            assert all("*" not in action for action in listed(statement["Action"]))
            assert "*" not in listed(statement["Resource"])


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (
            "BronzeRole",
            {"Landing/*", "Landing/quarantine/*", "Lakehouse/archive/*", "Lakehouse/archive/arriving/*"}
            | {"Lakehouse/warehouse/bronze/*", "Lakehouse/warehouse/bronze/*/metadata/*", "table/bronze/*"},
        ),
        (
            "SilverRole",
            {"Lakehouse/warehouse/silver/*", "Lakehouse/warehouse/silver/*/metadata/*", "table/silver/*"}
            | {"Lakehouse/warehouse/gold/*", "Lakehouse/warehouse/gold/*/metadata/*", "table/gold/*"},
        ),
        ("GoldRole", set()),
    ],
)
def test_what_a_function_may_change(role: str, places: set[str]) -> None:
    changes = {
        place(resource)
        for statement in statements(role)
        if any(not action.startswith((*READS, *OWN)) for action in listed(statement["Action"]))
        for resource in listed(statement["Resource"])
    }
    # With a table Glue wants what it lies in, too.
    assert {each for each in changes if not each.startswith(("catalog", "database"))} == places


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def place(resource: dict[str, str]) -> str:
    """
    >>> place({"Fn::Sub": "${Landing.Arn}/quarantine/*"})
    'Landing/quarantine/*'
    """
    return resource["Fn::Sub"].replace("${", "").replace(".Arn}", "").rpartition("AWS::AccountId}:")[2]
