"""The dbt project's analyses, as queries over the tables that people read."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.common.errors import MoviesError
from movies_lakehouse.build.dbt_runner import invoke, one_line, parsed, published_name


@dataclass(frozen=True)
class Analysis:
    """A query in an engine's dialect, and the tables that it reads, as `layer.table`."""

    sql: str
    reads: frozenset[str]


def analyses(work: Path, target: str, variables: dict[str, Any]) -> dict[str, Analysis]:
    """
    Every analysis by name, compiled for a target; needs no connection, so no password of dbt's either.

    `variables` are the project's; dbt keeps its own files in `work`. MoviesError when the project cannot be compiled.
    """
    # dbt-trino prepares to sign in by browser, whatever the profile says; Trino's client tells what that would lack.
    logging.getLogger("trino.auth").setLevel(logging.WARNING)
    manifest = parsed(work, target)
    offline, told = ("--no-introspect", "--no-populate-cache"), ("--vars", json.dumps(variables))
    answer = invoke(work, target, "compile", "--select", "path:analyses", *offline, *told, manifest=manifest)
    if not answer.success:
        raise MoviesError(f"dbt: {one_line(answer.exception)}")
    return {result.node.name: analysis(result.node, manifest) for result in answer.result.results}


def analysis(node: Any, manifest: Any) -> Analysis:
    """The query with tables named as they are published, where dbt names them as it builds them."""
    sql, reads = node.compiled_code, set()
    for each in node.depends_on.nodes:
        table = manifest.sources.get(each) or manifest.nodes[each]
        reads.add(published_name(table))
        sql = sql.replace(table.relation_name, published_name(table))
    return Analysis(sql, frozenset(reads))
