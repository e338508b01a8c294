"""How one amount is divided by another: what a return or an average looks like."""

import pytest

from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "Returns": r"""
| amount          | divided by      | gives         | why                                |
|-----------------|-----------------|---------------|------------------------------------|
| 568276195       | 260000000       | 2.1857        | four digits behind the point       |
| 5               | 5               | 1.0000        | zeros are kept                     |
| 1               | 3               | 0.3333        | rounded down                       |
| 2               | 3               | 0.6667        | rounded up                         |
| 0.01            | 200             | 0.0001        | half of the last digit: rounded up |
| 0.99            | 20000           | 0.0000        | less than half of it: down         |
| -2              | 3               | -0.6667       | a loss is rounded like a gain      |
| -0.01           | 200             | -0.0001       | half of the last digit too         |
| 0               | 5               | 0.0000        | zero is a value                    |
| 5               | 0               | null          | nothing was spent                  |
| 0               | 0               | null          | likewise                           |
| 999999999.99    | 10              | 99999999.9990 | eight digits in front at most      |
| 1000000000      | 10              | null          | nine digits                        |
| 199999999999.98 | 0.01            | null          | a figure that nobody can mean      |
| 99999999999.99  | 199999999999.98 | 0.5000        | the greatest amounts               |
""",
}


def divided(engine: Engine, pairs: list[tuple[str, str]]) -> list[str]:
    """Each first amount by each second one, as text; `null` where there is no answer."""
    ratio = engine.macro["ratio"]("cast(amount as decimal(18, 2))", "cast(divisor as decimal(18, 2))")
    found = engine.rows(f"select cast({ratio} as varchar) from {given('amount, divisor', pairs)} order by place")
    return [value or "null" for (value,) in found]


@pytest.mark.parametrize("name", TABLES)
def test_ratios(engine: Engine, name: str) -> None:
    cases = {(case["amount"], case["divided by"]): case["gives"] for case in rows(TABLES[name])}
    assert dict(zip(cases, divided(engine, list(cases)), strict=True)) == cases
