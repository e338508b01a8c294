"""Alert rules and the dashboard name only what the running services give to Prometheus."""

from tests.metrics.queries import complaints, exposed, queries
from tests.stack.support import Request, Stack


def test_the_services_give_what_rules_and_panels_name(stack: Stack) -> None:
    answers = {job: stack.http([Request("GET", "/metrics")], f"{job}:8081") for job in ("ingest", "dbt")}
    assert [status for [(status, _)] in answers.values()] == [200, 200]
    assert complaints(queries(), exposed({job: page for job, [(_, page)] in answers.items()})) == []
