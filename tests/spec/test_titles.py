"""Which titles are the same name: what is left of a title when it is compared. Other names: test_title_words."""

import pytest

from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "Case and spaces": r"""
| title                        | compared as     | why                                   |
|------------------------------|-----------------|---------------------------------------|
| The Dark Knight              | the-dark-knight | lower case, a hyphen between words    |
| THE DARK KNIGHT              | the-dark-knight | upper case                            |
| \u{20} The Dark Knight\u{9}  | the-dark-knight | spaces and tabs around the title      |
| The\u{20} Dark \u{20} Knight | the-dark-knight | more than one space                   |
| The\u{a0}Dark\u{2003}Knight  | the-dark-knight | spaces that do not break, wide spaces |
| The\u{a}Dark Knight          | the-dark-knight | a line break                          |
| THX 1138                     | thx-1138        | digits are kept                       |
| 1408                         | 1408            | a title of digits                     |
| 007                          | 007             | zeros too                             |
| M                            | m               | one letter                            |
| Z                            | z               | one letter                            |
| Wall E                       | wall-e          | a space divides words                 |
| WallE                        | walle           | without it, this is one word          |
""",
    "Articles": r"""
| title                           | compared as                    | why                                |
|---------------------------------|--------------------------------|------------------------------------|
| Dark Knight, The                | the-dark-knight                | an article moves to the front      |
| DARK KNIGHT,THE                 | the-dark-knight                | however it is spelled              |
| Bug's Life, A                   | a-bugs-life                    | a                                  |
| American Werewolf in London, An | an-american-werewolf-in-london | an                                 |
| Good, the Bad and the Ugly, The | the-good-the-bad-and-the-ugly  | only the last comma counts         |
| Crouching Tiger, Hidden Dragon  | crouching-tiger-hidden-dragon  | not an article                     |
| Misérables, Les                 | miserables-les                 | English articles only              |
| Vitamin A                       | vitamin-a                      | no comma, no article               |
| Dark Knight                     | dark-knight                    | no article at all is another title |
| The                             | the                            | nothing to move                    |
""",
    "Accents and letters": r"""
| title         | compared as  | why                                    |
|---------------|--------------|----------------------------------------|
| Amélie        | amelie       | accents go                             |
| Ame\u{301}lie | amelie       | an accent written as a sign of its own |
| AMÉLIE        | amelie       | in upper case                          |
| Señorita      | senorita     | Spanish                                |
| Ångström      | angstrom     | Swedish                                |
| Dvořák        | dvorak       | Czech                                  |
| Ștefan        | stefan       | Romanian                               |
| Đà Nẵng       | da-nang      | Vietnamese, two accents on one letter  |
| Straße        | strasse      | special letters are spelled out        |
| STRASSE       | strasse      | ss                                     |
| GROẞ          | gross        | capital ß                              |
| Ærø           | aero         | æ, ø                                   |
| Œuvre         | oeuvre       | œ                                      |
| Łódź          | lodz         | ł                                      |
| Þórr Ísland   | thorr-island | þ                                      |
| Ðað           | dad          | ð                                      |
| Ħal           | hal          | ħ                                      |
| İstanbul      | istanbul     | a dot on the capital I                 |
| Kış           | kis          | an i without a dot                     |
""",
    "Punctuation": r"""
| title                         | compared as                | why                                |
|-------------------------------|----------------------------|------------------------------------|
| Léon: The Professional        | leon-the-professional      | punctuation divides words          |
| Mission: Impossible – Fallout | mission-impossible-fallout | a dash                             |
| Mission: Impossible - Fallout | mission-impossible-fallout | a hyphen                           |
| Face/Off                      | face-off                   | a slash                            |
| Face\u{7c}Off                 | face-off                   | an upright bar                     |
| Spider-Man                    | spider-man                 | a hyphen divides words             |
| Spiderman                     | spiderman                  | one word is not two                |
| WALL·E                        | wall-e                     | a dot in the middle                |
| WALL•E                        | wall-e                     | a bullet                           |
| WALL*E                        | wall-e                     | a star                             |
| S.W.A.T.                      | s-w-a-t                    | dots                               |
| SWAT                          | swat                       | no dots                            |
| Airplane!                     | airplane                   | at the end                         |
| (500) Days of Summer          | 500-days-of-summer         | at the start                       |
| 10,000 BC                     | 10-000-bc                  | inside a number                    |
| 8 1/2                         | 8 1/2                      | a fraction in three signs          |
| 8½                            | 8½                         | a fraction in one sign is kept     |
| Alien³                        | alien³                     | a small figure is kept             |
| Lilo & Stitch                 | lilo-and-stitch            | & is "and"                         |
| Lilo\u{20} & \u{20}Stitch     | lilo-and-stitch            | with any spaces                    |
| Lilo and Stitch               | lilo-and-stitch            | written out                        |
| Q&A                           | q-and-a                    | with none                          |
| Schindler's List              | schindlers-list            | an apostrophe vanishes             |
| Schindler’s List              | schindlers-list            | a curly one                        |
| Schindlers List               | schindlers-list            | none                               |
| Ocean\u{60}s Eleven           | oceans-eleven              | an accent used as one              |
| Rec\u{200b}overy              | recovery                   | a space without width vanishes     |
| soft\u{ad}hyphen              | softhyphen                 | so does a hyphen that is not shown |
| \u{feff}Up                    | up                         | so does a byte order mark          |
""",
    "Signs alone": r"""
| title         | compared as | why                                      |
|---------------|-------------|------------------------------------------|
| $9.99         | $9.99       | without letters, signs count             |
| 3%            | 3%          | a sign beside a digit                    |
| 🎬 Up         | up          | an emoji beside letters                  |
| I ♥ Huckabees | i-huckabees | a heart between letters                  |
| ¿Qué hice yo? | que-hice-yo | Spanish marks                            |
| «Up»          | up          | French quotes                            |
| $             | $           | nothing would be left: compared as it is |
| ???           | ???         | not the same as $                        |
| …             | …           | not the same as ???                      |
| 🎬            | 🎬          | an emoji alone                           |
| Ⓐ             | ⓐ           | in lower case still                      |
| -             | -           | a hyphen is a title                      |
| \u{20}\u{9}   | rejected    | blank is not                             |
|               | rejected    | nor is an empty text                     |
""",
    "Other scripts": r"""
| title                 | compared as      | why                                 |
|-----------------------|------------------|-------------------------------------|
| 千と千尋の神隠し      | 千と千尋の神隠し | kanji and kana                      |
| パリ                  | パリ             | marks on kana are letters           |
| ハ\u{309a}リ          | パリ             | a mark written as a sign of its own |
| パリ・テキサス        | パリ-テキサス    | a dot divides words                 |
| Amélie\u{3000}Poulain | amelie-poulain   | a wide space is no Japanese word    |
| トトロ                | トトロ           | no marks, nothing to remove         |
| 臥虎藏龍              | 臥虎藏龍         | Chinese                             |
| 기생충                | 기생충           | Korean                              |
| \u{1100}\u{1175}생충  | 기생충           | a syllable in two signs             |
| 살인의\u{20} 추억     | 살인의-추억      | two words                           |
| Сталкер               | сталкер          | Cyrillic                            |
| СТАЛКЕР               | сталкер          | in upper case                       |
| Ёлки                  | елки             | its accents go                      |
| Елки                  | елки             | without                             |
| Κυνόδοντας            | κυνοδοντασ       | Greek, with an accent and a final s |
| ΚΥΝΟΔΟΝΤΑΣ            | κυνοδοντασ       | in upper case                       |
| كفرناحوم              | كفرناحوم         | Arabic                              |
| לבנון                 | לבנון            | Hebrew                              |
| फ़िल्म                  | फ़िल्म             | Hindi: vowel signs are letters      |
| ภาพยนตร์              | ภาพยนตร์         | Thai: vowel signs are letters       |
| 한글 & English        | 한글-and-english | two scripts                         |
| Café パリ             | café-パリ        | beside kana, a Latin accent stays   |
| Ｍａｔｒｉｘ          | ｍａｔｒｉｘ     | wide letters are other letters      |
| ２０１２              | ２０１２         | wide digits are other digits        |
""",
    "What looks like something else": r"""
| title                    | compared as       | why                            |
|--------------------------|-------------------|--------------------------------|
| NA                       | na                | a title, not a missing one     |
| None                     | none              | a title                        |
| null                     | null              | a title                        |
| N/A                      | n-a               | a title                        |
| #Alive                   | alive             | a title                        |
| =1+1                     | =1+1              | not a formula                  |
| TRUE                     | true              | not a truth                    |
| <b>Up</b>                | b-up-b            | not markup: nothing is removed |
| Tom &amp; Jerry          | tom-and-amp-jerry | nor decoded                    |
| '; drop table movies; -- | drop-table-movies | not SQL                        |
| ../../etc/passwd         | etc-passwd        | not a path                     |
""",
}


def compared(engine: Engine, titles: list[str]) -> list[str]:
    """What silver compares of each title as delivered, or `rejected`."""
    macro = engine.macro
    table = given("value", [(title,) for title in titles])
    found = engine.rows(f"""
        with
            titled as (select place, {macro["title"]("value")} as title from {table}),
            keyed as (select place, title, {macro["title_key"]("title")} as title_key from titled)
        select {macro["title_id"]("title_key", "title", "2000")} from keyed order by place
    """)
    return ["rejected" if title_id is None else title_id.removesuffix("-2000") for (title_id,) in found]


@pytest.mark.parametrize("name", TABLES)
def test_titles(engine: Engine, name: str) -> None:
    expected = {case["title"]: case["compared as"] for case in rows(TABLES[name])}
    assert dict(zip(expected, compared(engine, list(expected)), strict=True)) == expected
