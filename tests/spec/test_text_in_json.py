"""What is read of a column that was not expected when it was delivered."""

import json

from tests.spec.engines import Engine, given

# A JSON object as bronze keeps it in `_extra`, and the text under the key "Studio's".
CASES = {
    '{"Studio\'s": "Pixar"}': "Pixar",
    '{"other": 1, "Studio\'s": ""}': "",
    '{"Studio\'s": "Caf\\u00e9 \\"A\\", B"}': 'Café "A", B',
    # Numbers lose no digit.
    '{"Studio\'s": 7.10, "z": 1}': "7.10",
    '{"Studio\'s": 1e3}': "1e3",
    '{"Studio\'s": -12345678901234567890.125}': "-12345678901234567890.125",
    '{"a": {"Studio\'s": 1}, "Studio\'s": 2}': "2",
    '{"Studio\'s": true}': "true",
    '{"Studio\'s": null}': None,
    '{"Studio\'s": ["Pixar"]}': None,
    '{"Studio\'s": {"name": "Pixar"}}': None,
    '{"studio\'s": "Pixar"}': None,
    "{}": None,
}


def test_text_in_json(engine: Engine) -> None:
    text = engine.macro["text_in_json"]("one", json.dumps("Studio's"))
    found = engine.rows(f"select {text} from {given('one', [[case] for case in CASES])} order by place")
    assert dict(zip(CASES, (value for (value,) in found), strict=True)) == CASES


def test_a_key_with_signs_of_json_and_of_patterns(engine: Engine) -> None:
    for key in ('a "b"', "a\\b", "a.b[0]*", "$", "é (2)"):
        document = json.dumps({"other": 2.50, key: 1.25}, ensure_ascii=False)
        text = engine.macro["text_in_json"]("one", json.dumps(key, ensure_ascii=False))
        assert engine.rows(f"select {text} from {given('one', [[document]])}") == [("1.25",)], key
