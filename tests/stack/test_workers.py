"""Trino scales out: workers join the coordinator, over TLS, and share its work."""

import json

from tests.stack.support import Stack
from tests.stack.test_ingest import wait_until


def test_workers_form_one_cluster(stack: Stack) -> None:
    try:
        stack.compose("up", "--detach", "--no-build", "--wait", "--scale", "trino-worker=2", "trino-worker")
        nodes = "select count(*) from system.runtime.nodes where state = 'active'"
        wait_until(lambda: stack.sql("admin", nodes) == [[3]])
        join = """
            select count(*) from gold.movies_unified as a
            join silver.movie_matches as b on a.movie_id = b.movie_id
            join silver.movies as c on a.movie_id = c.movie_id
        """
        assert stack.sql("admin", join, "lake")[0][0] >= 93
        plan = stack.sql("admin", f"explain (type distributed, format json) {join}", "lake")[0][0]
        assert len(json.loads(plan)) > 1
    finally:
        stack.compose("rm", "--force", "--stop", "trino-worker")
    wait_until(lambda: stack.sql("admin", nodes) == [[1]])
