"""Titles, years and figures as providers may write them, and how one title comes to be spelled in many ways."""

import unicodedata
from collections.abc import Callable

from hypothesis import strategies as st

from tests.parity.divergences import DIVERGENCES
from tests.spec import test_numbers, test_titles
from tests.spec.table import rows

TITLES = [case["title"] for table in test_titles.TABLES.values() for case in rows(table)] + [
    '=HYPERLINK("http://example.org")',
    "@SUM(1+1)",
    'Say "Up", twice',
    "Line\nbreak, The",
    "\u202eright to left\u202c",
    "\u0645\u0631\u062d\u0628\u0627 Up",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 Family",
    "e\u0301\u0327\u0323tude",
    "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "\u0130\u0131I\u0307",
    "\u01c5 \u1e9e \ufb03",
    "NUL\0byte",
    "x" * 1000,
]
NUMBERS = [case["text"] for table in test_numbers.TABLES.values() for case in rows(table)]
YEARS = ["2010", "1999", "1895"]
ODD_YEARS = ["1869", "1870", "2100", "2101", "2010.0", "2010.", "+1999", "\u00a01895 ", "1999.5", "MMX", "", None]
# What two engines may not agree on is tested by itself.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="".join(DIVERGENCES))
SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    str.swapcase,
    lambda title: f"\ufeff{title}\u00a0",
    lambda title: f"\t {title}\r\n",
    lambda title: f"{title}, The",
    lambda title: title.replace("'", "’").replace(" ", "  "),
    lambda title: unicodedata.normalize("NFD", title),
    lambda title: unicodedata.normalize("NFC", title),
    lambda title: "\u200b".join(title[:20]),
]


def titles() -> st.SearchStrategy[str]:
    return st.sampled_from(TITLES) | st.text(CHARACTERS, max_size=8)


def years() -> st.SearchStrategy[str | None]:
    return st.sampled_from(ODD_YEARS) | st.text(CHARACTERS, max_size=3)


def figures() -> st.SearchStrategy[str | None]:
    """Mostly sound ones, so that there is much to compare; for any column."""
    whole, hundredths = st.integers(0, 110), st.integers(0, 99)
    decimals = st.builds("{}.{}".format, whole, hundredths)
    odd = st.none() | st.text(CHARACTERS, max_size=3)
    return whole.map(str) | decimals | st.sampled_from(NUMBERS) | st.integers(0, 10**12).map(str) | odd
