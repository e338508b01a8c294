"""Every code point of Unicode, and every letter that is written in several, compared as part of a title."""

from tests.spec.engines import Engine
from tests.spec.test_titles import compared

# Numbers from 0 to 32 ** 4 - 1: all planes but the last, which is for private use.
DIGITS = ", ".join(f"({digit})" for digit in range(32))
POINTS = f"""
    digits (digit) as (values {DIGITS}),
    numbers (point) as (
        select ((a.digit * 32 + b.digit) * 32 + c.digit) * 32 + d.digit
        from digits as a cross join digits as b cross join digits as c cross join digits as d
    ),
    letters (letter) as (select chr(point) from numbers where point between 1 and 55295 or point > 57343)
"""
# Syllables are put together by arithmetic, which needs no table that could be older on one engine.
NO_HANGUL = "letter not between '가' and '힣'"


def compared_differently(duckdb: Engine, trino: Engine) -> set[str]:
    """Letters of which the two engines keep something different."""
    here, there = compared_letters(duckdb), compared_letters(trino)
    single = {letter for letter in here.keys() | there.keys() if here.get(letter) != there.get(letter)}
    parts = decomposed(trino)
    results = zip(parts, compared(duckdb, parts), compared(trino, parts), strict=True)
    return single | {part for part, first, second in results if first != second}


def compared_letters(engine: Engine) -> dict[str, str]:
    """What is left of each letter between two others, where that is not the letter."""
    key = engine.macro["title_key"]("title")
    found = engine.rows(f"""
        with {POINTS},
            titled as (select letter, 'a' || letter || 'b' as title from letters),
            keyed as (select letter, title, {key} as title_key from titled)
        select letter, title_key from keyed where title_key <> title
    """)
    return {letter: title_key for letter, title_key in found}


def decomposed(trino: Engine) -> list[str]:
    """Each letter that can be written as several signs, so written."""
    found = trino.rows(f"""
        with {POINTS}
        select normalize(letter, NFD) from letters where normalize(letter, NFD) <> letter and {NO_HANGUL}
    """)
    return sorted({parts for (parts,) in found})
