"""docs/add-a-provider.md lists what a contract can say about how files are written, with examples that are taken."""

import re

import pytest
import yaml

from ingest.contracts.figures import Figures
from ingest.contracts.table import Table
from ingest.contracts.written import ONLY_FOR, Written
from tests.docs.pages import ROOT, first_cells, text
from tests.unit.ingest.support import MOVIES

PAGE = ROOT / "docs/add-a-provider.md"
EXAMPLES = dict(re.findall(r"^\| `(\w+)` \| `(.+?)` \|", text(PAGE), re.MULTILINE))


def test_every_key_is_there() -> None:
    assert first_cells(PAGE, "key") == [*Written.model_fields, "extract", *Figures.model_fields]


@pytest.mark.parametrize("key", EXAMPLES)
def test_the_example_of_a_key_is_taken(key: str) -> None:
    (said,) = yaml.safe_load(EXAMPLES[key]).values()
    columns = MOVIES["columns"] | dict.fromkeys(["movie_title", "release_year"], "")
    formats = {} if key == "format" else {"format": min(ONLY_FOR.get(key, {"csv"}))}
    table = Table.model_validate(MOVIES | {"columns": columns} | formats | {key: said})
    assert getattr(table, key) == said
