"""Which parts of a title another provider may print alone."""

import pytest

from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "Brackets": r"""
| part            | title                       | text             | why                |
|-----------------|-----------------------------|------------------|--------------------|
| before brackets | Léon (The Professional)     | Léon             | one name           |
| before brackets | Léon [The Professional]     | Léon             | in square ones     |
| before brackets | (500) Days of Summer        |                  | brackets elsewhere |
| in brackets     | Léon (The Professional)     | The Professional | the other name     |
| in brackets     | The Raid (aka Serbuan maut) | Serbuan maut     | without a.k.a.     |
| in brackets     | (500) Days of Summer        |                  | brackets elsewhere |
""",
    "Other names": r"""
| part           | title                                              | text             | why                         |
|----------------|----------------------------------------------------|------------------|-----------------------------|
| before a.k.a.  | Léon, a.k.a. The Professional                      | Léon             | with dots and a comma       |
| before a.k.a.  | Léon AKA: The Professional                         | Léon             | in upper case, with a colon |
| before a.k.a.  | Osaka Elegy                                        |                  | not inside a word           |
| after a.k.a.   | Léon a.k.a. The Professional                       | The Professional | the other name              |
| after a.k.a.   | Akasha                                             |                  | not at the start of a word  |
| before a slash | Cidade de Deus / City of God                       | Cidade de Deus   | two names                   |
| before a slash | Face/Off                                           |                  | no spaces: one name         |
| after a slash  | Cidade de Deus / City of God                       | City of God      | two names                   |
| after a slash  | Face/Off                                           |                  | no spaces: one name         |
| before or      | Dr. Strangelove or: How I Learned to Stop Worrying | Dr. Strangelove  | with a colon                |
| before or      | Birdman, or The Unexpected Virtue of Ignorance     | Birdman          | with a comma                |
| before or      | Do or Die                                          | Do               | no film is called so        |
| before or      | Ordinary People                                    |                  | not at the start of a word  |
""",
    "Owners": r"""
| part                  | title                            | text                | why                        |
|-----------------------|----------------------------------|---------------------|----------------------------|
| without an owner      | Lee Daniels' The Butler          | The Butler          | an apostrophe alone        |
| without an owner      | Stephen King’s The Shining       | The Shining         | a curly one                |
| without an owner      | Disney's A Christmas Carol       | A Christmas Carol   | a                          |
| without an owner      | Schindler's List                 |                     | no article, no other name  |
| without an owner      | Avengers: Bob's The Way          |                     | not behind a colon         |
| without a known owner | Tyler Perry's Madea Goes to Jail | Madea Goes to Jail  | a name on the list         |
| without a known owner | Dr. Seuss' Horton Hears a Who!   | Horton Hears a Who! | an apostrophe alone        |
| without a known owner | Disney/Pixar's Cars              | Cars                | two companies              |
| without a known owner | Schindler's List                 |                     | not on the list            |
| without a known owner | Disneyland                       |                     | not the start of a word    |
| without a known owner | Bram Stoker's Dracula            |                     | filmed by many: which one? |
""",
    "Dividers": r"""
| part                     | title                         | text                 | why                       |
|--------------------------|-------------------------------|----------------------|---------------------------|
| after the first divider  | Mission: Impossible - Fallout | Impossible - Fallout | the longest rest          |
| after the first divider  | 2001:A Space Odyssey          |                      | no space behind the colon |
| after the last divider   | Mission: Impossible - Fallout | Fallout              | the shortest rest         |
| after the last divider   | Alien – Covenant              | Covenant             | a dash                    |
| after the last divider   | Spider-Man                    |                      | a hyphen in a word        |
| before the first divider | Mission: Impossible - Fallout | Mission              | the shortest start        |
| before the first divider | Alien — Covenant              | Alien                | a long dash               |
| before the first divider | Spider-Man                    |                      | a hyphen in a word        |
""",
}


def parts(engine: Engine, cases: list[tuple[str, str]]) -> list[str]:
    """The named part of each title; empty where it has none."""
    part = engine.macro["title_part"]("part", "title")
    found = engine.rows(f"select {part} from {given('part, title', cases)} order by place")
    return [text or "" for (text,) in found]


@pytest.mark.parametrize("name", TABLES)
def test_title_parts(engine: Engine, name: str) -> None:
    expected = {(case["part"], case["title"]): case["text"] for case in rows(TABLES[name])}
    assert dict(zip(expected, parts(engine, list(expected)), strict=True)) == expected


def test_every_part_is_found_in_one_title_and_missed_in_another(engine: Engine) -> None:
    listed = {(case["part"], bool(case["text"])) for table in TABLES.values() for case in rows(table)}
    assert listed == {(part, found) for part in engine.macro["title_parts"]() for found in (True, False)}
