"""What an id of a movie at IMDb, TMDB or Wikidata may look like."""

import pytest

from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "IMDb": r"""
| kind | text                                               | id         | why                               |
|------|----------------------------------------------------|------------|-----------------------------------|
| imdb | tt0114709                                          | tt0114709  | as IMDb writes it                 |
| imdb | tt10872600                                         | tt10872600 | eight digits                      |
| imdb | TT0114709                                          | tt0114709  | in upper case                     |
| imdb | \u{20}tt0114709\u{a0}                              | tt0114709  | spaces around it                  |
| imdb | tt114709                                           | tt0114709  | without zeros in front            |
| imdb | 0114709                                            | tt0114709  | without tt                        |
| imdb | 114709                                             | tt0114709  | its number                        |
| imdb | 114709.0                                           | tt0114709  | as a spreadsheet writes it        |
| imdb | 00010872600                                        | tt10872600 | more zeros than there are         |
| imdb | https://www.imdb.com/title/tt0114709/              | tt0114709  | the address of its page           |
| imdb | http://m.imdb.com/title/tt0114709?ref_=fn_al_1     | tt0114709  | for phones, with a query          |
| imdb | imdb.com/title/tt0114709                           | tt0114709  | shortened                         |
| imdb | https://www.imdb.com/de/title/tt0114709/reference/ | tt0114709  | of another language, a part of it |
| imdb | nm0000158                                          | no         | a person                          |
| imdb | https://www.imdb.com/name/nm0000158/               | no         | the page of a person              |
| imdb | https://example.com/title/tt0114709/               | no         | the page of somebody else         |
| imdb | https://notimdb.com/title/tt0114709/               | no         | likewise                          |
| imdb | tt0000000                                          | no         | no movie                          |
| imdb | 0                                                  | no         | likewise                          |
| imdb | tt123456789                                        | no         | more digits than there are        |
| imdb | tt0114709, tt0120363                               | no         | two                               |
| imdb | 114709/120363                                      | no         | likewise                          |
| imdb | 1.14709e5                                          | no         | an exponent                       |
| imdb | 114,709                                            | no         | a comma                           |
| imdb | -114709                                            | no         | below zero                        |
| imdb | Toy Story                                          | no         | a title                           |
| imdb | Q171048                                            | no         | an id of Wikidata                 |
| imdb | N/A                                                | none       | not available                     |
| imdb |                                                    | none       | an empty field                    |
""",
    "TMDB": r"""
| kind | text                                                       | id   | why                                       |
|------|------------------------------------------------------------|------|-------------------------------------------|
| tmdb | 862                                                        | 862  | as TMDB writes it                         |
| tmdb | 0862                                                       | 862  | zeros in front                            |
| tmdb | 862.0                                                      | 862  | as a spreadsheet writes it                |
| tmdb | https://www.themoviedb.org/movie/862-toy-story?language=de | 862  | the address of its page                   |
| tmdb | themoviedb.org/movie/862                                   | 862  | shortened                                 |
| tmdb | https://www.themoviedb.org/tv/862                          | no   | a series: their numbers are counted apart |
| tmdb | tt0114709                                                  | no   | an id of IMDb                             |
| tmdb | 0                                                          | no   | no movie                                  |
| tmdb | 862.5                                                      | no   | a fraction                                |
| tmdb | 1234567890                                                 | no   | more digits than there are                |
| tmdb | -                                                          | none | a dash                                    |
""",
    "Wikidata": r"""
| kind     | text                                      | id      | why                           |
|----------|-------------------------------------------|---------|-------------------------------|
| wikidata | Q171048                                   | Q171048 | as Wikidata writes it         |
| wikidata | q171048                                   | Q171048 | in lower case                 |
| wikidata | wd:Q171048                                | Q171048 | as queries write it           |
| wikidata | http://www.wikidata.org/entity/Q171048    | Q171048 | as answers to queries have it |
| wikidata | https://www.wikidata.org/wiki/Q171048#P57 | Q171048 | the address of its page       |
| wikidata | 171048                                    | no      | a number may count anything   |
| wikidata | P345                                      | no      | a property                    |
| wikidata | Q0171048                                  | no      | none begins with a zero       |
| wikidata | https://en.wikipedia.org/wiki/Toy_Story   | no      | an article of Wikipedia       |
| wikidata | null                                      | none    | of a database                 |
""",
}


@pytest.mark.parametrize("name", TABLES)
def test_identifiers(engine: Engine, name: str) -> None:
    cases = rows(TABLES[name])
    (kind,) = {case["kind"] for case in cases}
    found = engine.rows(
        f"select {engine.macro['is_missing']('value')}, {engine.macro[f'{kind}_id']('value')} "
        f"from {given('value', [(case['text'],) for case in cases])} order by place"
    )
    read = [value or ("none" if missing else "no") for missing, value in found]
    assert dict(zip([case["text"] for case in cases], read, strict=True)) == {
        case["text"]: case["id"] for case in cases
    }
