"""What lies in a folder: names with odd days, files of one name, folders, links, files of which nothing can be used."""

from pathlib import Path

import pytest

from tests.journey.support import CRITIC, GROSS, Movies, Result, pulse

pytestmark = pytest.mark.slow

NO_DAY = "no day of delivery in the name of "
SCORES = "select critic_score_percentage, total_critic_reviews_counted, _delivered_on from silver.critic_agg"


def critic(title: str, score: int = 80, reviews: int = 100) -> str:
    return f"{CRITIC}{title},2001,{score},7.4,{reviews}\n"


def landed(movies: Movies, files: dict[str, str]) -> Path:
    """A folder with these files, by their path in it."""
    for name, content in files.items():
        path = movies.folder / "landing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return movies.folder / "landing"


# A name, and the day that bronze has of it; or what is said instead.
NAMES = {
    "critic_agg_20261101093000.csv": "2026-11-01",
    "critic_agg_2026_11_01.csv": "2026-11-01",
    "critic_agg_2026.11.02.csv": "2026-11-02",
    "critic_agg_2026-11-01T093000.csv": "2026-11-01",
    "critic_agg_2026-11-01 (1).csv": "2026-11-01",
    "critic_agg_v2_20261101.csv": "2026-11-01",
    "critic_agg_2026-13-01.csv": "2026-13-01 in its name is no day",
    "critic_agg_20261131.csv": "20261131 in its name is no day",
    "critic_agg_2062-11-01.csv": "2062-11-01 in its name is a day to come",
    "critic_agg_01-11-2026.csv": "",
    "critic_agg_2026-11.csv": "",
    "critic_agg_2026W45.csv": "",
    "critic_agg_261101.csv": "",
}


def test_days_in_names(movies: Movies) -> None:
    folder = landed(movies, {name: critic(f"Probe {number}") for number, name in enumerate(NAMES)})
    loaded = movies("ingest", str(folder))
    assert (loaded.exit_code, loaded.err) == (0, "")
    without = sorted(name for name, says in NAMES.items() if not says.startswith("2026-11-0"))
    assert loaded.line(NO_DAY).startswith(NO_DAY + ", ".join(without) + ": dated files count as newer; ")
    for name, says in NAMES.items():
        receipt = f"  critic_agg  {name}  1 read, 1 loaded, 0 malformed"
        assert loaded.line(f"  {name}  ") == (f"{receipt}, {says}" if "in its name" in says else receipt)
    rows = "select _file, cast(_delivered_on as varchar) from bronze.critic_agg order by 1"
    expected = {name: None if name in without else says for name, says in NAMES.items()}
    assert movies.rows(rows) == sorted(expected.items())
    records = "select file, cast(delivered_on as varchar) from bronze.deliveries order by 1"
    assert movies.rows(records) == sorted(expected.items())
    # Once: the second time nothing is loaded.
    assert NO_DAY not in movies("ingest", str(folder)).out
    checked = movies("check", str(folder / "critic_agg_2062-11-01.csv")).out
    assert "2062-11-01 in its name is a day to come (nothing was loaded" in checked


@pytest.mark.parametrize(
    "name", ["critic_agg_20261005083000.csv", "critic_agg_2062-11-01.csv", "critic_agg_20261131.csv", "critic_agg.csv"]
)
def test_what_has_no_later_day_covers_nothing(movies: Movies, name: str) -> None:
    assert movies.ingest({"critic_agg": {"critic_agg_2026-11-20.csv": critic("Harbor Lights", 90, 300)}}).exit_code == 0
    assert movies.ingest({"critic_agg": {name: critic("Harbor Lights", 40, 20)}}).exit_code == 0
    assert movies("transform").exit_code == 0
    ((score, reviews, day),) = movies.rows(SCORES)
    assert (score, reviews, str(day)) == (90, 300, "2026-11-20")
    assert movies.rows("select critic_score_percentage, providers from gold.movies_unified") == [(90, 1)]
    newest = movies("status", "--json").json()["providers"][2]["newest"]
    assert newest >= "2026-11-20"


def test_of_files_without_a_day_the_later_load_counts_and_ages_are_of_the_load(movies: Movies) -> None:
    for score in (50, 60):
        assert movies.ingest({"critic_agg": {f"critic_agg_{score}.csv": critic("Up", score)}}).exit_code == 0
    assert movies("transform").exit_code == 0
    assert movies.rows(SCORES) == [(60, 100, None)]
    (today,) = movies.values("select cast(max(loaded_at) as date) from bronze.deliveries")
    assert movies("status", "--json").json()["providers"][2]["newest"] == str(today)
    days = "select last_delivered_on from gold.provider_coverage where kind = 'provider' and providers = 'critic_agg'"
    assert movies.values(days) == [today]
    (arrival,) = movies("quality", "--json").json()["arrivals"]
    assert (arrival["delivered_on"], arrival["taken"]) == (str(today), 2)


def test_a_link_in_a_run_file_keeps_its_own_name(movies: Movies) -> None:
    landed(movies, {"store/0001.bin": critic("Up", 90), "store/0002.bin": critic("Up", 40)})
    (movies.folder / "critic_agg_2026-11-20.csv").symlink_to("landing/store/0001.bin")
    (movies.folder / "critic_agg_2026-11-10.csv").symlink_to("landing/store/0002.bin")
    given = [str(movies.folder / "critic_agg_2026-11-20.csv"), "critic_agg_2026-11-10.csv"]
    result = movies("run", str(movies.configure({"critic_agg": given})))
    assert (result.exit_code, result.err) == (0, "")
    files = "select file, cast(delivered_on as varchar) from bronze.deliveries order by 1"
    assert movies.rows(files) == [
        ("critic_agg_2026-11-10.csv", "2026-11-10"),
        ("critic_agg_2026-11-20.csv", "2026-11-20"),
    ]
    assert movies.values("select critic_score_percentage from gold.movies_unified") == [90]


def test_two_files_of_one_delivery_key_are_refused(movies: Movies) -> None:
    folder = landed(movies, {"a/critic_agg.csv": critic("Up"), "b/critic_agg.csv": critic("Ran")})
    first, second = folder / "a" / "critic_agg.csv", folder / "b" / "critic_agg.csv"
    for paths in ([folder / "a", folder / "b"], [first, second], [folder / "a", second]):
        result = movies("ingest", *map(str, paths))
        assert (result.exit_code, result.out) == (1, "")
        assert result.error() == f"{first} and {second} share the name critic_agg.csv; rename one of them"
    assert not movies.lake_folder.exists()
    # The same file, named twice.
    assert movies("ingest", str(folder / "a"), str(first)).exit_code == 0
    assert movies.values("select movie_title from bronze.critic_agg") == ["Up"]


def test_what_is_left_alone_is_said(movies: Movies) -> None:
    files = {name: critic("Up") for name in ("critic_agg_2026-11-06.csv", "2026-11/critic_agg_2026-11-05.csv")}
    folder = landed(movies, {**files, "notes.txt": "", ".hidden": ""})
    (folder / "critic_agg_latest.csv").symlink_to("gone.csv")
    said = {
        "2026-11": "2026-11/ is a folder; name it as well where it holds deliveries",
        "critic_agg_latest.csv": "critic_agg_latest.csv is a link to nothing; mend or remove it",
        "notes.txt": "notes.txt: no contract takes a file of this name; rename it to fit one of ",
    }
    result = movies("ingest", str(folder))
    assert result.exit_code == 0
    left = [line for line in result.out.splitlines() if line.startswith("left alone: ")]
    assert [line[: len(f"left alone: {why}")] for line, why in zip(left, said.values(), strict=True)] == [
        f"left alone: {why}" for why in said.values()
    ]
    repeated, *left_alone = movies("ingest", "--json", str(folder)).json()
    assert (repeated["file"], repeated["status"]) == ("critic_agg_2026-11-06.csv", "repeat")
    assert {each["file"]: each["status"] for each in left_alone} == dict.fromkeys(said, "left alone")
    assert all(each["reason"].startswith(said[each["file"]]) for each in left_alone)
    assert movies.values("select _file from bronze.critic_agg") == ["critic_agg_2026-11-06.csv"]


SPLIT = "".join(f"Comma, Film {number},2001,81,7.4,140\n" for number in range(9))
# Name, content, why nothing of it can be used.
USELESS = {
    "commas without quotes": ("critic_agg_1.csv", CRITIC + SPLIT, "line 2: 6 fields instead of 5; none of 9 record(s)"),
    "one short line": ("critic_agg_2.csv", CRITIC + "Up\n", "line 2: 1 field instead of 5; none of 1 record(s) can be"),
    "by column": (
        "audience_pulse_1.json",
        pulse({"title": {"0": "Up"}, "year": {"0": "2009"}}),
        "line 1: a nested value where text is due; none of 1 record(s) can be read; mend the file",
    ),
    "an array of texts": ("audience_pulse_2.json", '["Up", "Ran"]', "columns 'title', 'year'"),
    "blank titles": (
        "box_office_domestic_1.csv",
        GROSS + " ,2009,1\n,1985,2\n",
        "no row has both a title in 'film_name' and a year from 1870 to 2100 in 'year_of_release', so that none of 2 "
        "can be used; deliver both",
    ),
    "other texts than years": (
        "box_office_domestic_2.csv",
        GROSS + "Up,TBA,1\nRan,1985-06-01,2\nSoon,2101,3\n,2009,4\n",
        "so that none of 4 can be used",
    ),
    "no years": ("audience_pulse_3.json", pulse({"title": "Up", "year": ""}, {"title": "Ran", "year": None}), "'year'"),
}


@pytest.fixture(scope="module")
def useless(shared: Movies) -> Result:
    """What is said of them all, and of one sound file beside them."""
    files = {name: content for name, content, _ in USELESS.values()}
    return shared("ingest", str(landed(shared, files | {"critic_agg_2026-11-01.csv": critic("Up")})))


@pytest.mark.parametrize(("name", "content", "why"), USELESS.values(), ids=USELESS.keys())
def test_a_file_of_which_nothing_can_be_used(
    shared: Movies, useless: Result, name: str, content: str, why: str
) -> None:
    assert useless.exit_code == 11
    receipt = useless.line(f"  {name}  quarantined: ")
    assert why in receipt
    checked = shared("check", str(shared.folder / "landing" / name))
    assert (checked.exit_code, checked.out.splitlines()[0]) == (11, receipt.strip())
    record = f"select status, rows, malformed_records from bronze.deliveries where file = '{name}'"
    assert shared.rows(record) == [("quarantined", 0, 0)]
    tables = ("critic_agg", "audience_pulse", "box_office_domestic", "malformed_records")
    assert [shared.values(f"select count(*) from bronze.{table}") for table in tables] == [[1], [0], [0], [0]]


@pytest.mark.parametrize(
    "verb",
    [["query", "select 1"], ["status"], ["quality"], ["report"], ["export"], ["doctor"], ["transform"], ["maintain"]],
    ids=str,
)
def test_no_lake_at_a_mistyped_path(movies: Movies, verb: list[str]) -> None:
    result = movies(*verb)
    assert (result.exit_code, result.out) == (1, "")
    assert result.error().startswith(f"{movies.lake_folder}: there is no lake at this path; ")
    assert not movies.lake_folder.exists()
    # Nor in a folder of something else.
    movies.lake_folder.mkdir()
    assert movies(*verb).error().startswith(f"{movies.lake_folder}: there is no lake at this path; ")
    assert list(movies.lake_folder.iterdir()) == []


def test_before_the_first_build(movies: Movies) -> None:
    assert movies.ingest({"critic_agg": {"critic_agg_2026-11-01.csv": critic("Up")}}).exit_code == 0
    exported = movies("export", "--to", str(movies.out))
    assert exported.exit_code == 0
    assert exported.out.splitlines()[1:] == [
        "silver: not built yet; movies transform",
        "gold: not built yet; movies transform",
    ]
    assert "current" not in exported.out
    assert movies("status").out.endswith("gold: not built yet; movies transform\n")
    asked = movies("query", "select * from gold.movies_unified")
    assert asked.exit_code == 1
    assert asked.error().endswith("; gold: not built yet; movies transform")
    assert movies("transform").exit_code == 0
    assert "not built" not in movies("status").out + movies("export", "--to", str(movies.out)).out
