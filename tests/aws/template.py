"""What is deployed, as data."""

import json
from pathlib import Path
from typing import Any

from cfnlint.decode import cfn_yaml

FOLDER = Path(__file__).parents[2] / "aws"
TEMPLATE = FOLDER / "template.yaml"
RESOURCES: dict[str, Any] = json.loads(json.dumps(cfn_yaml.load(str(TEMPLATE))))["Resources"]
MACHINE = (FOLDER / "state_machine.asl.json").read_text()
STATES: dict[str, Any] = json.loads(MACHINE)["States"]
FUNCTIONS = {name: each for name, each in RESOURCES.items() if each["Type"] == "AWS::Serverless::Function"}
DATABASES = [
    each["Properties"]["DatabaseInput"]["Name"] for each in RESOURCES.values() if each["Type"] == "AWS::Glue::Database"
]


def pattern(landing: str) -> str:
    """What the rule for deliveries lets through, for a landing bucket of this name."""
    given = json.dumps(RESOURCES["DeliveryArrived"]["Properties"]["EventPattern"])
    return given.replace('{"Ref": "Landing"}', json.dumps(landing))


def statements(role: str) -> list[dict[str, Any]]:
    return [
        statement
        for policy in RESOURCES[role]["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]
