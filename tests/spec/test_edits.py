"""By how many letters two titles differ."""

from tests.spec.engines import Engine, given

CASES = {
    ("ferrisbuellersdayoff", "ferrisbuellersdayoff"): 0,
    ("ferrisbuellersdayoff", "ferrisbuelersdayoff"): 1,
    ("ferrisbuellersdayoff", "ferrisbuellorsdayoff"): 1,
    # Neighbours that changed places: at the start, inside, at the end.
    ("ferrisbuellersdayoff", "efrrisbuellersdayoff"): 1,
    ("ferrisbuellersdayoff", "ferrisbeullersdayoff"): 1,
    ("wintersoldier", "wintersolider"): 1,
    ("wintersoldier", "wintersoldire"): 1,
    # Letters that change places over another one are two changes.
    ("wintersoldier", "winterdolsier"): 2,
    ("wintersoldier", "winterslodire"): 2,
}


def test_edits(engine: Engine) -> None:
    found = engine.rows(
        f"select {engine.macro['edits']('one', 'other')} from {given('one, other', CASES)} order by place"
    )
    assert dict(zip(CASES, (edits for (edits,) in found), strict=True)) == CASES
