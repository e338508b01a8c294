"""Which texts look as if they were read in another encoding than they were written in."""

import pytest

from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "Letters of two bytes": r"""
| title                      | misdecoded | why                                      |
|----------------------------|------------|------------------------------------------|
| AmÃ©lie                    | yes        | é                                        |
| LÃ©on: The Professional    | yes        | again                                    |
| SeÃ±orita                  | yes        | ñ                                        |
| SÃ£o Paulo                 | yes        | ã                                        |
| Ãœber uns                  | yes        | Ü in front                               |
| Ã‰tÃ©                      | yes        | É                                        |
| Ã–sterreich                | yes        | Ö: a dash, and the word goes on          |
| DuÅ¡an                     | yes        | š                                        |
| StaÅ‚o siÄ™                | yes        | ł and ę                                  |
| DvoÅ™Ã¡k                   | yes        | ř and á                                  |
| WALLÂ·E                    | yes        | a dot                                    |
| Â¿QuiÃ©n?                  | yes        | ¿                                        |
| Alien Â³                   | yes        | ³                                        |
| Ð¡Ñ‚Ð°Ð»ÐºÐµÑ€             | yes        | Cyrillic                                 |
| ÎšÏ…Î½ÏŒÎ´Î¿Î½Ï„Î±Ï‚           | yes        | Greek                                    |
| Ø§Ù„Ø±Ø³Ø§Ù„Ø©           | yes        | Arabic                                   |
""",
    "Signs of three and four bytes": r"""
| title                          | misdecoded | why                      |
|--------------------------------|------------|--------------------------|
| Schindlerâ€™s List             | yes        | an apostrophe            |
| Mission: Impossible â€“ Fallout | yes        | a dash                   |
| Waitâ€¦                        | yes        | three dots               |
| ä¸ƒä¾                          | yes        | Chinese                  |
| ðŸŽ¬ Up                        | yes        | an emoji                 |
""",
    "Letters that were lost": r"""
| title                  | misdecoded | why                                       |
|------------------------|------------|-------------------------------------------|
| Caf\u{fffd}            | yes        | the sign for a letter that was not read   |
| L\u{fffd}on            | yes        | inside a word                             |
| It\u{92}s a Gift       | yes        | a control character: Windows-1252         |
| \u{c3}\u{89}t\u{e9}    | yes        | É of UTF-8, read as Latin-1               |
| Am?lie                 | no         | a question mark may be meant              |
""",
    "Titles that are right": r"""
| title                     | misdecoded | why                                        |
|---------------------------|------------|--------------------------------------------|
| Amélie                    | no         | é                                          |
| Ame\u{301}lie             | no         | an accent written as a sign of its own     |
| IRMÃO                     | no         | Ã before a letter                          |
| A IRMÃ                    | no         | Ã at the end                               |
| "A IRMÃ"                  | no         | before a straight quote                    |
| “A MAÇÃ”                  | no         | before a curly one                         |
| «A MAÇû                  | no         | before an angle                            |
| AMANHÃ…                   | no         | before dots                                |
| AMANHÃ – O FILME          | no         | before a dash                              |
| AMANHÃ—DEPOIS             | no         | before one without spaces                  |
| SÃO PAULO, S.A.           | no         | in the middle                              |
| CHÂTEAU                   | no         | Â before a letter                          |
| LES ANNÉES               | no         | É before a letter                          |
| «LIBERTÉ»                 | no         | É before an angle                          |
| CAFÉ·BAR                  | no         | É before a dot                             |
| POKÉMON®                  | no         | a mark of trade                            |
| ESPAÑA                    | no         | Ñ                                          |
| ¿Qué hice yo?             | no         | ¿ in front                                 |
| ¡Átame!                   | no         | ¡ in front                                 |
| MAMÁ¡                     | no         | ¡ where none belongs                       |
| Ångström                  | no         | Å                                          |
| ÄIDIÄ                     | no         | Ä                                          |
| „Spaß“                    | no         | ß before a quote                           |
| Spaß…                     | no         | ß before dots                              |
| Ærø                       | no         | æ, ø                                       |
| Þór                       | no         | Þ                                          |
| garðurinn                 | no         | ð                                          |
| Việt và Nam               | no         | Vietnamese                                 |
| Łódź                      | no         | Polish                                     |
| [REC]²                    | no         | a small figure                             |
| 8½                        | no         | a fraction                                 |
| 90° South                 | no         | a degree                                   |
| WALL·E                    | no         | a dot                                      |
| Se7en™                    | no         | a mark of trade                            |
| 100 € pour un rêve        | no         | a currency                                 |
| L’Été                     | no         | a curly apostrophe                         |
| Сталкер                   | no         | Cyrillic                                   |
| Κυνόδοντας                | no         | Greek                                      |
| كفرناحوم                  | no         | Arabic                                     |
| 千と千尋の神隠し          | no         | kanji and kana                             |
| 살인의 추억               | no         | Korean                                     |
| 🎬 Up                     | no         | an emoji                                   |
| ???                       | no         | signs alone                                |
""",
}

# Only for matching: what a provider prints stays as it is.
READ_AGAIN = {
    "Titles that are read again": r"""
| title                          | read as                      | why                                         |
|--------------------------------|------------------------------|---------------------------------------------|
| AmÃ©lie                        | Amélie                       | UTF-8, read as Windows-1252                 |
| \u{c3}\u{89}t\u{c3}\u{a9}      | Été                          | read as Latin-1                             |
| Ã‰tÃ©                          | Été                          | a byte for which Windows-1252 has a letter  |
| Mission: Impossible â€“ Fallout | Mission: Impossible – Fallout | a sign of three bytes                     |
| Ð¡Ñ‚Ð°Ð»ÐºÐµÑ€                 | Сталкер                      | another script                              |
| ðŸŽ¬ Up                        | 🎬 Up                        | four bytes                                  |
| Caf\u{fffd}                    | Caf\u{fffd}                  | the letter is lost                          |
| AmÃ©lie ♥                      | AmÃ©lie ♥                    | a sign that is no byte                      |
| AmÃ©lie, Ã‰tÃ                  | AmÃ©lie, Ã‰tÃ                | not all of it is UTF-8                      |
| Amélie                         | Amélie                       | right                                       |
""",
}


def misdecoded(engine: Engine, titles: list[str]) -> list[str]:
    looks = engine.macro["looks_misdecoded"]("title")
    found = engine.rows(f"select {looks} from {given('title', [(title,) for title in titles])} order by place")
    return ["yes" if answer else "no" for (answer,) in found]


@pytest.mark.parametrize("name", TABLES)
def test_misdecoded(engine: Engine, name: str) -> None:
    expected = {case["title"]: case["misdecoded"] for case in rows(TABLES[name])}
    assert dict(zip(expected, misdecoded(engine, list(expected)), strict=True)) == expected


def test_misdecoded_titles_are_read_again(engine: Engine) -> None:
    expected = {case["title"]: case["read as"] for case in rows(READ_AGAIN["Titles that are read again"])}
    read = engine.macro["decoded_again"]("title")
    found = engine.rows(f"select {read} from {given('title', [(title,) for title in expected])} order by place")
    assert dict(zip(expected, (text for (text,) in found), strict=True)) == expected
