"""The queries of the alert rules and of the dashboard, and whether the services give what they name."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import promql_parser as promql
import yaml
from prometheus_client.parser import text_string_to_metric_families

ROOT = Path(__file__).parents[2]
RULES, DASHBOARD = ROOT / "observability/rules.yml", ROOT / "observability/grafana/movies.json"
PROMETHEUS = ROOT / "observability/prometheus.yml"
# Of each series its labels, with the values that they have.
Labels = dict[str, set[str]]
Series = dict[str, Labels]


@dataclass(frozen=True)
class Query:
    """A query, where it stands, and a text beside it that has labels of the answer in it."""

    where: str
    expression: str
    text: str


def queries() -> list[Query]:
    """Every query of the two files."""
    return [*of_rules(yaml.safe_load(RULES.read_text())), *of_panels(json.loads(DASHBOARD.read_text()))]


def of_rules(rules: Any) -> Iterator[Query]:
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        yield Query(rule["alert"], rule["expr"], json.dumps(rule["annotations"]))


def of_panels(dashboard: Any) -> Iterator[Query]:
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield Query(panel["title"], target["expr"], target["legendFormat"])


def exposed(pages: Mapping[str, str]) -> Series:
    """What Prometheus has after it has scraped these pages, by the job that it scrapes them for; and its own series."""
    own = {"alertname": set[str](), "alertstate": {"firing", "pending"}, "severity": set[str]()}
    series: Series = {"up": {}, "ALERTS": own}
    for job, page in pages.items():
        for sample in (sample for family in text_string_to_metric_families(page) for sample in family.samples):
            add(series.setdefault(sample.name, {}), {**sample.labels, "job": job, "instance": ""})
        add(series["up"], {"job": job, "instance": ""})
    return series


def add(known: Labels, labels: Mapping[str, str]) -> None:
    for name, value in labels.items():
        known.setdefault(name, set()).add(value)


def complaints(found: Iterable[Query], series: Series) -> list[str]:
    """A line for each series, label or value that a query names and nothing gives."""
    return [f"{query.where}: {line}" for query in found for line in sorted(complaints_of(query, series))]


def complaints_of(query: Query, series: Series) -> Iterator[str]:
    check = Check(series)
    labels = check.labels(promql.parse(query.expression))
    shown = set(re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", query.text))
    yield from check.wrong
    yield from (f"the answer has no label {name!r} to show" for name in shown - labels)


class Check:
    """Walks through one query, and notes what is wrong with it."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self.wrong: set[str] = set()

    def labels(self, part: Any) -> set[str]:
        """Labels that the answer of a part of the query has."""
        match part:
            case promql.VectorSelector():
                return self.selected(part)
            case promql.MatrixSelector():
                return self.selected(part.vector_selector)
            case promql.AggregateExpr():
                return self.needed(part.modifier.labels if part.modifier else [], self.labels(part.expr))
            case promql.BinaryExpr():
                sides = [self.labels(part.lhs), self.labels(part.rhs)]
                on = part.modifier.matching.labels if part.modifier and part.modifier.matching else []
                for side in sides:
                    self.needed(on, side)
                return set().union(*sides)
            case promql.Call():
                return set().union(*map(self.labels, part.args))
            case promql.ParenExpr() | promql.UnaryExpr() | promql.SubqueryExpr():
                return self.labels(part.expr)
            case promql.NumberLiteral() | promql.StringLiteral():
                return set()
        raise AssertionError(f"{type(part)}: a kind of expression that no query had before")

    def needed(self, names: Iterable[str], there: set[str]) -> set[str]:
        self.wrong |= {f"there is no label {name!r}" for name in set(names) - there}
        return set(names)

    def selected(self, selector: promql.VectorSelector) -> set[str]:
        if selector.name not in self.series:
            self.wrong.add(f"there is no series {selector.name!r}")
            return set()
        there = self.series[selector.name]
        for matcher in selector.matchers.matchers:
            self.needed([matcher.name], set(there))
            is_pattern = matcher.op in (promql.MatchOp.Re, promql.MatchOp.NotRe)
            wanted = matcher.value if is_pattern else re.escape(matcher.value)
            if not any(re.fullmatch(wanted, value) for value in there.get(matcher.name, ())):
                self.wrong.add(f"{selector.name} has no {matcher.name} {matcher.value!r}")
        return set(there)
