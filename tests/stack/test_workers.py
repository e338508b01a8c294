"""Trino scales out: workers join the coordinator, over TLS, and share its work."""

from tests.stack.providing import wait_until
from tests.stack.support import Stack

NODES = "select count(*) from system.runtime.nodes where state = 'active'"
JOIN = """
    select count(*) from gold.movies_unified as unified
    join silver.movie_matches as matched on unified.movie_id = matched.movie_id
    join silver.movies as movie on unified.movie_id = movie.movie_id
"""
# Nodes that read rows, from storage or from each other, for the newest such query.
READERS = f"""
    select count(distinct node_id) from system.runtime.tasks where processed_input_rows > 0 and query_id = (
        select max(query_id) from system.runtime.queries where trim(query) = trim('{JOIN}')
    )
"""


def test_workers_form_one_cluster(stack: Stack) -> None:
    """The last of these tests: for a minute after a worker has gone, queries may still be sent to it."""
    stack.compose("up", "--detach", "--no-build", "--wait", "--scale", "trino-worker=2", "trino-worker")
    wait_until(lambda: stack.sql("admin", NODES) == [[3]])
    assert stack.sql("admin", JOIN)[0][0] >= 93
    assert stack.sql("admin", READERS) == [[3]]
