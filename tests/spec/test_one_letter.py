"""Which titles differ by one letter."""

import pytest

from tests.spec.engines import Engine, given

CASES = {
    ("ferrisbuellersdayoff", "ferrisbuellersdayoff"): False,
    ("ferrisbuellersdayoff", "ferrisbuelersdayoff"): True,
    ("ferrisbuellersdayoff", "ferrisbuellorsdayoff"): True,
    ("ferrisbuellersdayoff", "ferisbuelersdayoff"): False,
    # Neighbours that changed places: at the start, inside, at the end.
    ("ferrisbuellersdayoff", "efrrisbuellersdayoff"): True,
    ("ferrisbuellersdayoff", "ferrisbeullersdayoff"): True,
    ("wintersoldier", "wintersolider"): True,
    ("wintersoldier", "wintersoldire"): True,
    # Letters that change places over another one, or twice, are two changes.
    ("wintersoldier", "winterdolsier"): False,
    ("wintersoldier", "winterslodire"): False,
}


def test_one_letter(engine: Engine) -> None:
    found = engine.rows(
        f"select {engine.macro['one_letter_apart']('one', 'other')} from {given('one, other', CASES)} order by place"
    )
    assert dict(zip(CASES, (apart for (apart,) in found), strict=True)) == CASES


KEYS = ["thegodfather", "wintersoldier", "ferrisbuellers", "thelordoftherings", "fastandfurious5drift"]


def edits(key: str) -> set[str]:
    """Every key that is a letter apart: one changed, one left out, one more, neighbours that changed places."""
    places = range(len(key))
    changed = {key[:place] + "q" + key[place + 1 :] for place in places}
    shorter = {key[:place] + key[place + 1 :] for place in places}
    longer = {key[:place] + "q" + key[place:] for place in range(len(key) + 1)}
    exchanged = {key[:place] + key[place + 1] + key[place] + key[place + 2 :] for place in places[:-1]}
    # Shorter keys are not compared, nor are those of other numbers.
    digits = [sign for sign in key if sign.isdigit()]
    alike = {other for other in changed | shorter | longer | exchanged if [s for s in other if s.isdigit()] == digits}
    return {other for other in alike if len(other) >= 12} - {key}


def pairs(engine: Engine, titles: list[tuple[str, str, str]]) -> set[frozenset[str]]:
    """The ids that are found together, of titles with id, year and key."""
    found = engine.rows(f"""
        with whole_titles as (
            select title_id, cast(year as integer) as release_year, match_key
            from {given("title_id, year, match_key", titles)}
        )
        select left_id, right_id from {engine.macro["one_letter_pairs"]("whole_titles")} as pairs
    """)
    return {frozenset(pair) for pair in found}


@pytest.mark.parametrize("key", KEYS)
def test_no_pair_that_is_a_letter_apart_is_missed(engine: Engine, key: str) -> None:
    found = pairs(engine, [(each, "1999", each) for each in (key, *sorted(edits(key)))])
    assert {frozenset((key, other)) for other in edits(key)} <= found


def test_other_years_and_other_numbers_are_other_movies(engine: Engine) -> None:
    titles = [("one", "1999", "wintersoldier2"), ("other year", "2000", "wintersoldire2")]
    assert pairs(engine, [*titles, ("other number", "1999", "wintersoldier3")]) == set()
    assert pairs(engine, [*titles, ("same", "1999", "wintersoldire2")]) == {frozenset(("one", "same"))}
