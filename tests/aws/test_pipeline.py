"""From an object in landing to gold: EventBridge's pattern, the state machine, and the functions behind it."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.events.models import EventPattern
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl

from ingest.common.settings import StoreSettings, read_settings, settings
from movies_lakehouse.lake.rest import RestLake
from tests.aws.sandbox import HANG_AT, HUNG, FunctionFailed, Sandbox
from tests.aws.template import FUNCTIONS, MACHINE, pattern
from tests.journey.support import CRITIC

KEY = "critic_agg/critic_agg a+é_2026-11-20.csv"
BUILT = ["Bronze", "Silver", "Gold", "IsCurrent", "Done"]

Function = Callable[[Any], Any]


def created(key: str, **different: Any) -> dict[str, Any]:
    """As S3 tells EventBridge, by the user guide of S3."""
    detail = {
        "version": "0",
        "bucket": {"name": "movies-landing"},
        "object": {
            "key": key,
            "size": 5,
            "etag": "b1946ac92492d2347c6235b4d2611184",
            "version-id": "IYV3p45BT0ac8hjHg1houSdS1a",
        },
        "request-id": "N4N7GDK58NMKJ12R",
        "requester": "123456789012",
        "reason": "PutObject",
    }
    event = {"version": "0", "id": "1", "detail-type": "Object Created", "source": "aws.s3", "region": "eu-west-1"}
    return event | {"resources": ["arn:aws:s3:::movies-landing"], "detail": detail} | different


@pytest.mark.parametrize(
    ("event", "starts"),
    [
        (created(KEY), True),
        (created("x.csv"), True),
        (created("quarantine/critic_agg/x.csv"), False),
        (created(KEY, **{"detail-type": "Object Deleted"}), False),
        (created(KEY, source="custom"), False),
        (created(KEY, detail={"bucket": {"name": "elsewhere"}, "object": {"key": KEY}}), False),
    ],
)
def test_what_starts_the_pipeline(event: dict[str, Any], starts: bool) -> None:
    assert EventPattern.load(pattern("movies-landing")).matches_event(event) is starts


def arrive(key: str, body: str) -> dict[str, Any]:
    """Puts an object; what the rule passes on. (moto's rules start no state machine: a queue stands in its place.)"""
    s3, sqs, events = boto3.client("s3"), boto3.client("sqs"), boto3.client("events")
    queue = sqs.create_queue(QueueName="rule")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="rule", EventPattern=pattern("movies-landing"))
    events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": arn}])
    s3.put_object(Bucket="elsewhere", Key=key, Body=body.encode())
    s3.put_object(Bucket="movies-landing", Key=key, Body=body.encode())
    told = [json.loads(each["Body"]) for each in received(queue)]
    assert {(each["detail"]["bucket"]["name"], each["detail"]["object"]["key"]) for each in told} == {
        ("movies-landing", key)
    }
    return dict(told[0])


def received(queue: str) -> list[dict[str, Any]]:
    return list(boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []))


class Machine:
    """The state machine, with functions behind it."""

    def __init__(self, functions: dict[str, Function]) -> None:
        self.functions = functions
        self.dead = boto3.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
        definition = MACHINE.replace("${DeadLetters}", self.dead)
        for name in functions:
            definition = definition.replace(f"${{{name}Function}}", name)
        role = "arn:aws:iam::123456789012:role/states"
        made = boto3.client("stepfunctions").create_state_machine(name="movies", definition=definition, roleArn=role)
        self.arn = made["stateMachineArn"]

    def run(self, event: object) -> tuple[str, list[str]]:
        """Status at the end, and the states that were entered."""
        states = boto3.client("stepfunctions")
        named = {"stateMachineArn": self.arn, "name": uuid.uuid4().hex}
        run = states.start_execution(**named, input=json.dumps(event))["executionArn"]
        while (status := states.describe_execution(executionArn=run)["status"]) == "RUNNING":
            time.sleep(0.2)
        history = states.get_execution_history(executionArn=run)["events"]
        return status, [
            each["stateEnteredEventDetails"]["name"] for each in history if "stateEnteredEventDetails" in each
        ]

    def dead_letters(self) -> list[dict[str, Any]]:
        return [json.loads(each["Body"]) for each in received(self.dead)]


@pytest.fixture
def machine(aws: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Function]], Machine]:
    def made(functions: dict[str, Function]) -> Machine:
        def invoke(_: object, name: str, __: object, body: bytes, ___: object, headers: dict[str, str]) -> bytes:
            try:
                return json.dumps(functions[name.rpartition(":")[2]](json.loads(body))).encode()
            except FunctionFailed as error:
                headers["x-amz-function-error"] = "Unhandled"
                return json.dumps({"errorType": error.kind, "errorMessage": error.message}).encode()

        monkeypatch.setattr(LambdaSimpleBackend, "invoke", invoke)
        monkeypatch.setattr(retrier_decl, "time", SimpleNamespace(sleep=lambda seconds: None))
        return Machine(functions)

    return made


@pytest.fixture
def sandboxes(aws: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Sandbox]]:
    """The functions as they are, over a catalog in a file."""
    aws |= {"MOVIES_CATALOG": "sqlite", "MOVIES_CATALOG_URI": f"sqlite:///{tmp_path}/catalog.db"}
    for name, value in aws.items():
        monkeypatch.setenv(name, value)
    commands = {name: each["Properties"]["ImageConfig"]["Command"][0] for name, each in FUNCTIONS.items()}
    made = {name: Sandbox(command, aws) for name, command in commands.items()}
    yield made
    for sandbox in made.values():
        sandbox.close()


def test_a_delivery_reaches_gold_once_though_its_load_is_cut_off_and_its_event_doubled(
    machine: Callable[[dict[str, Function]], Machine], sandboxes: dict[str, Sandbox], tmp_path: Path
) -> None:
    """Its rows are in bronze when the function's time is up, and neither its record nor its file in landing knows."""
    sandboxes["Bronze"].environment |= {HANG_AT: "ingest.bronze.commits:append_rows", HUNG: str(tmp_path / "hung")}
    calls: list[tuple[str, Any]] = []

    def noted(name: str) -> Function:
        def call(event: Any) -> Any:
            try:
                answer = sandboxes[name].invoke(event)
            except FunctionFailed as error:
                calls.append((name, error.kind))
                raise
            calls.append((name, answer))
            return answer

        return call

    pipeline = machine({name: noted(name) for name in sandboxes})
    event = arrive(KEY, CRITIC + "Up,2009,98,8.7,298\nCoco,2017,97,8.2,354\n")
    assert pipeline.run(event) == ("SUCCEEDED", BUILT), pipeline.dead_letters()
    assert [name for name, _ in calls] == ["Bronze", "Bronze", "Silver", "Gold"]
    assert calls[0] == ("Bronze", "Sandbox.Timedout")
    assert "gold.movies_unified" in calls[2][1]["published"]
    lake = RestLake(settings(), read_settings(StoreSettings))
    assert lake.row_count(("bronze", "critic_agg")) == 2
    assert lake.row_count(("bronze", "deliveries")) == 1
    gold = lake.table("gold.movies_unified").to_arrow().to_pylist()
    assert sorted((row["movie_title"], row["release_year"]) for row in gold) == [("Coco", 2017), ("Up", 2009)]

    calls.clear()
    assert pipeline.run(event) == ("SUCCEEDED", BUILT)
    assert calls == [("Bronze", {}), ("Silver", {"published": [], "warnings": 0}), ("Gold", {"is_current": True})]
    assert lake.row_count(("bronze", "critic_agg")) == 2

    # Such an event tells of nothing; what arrived unnoticed, and what lies astray, is found by the daily look.
    boto3.client("s3").put_object(Bucket="movies-landing", Key="astray.csv", Body=b"x")
    calls.clear()
    assert pipeline.run({"source": "aws.events", "detail-type": "Scheduled Event"}) == ("SUCCEEDED", BUILT)
    assert calls[0] == ("Bronze", {"quarantined": 1})

    assert pipeline.run({"x": 1}) == ("FAILED", ["Bronze", "DeadLetter", "Failed"])
    [letter] = pipeline.dead_letters()
    assert letter["event"] == {"x": 1}
    assert letter["error"]["Error"] == "BadEvent"


CURRENT = {"is_current": True}


@pytest.mark.parametrize(
    ("answers", "calls"),
    [
        ({"Bronze": [FunctionFailed("Lambda.TooManyRequestsException", "busy")] * 20}, "B" * 21 + "SG"),
        ({"Bronze": [FunctionFailed("Unreachable", "away")] * 5}, "B" * 6 + "SG"),
        ({"Silver": [FunctionFailed("Sandbox.Timedout", "slow")]}, "BSSG"),
        ({"Gold": [FunctionFailed("Runtime.ExitError", "out of memory")]}, "BSGG"),
        # Another delivery has reached bronze since the build began.
        ({"Gold": [{"is_current": False}]}, "BSGSG"),
    ],
)
def test_what_passes_is_tried_again(
    machine: Callable[[dict[str, Function]], Machine], answers: dict[str, list[Any]], calls: str
) -> None:
    pipeline, called = scripted(machine, answers)
    assert pipeline.run(created(KEY))[0] == "SUCCEEDED"
    assert "".join(called) == calls
    assert pipeline.dead_letters() == []


@pytest.mark.parametrize(
    ("answers", "calls"),
    [
        ({"Bronze": [FunctionFailed("Unreachable", "away")] * 6}, "BBBBBB"),
        ({"Silver": [FunctionFailed("TestFailed", "known_figures_stay_known")]}, "BS"),
        ({"Silver": [FunctionFailed("BadContract", "gone")]}, "BS"),
        ({"Gold": [FunctionFailed("MoviesError", "a bug")] * 6}, "BSGGGGGG"),
    ],
)
def test_what_fails_for_good_leaves_the_event_that_began_it(
    machine: Callable[[dict[str, Function]], Machine], answers: dict[str, list[Any]], calls: str
) -> None:
    pipeline, called = scripted(machine, answers)
    event = created(KEY)
    assert pipeline.run(event)[0] == "FAILED"
    assert "".join(called) == calls
    [letter] = pipeline.dead_letters()
    [[error, *_]] = answers.values()
    assert (letter["event"], letter["error"]["Error"]) == (event, error.kind)
    assert json.loads(letter["error"]["Cause"])["errorMessage"] == error.message


def scripted(
    machine: Callable[[dict[str, Function]], Machine], answers: dict[str, list[Any]]
) -> tuple[Machine, list[str]]:
    """Functions that answer as told, and then well; and the first letters of those that are called."""
    called: list[str] = []
    left = {name: [*given] for name, given in answers.items()}

    def function(name: str) -> Function:
        def call(_: Any) -> Any:
            called.append(name[0])
            answer = left[name].pop(0) if left.get(name) else CURRENT
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call

    return machine({name: function(name) for name in FUNCTIONS}), called
