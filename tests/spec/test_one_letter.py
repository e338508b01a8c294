"""Which titles differ by one letter."""

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
