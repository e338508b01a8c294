"""The wheel in an environment of its own, without the checkout: the main job, the example, the report, Python."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.journey.support import Result, call

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "three_movies"
# Where each folder of the checkout is in the wheel.
HOLDS = {
    "ingest": "ingest",
    "movies_lakehouse": "movies_lakehouse",
    "dbt": "movies_lakehouse/dbt_project",
    "examples/pixar": "movies_lakehouse/examples/pixar",
}
LEFT_OUT = {"Dockerfile", "requirements.in", "__pycache__", "target", "logs"}
# Which are not in the environment: they come with the extra `stack`.
FOR_THE_STACK = ("botocore", "dbt.adapters.trino", "s3fs", "trino")

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """An environment that has the wheel and what it depends on, and nothing else."""

    folder: Path

    def __call__(self, cwd: Path, program: str, *arguments: str) -> Result:
        """Runs a program of the environment, which has nothing of ours in its own."""
        done = subprocess.run(
            [self.folder / "bin" / program, *arguments],
            cwd=cwd,
            env={"PATH": os.defpath, "HOME": str(cwd), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def files(self) -> dict[Path, tuple[int, int]]:
        """Size and time of change of every file, except what Python compiled."""
        paths = [path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in paths}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """With the versions that are pinned for everybody else, too."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pinned = folder / "constraints.txt"
    # Without the hashes: pip would want one of the wheel, too.
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith(" ")]
    pinned.write_text("\n".join(line.removesuffix("\\") for line in lines))
    pip("--python", str(folder / "bin" / "python"), "install", "--no-compile", "--constraint", str(pinned), str(wheel))
    return Installed(folder)


@pytest.fixture(scope="module")
def job(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which the main job was done."""
    folder = tmp_path_factory.mktemp("job")
    shutil.copytree(DATA, folder, dirs_exist_ok=True)
    config = folder / "input.yaml"
    config.write_text(config.read_text().replace("${OUT}", "out"))
    before = installed.files()
    result = installed(folder, "movies", "run", "input.yaml")
    assert (result.exit_code, result.err) == (0, "")
    yield folder
    # Whatever the tests did with it: an installation may be one that its user cannot write to.
    assert installed.files() == before


def pip(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_wheel_holds_what_the_command_needs_and_nothing_else(wheel: Path) -> None:
    there = {
        f"{place}/{path.relative_to(ROOT / folder)}"
        for folder, place in HOLDS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.relative_to(ROOT).parts)
    }
    names = [name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert sorted(names) == sorted(there)


def test_the_main_job(job: Path) -> None:
    gold = {row["movie_title"]: row for row in rows(job / "out/gold/movies_unified.csv")}
    assert gold.keys() == {"Inception", "The Dark Knight", "Parasite"}
    assert gold["Inception"]["worldwide_box_office_gross_usd"] == "828276195.00"
    assert gold["Inception"]["roi"] == "2.1857"
    assert gold["Parasite"]["roi"] == ""
    assert (job / "lake/catalog.db").exists()


def test_a_second_run_does_nothing(installed: Installed, job: Path) -> None:
    result = installed(job, "movies", "run", "input.yaml")
    assert (result.exit_code, result.err) == (0, "")
    assert "nothing was built, nothing was published" in result.out


def test_the_quality_page(installed: Installed, job: Path) -> None:
    result = installed(job, "movies", "quality", "--html", "quality.html")
    assert (result.exit_code, result.err) == (0, "")
    page = (job / "quality.html").read_text(encoding="utf-8")
    css = (ROOT / "movies_lakehouse/outputs/pages/page.css").read_text(encoding="utf-8")
    assert css.strip() in page
    assert "critic_agg" in page


def test_the_lake_from_python(installed: Installed, job: Path) -> None:
    asks = "print(open_lake().rows('select count(*) as movies from gold.movies_unified'), movies_lakehouse.__file__)"
    result = installed(
        job, "python", "-I", "-c", f"import movies_lakehouse; from movies_lakehouse import open_lake; {asks}"
    )
    assert (result.exit_code, result.err) == (0, "")
    answer, _, file = result.out.strip().partition("] ")
    assert answer == "[{'movies': 3}"
    assert Path(file).is_relative_to(installed.folder)


def test_the_example(installed: Installed, job: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The `job` for what it checks at its end."""
    of_wheel, of_checkout = tmp_path / "wheel", tmp_path / "checkout"
    of_wheel.mkdir()
    of_checkout.mkdir()
    demo = installed(of_wheel, "movies", "demo")
    assert (demo.exit_code, demo.err) == (0, "")
    monkeypatch.chdir(of_checkout)
    assert without_next(call("demo").out) == without_next(demo.out)
    for path in (of_wheel, of_checkout):
        assert sorted(each.name for each in path.iterdir()) == ["lake", "out"]
        assert len(rows(path / "out/gold/movies_unified.csv")) == 31


def without_next(out: str) -> list[str]:
    """What was said, sorted, since deliveries are loaded side by side; not `Next:`, which says where the program is."""
    lines = out.partition("\nNext: ")[0].splitlines()
    assert "# Movies by worldwide gross against production budget" in lines
    return sorted(lines)


def test_the_embedded_lake_needs_nothing_of_the_stack(installed: Installed, job: Path) -> None:
    for name in FOR_THE_STACK:
        assert installed(job, "python", "-I", "-c", f"import {name}").exit_code == 1, name
    doctor = installed(job, "movies", "doctor", "--json")
    assert (doctor.exit_code, doctor.err) == (0, "")


@pytest.mark.parametrize("verb", [("status",), ("doctor",), ("ingest", "critic_agg.csv")])
def test_the_stack_says_which_extra_it_needs(installed: Installed, job: Path, verb: tuple[str, ...]) -> None:
    result = installed(job, "movies", "--runtime", "stack", *verb)
    assert result.exit_code == 1
    assert result.error().endswith("install them: pip install 'movies-lakehouse[stack]'")


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("movies new-provider", ("movies", "new-provider", "awards", "--from", "critic_agg.csv")),
        ("generate", ("python", "-m", "movies_lakehouse.build.generate")),
        ("docs_site", ("python", "-m", "movies_lakehouse.outputs.docs_site")),
    ],
)
def test_what_changes_the_project_needs_a_checkout(
    installed: Installed, job: Path, command: str, program: tuple[str, ...]
) -> None:
    result = installed(job, *program)
    assert result.exit_code == 1
    assert result.error() == f"{command} works on the project's source files; run it in a checkout of the repository"
