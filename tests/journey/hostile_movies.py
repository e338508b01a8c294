"""Movies whose titles would do harm if they were taken for more than text, with figures of all providers."""

import csv
from collections.abc import Iterable
from io import SEEK_END, StringIO
from itertools import repeat

from tests.journey.support import CRITIC, FINANCIALS, GROSS, Files, pulse

SCRIPT = "<img src=x onerror=document.title='broken'></title><script>document.title='broken'</script>"
QUOTES = "\"><b onmouseover='x'>It's & \"that\""
FORMULA = "=cmd|'/C calc'!A1"
TURNED = "كفرناحوم\u202e Capharnaüm"
BELL = "Bell\x07 and \x1b[31mred"
LONG = "W" * 300
TEMPLATE = "{{ 7 * 7 }}"
TITLES = [SCRIPT, QUOTES, FORMULA, TURNED, BELL, LONG, TEMPLATE]


def csv_of(header: str, *columns: Iterable[object]) -> str:
    """A CSV file of the titles, all of 2001, with these columns behind."""
    text = StringIO(header)
    text.seek(0, SEEK_END)
    csv.writer(text, lineterminator="\n").writerows(zip(TITLES, repeat(2001), *columns))
    return text.getvalue()


# All figures are known but the budget, and so the return, of the last movie. Critics like the first best, the audience
# the last.
FILES: Files = {
    "critic_agg": {"critic_agg.csv": csv_of(CRITIC, range(99, 0, -12), repeat(7.5), repeat(100))},
    "audience_pulse": {
        "audience_pulse.json": pulse(
            *({"title": title, "audience_average_score": 4 + n / 2} for n, title in enumerate(TITLES))
        )
    },
    "box_office_domestic": {"box_office_domestic.csv": csv_of(GROSS, range(1_000_000, 8_000_000, 1_000_000))},
    "box_office_international": {"box_office_international.csv": csv_of(GROSS, repeat(1_000_000))},
    "box_office_financials": {
        "box_office_financials.csv": csv_of(FINANCIALS, [*[1_000_000] * 6, ""], repeat(500_000)),
    },
}
