import codecs
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.common.errors import BadFile
from ingest.readers import json_document, text
from ingest.readers.batch import MAX_FIELD_BYTES
from tests.unit.ingest.support import Row, json_movies, read_all

MOVIE = '{"title": "Up", "year": "2009", "score": 7.10}'
UP = ("Up", "2009", "7.10", None)


def rows(data: str) -> list[Row]:
    return read_all(data.encode(), json_movies())[0]


def malformed(item: str) -> tuple[int, str, str]:
    """The one malformed record of a file with a sound movie before and after an item."""
    found, (row,), _ = read_all(f"[{MOVIE},\n{item}, {MOVIE}]".encode(), json_movies())
    assert found == [(1, UP), (3, UP)]
    return row.line, row.text, row.reason


def refusal(data: str) -> str:
    with pytest.raises(BadFile) as caught:
        read_all(data.encode(), json_movies())
    return str(caught.value)


@pytest.mark.parametrize("number", ["1.10", "1e5", "-0", "12345678901234567890", "0.1E-400", "9" * 5000])
def test_numbers_keep_their_text(number: str) -> None:
    assert rows(f'[{{"title": {number}, "year": 1, "score": 2}}]') == [(1, (number, "1", "2", None))]


def test_other_values() -> None:
    data = '[{"title": "A \\u00e9 \\"b\\"", "year": null, "score": true}, {"score": false, "title": ""}, {"year": "x"}]'
    assert rows(data) == [
        (1, ('A é "b"', None, "true", None)),
        (2, ("", None, "false", None)),
        (3, (None, "x", None, None)),
    ]


def test_keys_are_matched_like_headers() -> None:
    table = json_movies(renamed={"Movie": "title"}, optional=["score"])
    found, _, unexpected = read_all(b'[{" MOVIE ": "Up", "Year": 1}]', table)
    assert found == [(1, ("Up", "1", None, None))]
    assert unexpected == []


def test_unexpected_keys_are_kept_with_their_digits() -> None:
    more = '"x": 1.50, "n": {"a": [1e3, "1e3", true, null, {}, []]}, "é": "\\u0000"'
    found, _, unexpected = read_all(f"[{MOVIE[:-1]}, {more}}}, {MOVIE}]".encode(), json_movies())
    assert found[0][1][3] == "{" + more + "}"
    assert found[1] == (2, UP)
    assert unexpected == ["x", "n", "é"]


@pytest.mark.parametrize("data", [f"[{MOVIE}]", f" \n[\n{MOVIE}\n]\n ", MOVIE, f"{MOVIE}\n", f"{MOVIE}\r\n\n \n"])
def test_arrays_and_json_lines(data: str) -> None:
    assert rows(data) == [(1, UP)]
    assert read_all(codecs.BOM_UTF8 + data.encode(), json_movies())[0] == [(1, UP)]
    assert read_all(codecs.BOM_UTF16_LE + data.encode("utf-16-le"), json_movies())[0] == [(1, UP)]
    assert read_all(gzip.compress(data.encode()), json_movies(), "movies.json.gz")[0] == [(1, UP)]


def test_an_empty_array_has_no_rows() -> None:
    assert rows("[ ]") == []


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("1", "not an object"),
        ("null", "not an object"),
        ('"text"', "not an object"),
        ('[["title", "Up"]]', "not an object"),
        ('{"title": "a", "title": "b"}', "the key 'title' is there twice"),
        ('{"title": "a", "TITLE ": "b"}', "the keys 'title' and 'TITLE ' are both column 'title'"),
        ('{"x": 1, "x": 1}', "the key 'x' is there twice"),
        ('{"title": {"en": "Up"}}', "a nested value where text is due"),
        ('{"title": []}', "a nested value where text is due"),
        ('{"x": {"a": 1, "a": 2}}', "a nested object has a key twice"),
        ('{"x": ' + "[" * 100 + "]" * 100 + "}", "nested too deep for data about movies"),
        ('{"title": "\\ud800"}', "text that is not valid Unicode (half of a surrogate pair)"),
        ('{"x": "\\ud800"}', "text that is not valid Unicode (half of a surrogate pair)"),
        ('{"\\ud800": 1}', "text that is not valid Unicode (half of a surrogate pair)"),
        ('{"title": "a\\u0000b"}', "NUL bytes"),
        (f'{{"title": "{"é" * (MAX_FIELD_BYTES // 2 + 1)}"}}', "a field is larger than 64 KiB"),
        (f'{{"x": "{"é" * (MAX_FIELD_BYTES // 2 + 1)}"}}', "a field is larger than 64 KiB"),
    ],
)
def test_unreadable_items_keep_their_text(item: str, reason: str) -> None:
    assert malformed(item) == (2, item, reason)


def test_what_is_nested_as_deep_as_may_be() -> None:
    deep = MOVIE.replace("}", ', "x": ' + "[" * 99 + "]" * 99 + "}")
    assert [line for line, _ in rows(f"[{deep}]")] == [1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "empty file"),
        (" \n ", "empty file"),
        ("null", "line 1: starts with 'n', not with an array"),
        ("title,year\n", "line 1: starts with 't', not with an array"),
        (f"[{MOVIE},]", "line 1, item 2: not JSON (a comma too many)"),
        (f"[{MOVIE}\n{MOVIE}]", "line 2, item 1: not JSON (a comma or the end of the array is due here)"),
        (f"[{MOVIE},,{MOVIE}]", "line 1, item 2: not JSON (a value is due here)"),
        (f"[{MOVIE}] []", "line 1: something follows the array"),
        (f"[]\n\n{MOVIE}", "line 3: something follows the array"),
        (f"[{MOVIE},\n{MOVIE[:20]}", "line 2, item 2: the file ends in the middle of it"),
        (f"[{MOVIE},\n", "the file ends before its array does"),
        (f"[{MOVIE}", "the file ends in the middle of it"),
        ("[", "the file ends before its array does"),
        (f"[{MOVIE},\n{{'title': 1}}]", "line 2, item 2: not JSON (Expecting property name"),
        (f'[{MOVIE},\n{{"title": NaN}}]', "line 2: NaN is not JSON; deliver null"),
        ('[{"title": -Infinity}]', "line 1: -Infinity is not JSON"),
        ("[" * 200_000, "line 1: nested too deep"),
        (f'{{"data":\n[{MOVIE}]}}', "one JSON object over several lines; deliver the array of objects itself"),
        (f'{{"data": [{MOVIE}]}}', "one object around all others; if 'data' holds them, say 'records: data'"),
        (f"{MOVIE}\nnonsense\n", "line 2, item 2: not JSON (a value is due here)"),
        (f"{MOVIE},\n{MOVIE}\n", "deliver the array of objects itself, or one object a line"),
        ('[{"title": 1, "yaer": 2, "score": 3}]', "if 'yaer' is its new name, put that under 'renamed'"),
        ("[1, 2]", "columns 'title', 'year', 'score' missing"),
        (
            "[" + ", ".join(['{"title": "a", "year": 1, "score": 2}'] * 7 + ["1"] * 3) + "]",
            "3 malformed records among 10",
        ),
        ("<html>", "this is an HTML page"),
    ],
)
def test_refused(data: str, message: str) -> None:
    assert message in refusal(data)


def test_not_in_the_encoding() -> None:
    with pytest.raises(BadFile, match="line 2: byte 0xE9 is not UTF-8"):
        read_all(b'[{"title":\n"\xe9"}]', json_movies())


def test_a_very_large_item_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_document, "MAX_RECORD_BYTES", 5000)
    monkeypatch.setattr(text, "JSON_PIECE_BYTES", 1000)
    assert rows(f'[{MOVIE}, {MOVIE[:-1]}, "x": "{"y" * 4000}"}}]')[0] == (1, UP)
    assert "line 1, item 2: larger than" in refusal(f'[{MOVIE}, {MOVIE[:-1]}, "x": "{"y" * 9000}"}}]')


VALUES = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
ITEMS = st.dictionaries(st.sampled_from(["title", "year", "score", "x", "Y"]), VALUES | st.lists(VALUES)) | VALUES
SOUND = {"title": "t", "year": 1, "score": 2}


@settings(max_examples=150, deadline=None)
@given(st.lists(ITEMS, max_size=6), st.sampled_from([None, 1]), st.integers(1, 40))
def test_pieces_can_be_cut_anywhere(items: list[object], indent: int | None, piece_bytes: int) -> None:
    data = json.dumps([SOUND, *items], indent=indent, ensure_ascii=False).encode()
    table = json_movies(max_malformed=1)
    whole = read_all(data, table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "JSON_PIECE_BYTES", piece_bytes)
        patch.setattr(text, "check_is_text", lambda head: None)
        assert read_all(data, table) == whole
    assert len(whole[0]) + len(whole[1]) == len(items) + 1


WRAPPED = (
    '{"meta": {"page": 1, "of": [1, {"x": "]}"}], "movies": 7}, "data": {"more": [], '
    '"movies": [{"title": "Up", "year": 2009, "score": 8.30},\n{"title": "Coco", "year": 2017, "score": null}], '
    '"n": 2}, "z": -1}\n'
)


@pytest.mark.parametrize("piece_bytes", [1, 2, 7, 1 << 20])
def test_records_are_found_at_the_end_of_their_path(piece_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "JSON_PIECE_BYTES", piece_bytes)
    assert read_all(WRAPPED.encode(), json_movies(records="data.movies")) == (
        [(1, ("Up", "2009", "8.30", None)), (2, ("Coco", "2017", None, None))],
        [],
        [],
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "empty file"),
        ("[]", "line 1: the file is not an object, and the contract's 'records' looks for 'data' in it"),
        ("{}", "the file has no key 'data', only none at all"),
        ('{"datas": 1, "x": 2}', "the file has no key 'data', only 'datas', 'x'; say under 'records' in the contract"),
        ('{"data": []}', "'data' is not an object, and the contract's 'records' looks for 'movies' in it"),
        ('{"data": {"movies": {}}}', "'movies' is not the list that the contract's 'records' names"),
        ('{"data": {"movies": []}, "data": {"movies": []}}', "the key 'data' is there twice"),
        ('{"data": {"movies": []}} x', "something follows the object; deliver one object a file"),
        ('{"data": {"movies": []}', "the file ends in the middle of it"),
        ('{"data": {"movies": [1, 2}}', "a comma or the end of the array is due here"),
        ('{"data": {"movies": []} "x": 1}', "a comma or the end of the object is due here"),
        ('{"data" {"movies": []}}', "a colon is due here"),
        ('{data: {"movies": []}}', "a key is due here"),
        ('{"x": nul, "data": {"movies": []}}', "a value is due here"),
        ('{"x": NaN, "data": {"movies": []}}', "NaN is not JSON"),
        ('{"x": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deep"),
        ('{"x": ' + '{"x": ' * 100_000 + "1" + "}" * 100_001, "nested too deep"),
    ],
)
def test_what_does_not_lead_to_records_is_refused(data: str, message: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_all(data.encode(), json_movies(records="data.movies"))
    assert message in str(caught.value)
