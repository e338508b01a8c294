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
| before or      | Do or Die                                          | Do               | no movie is called so       |
| before or      | Ordinary People                                    |                  | not at the start of a word  |
""",
    "Another spelling": r"""
| part             | title    | text     | why                                           |
|------------------|----------|----------|-----------------------------------------------|
| another spelling | Up: Away | Up: Away | as another provider prints it, whole          |
| another spelling |          |          | nothing                                       |
""",
    "Signs": r"""
| part               | title                   | text            | why                                  |
|--------------------|-------------------------|-----------------|--------------------------------------|
| 3-D as a number    | Jaws 3-D                | Jaws 3          | the third part                       |
| 3-D as a number    | Step Up 3D              | Step Up 3       | without a hyphen                     |
| 3-D as a number    | Jaws 3-D: The Making Of |                 | not at the end                       |
| a heart as love    | P.S. I ♥ You            | P.S. I  love  You | read as a verb                     |
| a heart as love    | Heartbreakers           |                 | a word                               |
| a lost letter as e | Caf\u{fffd} de Flore    | Cafe de Flore   | the letter that is lost most often   |
| a lost letter as e | Cafe de Flore           |                 | none is lost                         |
""",
    "Two parts": r"""
| part                | title                              | text                         | why                 |
|---------------------|------------------------------------|------------------------------|---------------------|
| the other way round | Mad Max 2: The Road Warrior        | The Road Warrior: Mad Max 2  | divided by a colon  |
| the other way round | Festen (The Celebration)           | The Celebration: Festen      | by brackets         |
| the other way round | The Professional (a.k.a. Léon)     | Léon: The Professional       | without a.k.a.      |
| the other way round | Jackie Brown                       |                              | one part            |
| without a number    | Ice Age 2: The Meltdown            | Ice Age: The Meltdown        | a digit             |
| without a number    | Star Trek II: The Wrath of Khan    | Star Trek: The Wrath of Khan | a numeral           |
| without a number    | Star Wars: Episode II - The Clones | Star Wars: The Clones        | an episode          |
| without a number    | Halloween Part IV: The Return      | Halloween: The Return        | a part              |
| without a number    | Blade Runner 2049: The Book        |                              | four digits: a name |
| without a number    | Toy Story 2                        |                              | at the end: a movie  |
""",
    "Kinds": r"""
| part             | title                                    | text       | why                                    |
|------------------|------------------------------------------|------------|----------------------------------------|
| without its kind | Garfield: The Movie                      | Garfield   | a movie                                 |
| without its kind | Solo: A Star Wars Story                  | Solo       | and of which series                    |
| without its kind | Precious: Based on the Novel             | Precious   | after what                             |
| without its kind | Robin Hood: Prince of Thieves            |            | another movie of the year is Robin Hood |
| without its kind | American: The Bill Hicks Story           |            | the story tells whose                  |
| without its kind | Arrival: A Short Film                    |            | another movie of the year is Arrival    |
""",
    "Sagas": r"""
| part             | title                        | text         | why                  |
|------------------|------------------------------|--------------|----------------------|
| without its saga | The Twilight Saga: Eclipse   | Eclipse      | which saga           |
| without its saga | The Forsyte Saga             |              | the saga itself      |
| without its saga | F9: The Fast Saga            |              | a subtitle           |
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
| without a known owner | Bram Stoker's Dracula            | Dracula             | the tale's author          |
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
    "Told subtitles": r"""
| part                   | title                                 | text      | why                           |
|------------------------|---------------------------------------|-----------|-------------------------------|
| before a told subtitle | Anchorman: The Legend of Ron Burgundy | Anchorman | an article                    |
| before a told subtitle | Nosferatu - A Symphony of Horror      | Nosferatu | behind a dash                 |
| before a told subtitle | Star Wars: Episode IV - A New Hope    | Star Wars | in the last part              |
| before a told subtitle | Borat: How I Learned to Love Texas    | Borat     | five words or more            |
| before a told subtitle | Robin Hood: Prince of Thieves         |           | another movie is *Robin Hood* |
| before a told subtitle | Che: Part Two                         |           | another part                  |
""",
}


def parts(engine: Engine, cases: list[tuple[str, str]]) -> list[str]:
    """The named part of each title; empty where it has none."""
    part = engine.macro["title_variant"]("part", "title")
    found = engine.rows(f"select {part} from {given('part, title', cases)} order by place")
    return [text or "" for (text,) in found]


@pytest.mark.parametrize("name", TABLES)
def test_title_variants(engine: Engine, name: str) -> None:
    expected = {(case["part"], case["title"]): case["text"] for case in rows(TABLES[name])}
    assert dict(zip(expected, parts(engine, list(expected)), strict=True)) == expected


def test_every_part_is_found_in_one_title_and_missed_in_another(engine: Engine) -> None:
    listed = {(case["part"], bool(case["text"])) for table in TABLES.values() for case in rows(table)}
    assert listed == {(part, found) for part in engine.macro["title_variants"]() for found in (True, False)}
