from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from movies_lakehouse.outputs.pages.formats import percent
from movies_lakehouse.outputs.quality.page import page
from movies_lakehouse.outputs.status import Rows

TITLES = """
    providers arrivals quarantined row_accounting rejected rejected_examples match_rates provider_pairs
    match_decisions_not_taken conflicts largest_conflicts unexpected_columns drift distributions misdecoded_titles
    unanswered
""".split()
MADE_AT = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)


def drawn(**tables: Rows) -> str:
    return page({title: tables.get(title, []) for title in TITLES}, "embedded", MADE_AT)


def accounting(table: str, *numbers: int) -> Rows:
    names = ("rows_in_bronze", "newest_of_a_title", "older_versions", "replaced", "rejected", "unaccounted")
    return [{"table": table, **dict(zip(names, numbers, strict=True))}]


def test_a_lake_with_nothing_in_it() -> None:
    text = drawn(unanswered=[{"question": "drift", "needs": "bronze.critic_agg"}])
    assert "Made on 2026-11-20 at 09:05 UTC by the embedded runtime" in text
    assert "1 parts of this report need tables" in text
    assert "<table" not in text and "<svg" not in text and 'class="bad"><b>' not in text


def test_nothing_but_inline_style_may_be_loaded() -> None:
    text = drawn()
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"" in text
    assert "http://" not in text and "https://" not in text and "<script" not in text and "url(" not in text


@pytest.mark.parametrize("text", ["<b>&amp;", '" onload="x', "</title><script>", "{{ 7 * 7 }}"])
def test_text_stays_text_in_cells_labels_and_legends(text: str) -> None:
    drawn_text = drawn(
        row_accounting=accounting(text, 1, 1, 0, 0, 0, 0),
        match_rates=[{"provider": text, "rule": text, "movies": 1, "share": Decimal(1)}],
        arrivals=[{"provider": text, "delivered_on": date(2026, 1, 1), "taken": 1, "quarantined": 0, "rows": 0}],
    )
    quiet = drawn_text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
    assert quiet.count(text) >= 8
    assert text not in drawn_text or text == "{{ 7 * 7 }}"


def test_control_characters_are_shown() -> None:
    text = drawn(rejected_examples=[{"table": "a", "value": "\x00\x1b[2J\x85"}])
    assert "<bdi>\\x00\\x1b[2J\\x85</bdi>" in text


def test_parts_of_a_bar_add_up() -> None:
    text = drawn(row_accounting=accounting("a", 8, 4, 2, 0, 2, 0))
    for part in ('class="s0" x="0.0" y="0" width="50.0"', 'class="s1" x="50.0" y="0" width="25.0"'):
        assert part in text
    assert 'class="s2" x="75.0" y="0" width="25.0"' in text
    assert 'aria-label="a: newest of a title 4, older versions 2, rejected 2, unaccounted 0"' in text


def test_deliveries_stand_where_their_days_are() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 5)]
    arrivals = [{"provider": "a", "delivered_on": day, "taken": 1, "quarantined": 1, "rows": 5} for day in days]
    text = drawn(arrivals=arrivals)
    for x in ("0.0", "49.4", "98.8"):
        assert f'class="s0" x="{x}"' in text and f'class="quarantined" x="{x}"' in text


@pytest.mark.parametrize(("share", "shown"), [(0, "0 %"), (Decimal("0.00049"), "under 0.1 %"), (0.0795, "8 %")])
def test_percent(share: Decimal, shown: str) -> None:
    assert percent(share) == shown
