"""What a chart says when Trino fails: Trino's own words name tables, columns and hosts that are not a viewer's."""

from typing import Any

from flask import has_request_context, request
from requests.exceptions import RequestException
from trino.exceptions import HttpError, TrinoConnectionError, TrinoQueryError

UNREACHABLE = "Trino does not answer. Superset is well; reload the page in a minute."
AWAY = RequestException | HttpError | TrinoConnectionError
STARTING = {"SERVER_STARTING_UP", "SERVER_SHUTTING_DOWN"}
REFUSED = "Trino cannot answer this query. Whoever edits the chart sees why."
NOT_BUILT = "There is nothing to show yet. The next build makes this table; reload the page after it."
# By Trino's name of the error.
TOLD = {
    "EXCEEDED_TIME_LIMIT": "The query took too long and was ended. Filter more, or look at less.",
    "SCHEMA_NOT_FOUND": NOT_BUILT,
    "TABLE_NOT_FOUND": NOT_BUILT,
}


def tell_in_plain_words(app: Any) -> None:
    """Once the app is there: Superset shows the text of whatever this method of its engine makes of an error."""
    from superset.db_engine_specs.exceptions import SupersetDBAPIError
    from superset.db_engine_specs.trino import TrinoEngineSpec

    as_superset_does = TrinoEngineSpec.get_dbapi_mapped_exception

    def mapped(engine: type[TrinoEngineSpec], error: Exception) -> Exception:
        # SQL Lab asks in a thread that may not use Superset's database; who has it reads Trino's own words anyway.
        by_chart = has_request_context() and not request.path.startswith("/api/v1/sqllab/")
        words = plain_words(error) if by_chart else None
        return SupersetDBAPIError(words) if words else as_superset_does(error)

    TrinoEngineSpec.get_dbapi_mapped_exception = classmethod(mapped)


def plain_words(error: Exception) -> str | None:
    """None where Trino's own words are what somebody who writes SQL needs."""
    from superset import security_manager

    name = error.error_name if isinstance(error, TrinoQueryError) else None
    if isinstance(error, AWAY) or name in STARTING:
        return UNREACHABLE
    if security_manager.can_access("can_execute_sql_query", "SQLLab"):
        return None
    return TOLD.get(name, REFUSED)
