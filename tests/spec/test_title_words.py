"""By which words of a title further names of a movie are found."""

import pytest

from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "Articles": r"""
| title                           | words                      | why                                                  |
|---------------------------------|----------------------------|------------------------------------------------------|
| The Godfather                   | godfather                  | an article in front goes                             |
| Godfather, The                  | godfather                  | so does one behind a comma                           |
| godfather,the                   | godfather                  | in any case, with no space                           |
| Godfather, The: Part II         | godfather2                 | behind a comma, with more to come                    |
| Godfather, The (1972)           | godfather                  | before a year in brackets                            |
| THE GODFATHER                   | godfather                  | in upper case                                        |
| Godfather                       | godfather                  | left out altogether                                  |
| A Bug's Life                    | bugslife                   | a                                                    |
| American Werewolf in London, An | americanwerewolfinlondon   | an                                                   |
| Good, the Bad and the Ugly, The | goodthebadtheugly          | articles inside stay                                 |
| The Good, the Bad and the Ugly  | goodthebadtheugly          | the same movie                                        |
| A-Team, The                     | ateam                      | a letter before a hyphen is no article               |
| The A-Team                      | ateam                      | one article goes, not two                            |
| A.I. Artificial Intelligence    | aiartificialintelligence   | nor is an initial                                    |
| Theodora Goes Wild              | theodoragoeswild           | nor is the start of a word                           |
| Crouching Tiger, Hidden Dragon  | crouchingtigerhiddendragon | a comma alone is nothing                             |
| Le Samouraï                     | samourai                   | French                                               |
| Misérables, Les                 | miserables                 | French, behind a comma                               |
| L'Avventura                     | avventura                  | Italian, with an apostrophe                          |
| L’avventura                     | avventura                  | with a curly one                                     |
| Avventura, L'                   | avventura                  | and behind a comma                                   |
| Un prophète                     | prophete                   | French, a                                            |
| Il postino                      | postino                    | Italian                                              |
| Dolce vita, La                  | dolcevita                  | Italian, behind a comma                              |
| El mariachi                     | mariachi                   | Spanish                                              |
| Olvidados, Los                  | olvidados                  | Spanish, plural                                      |
| Das Boot                        | boot                       | German                                               |
| Untergang, Der                  | untergang                  | German, behind a comma                               |
| Det sjunde inseglet             | sjundeinseglet             | Swedish                                              |
| Het diner                       | diner                      | Dutch                                                |
| L.A. Confidential               | laconfidential             | a city                                               |
| LA Confidential                 | laconfidential             | LA is the city, not the article                      |
| LA Story                        | lastory                    | again                                                |
| La La Land                      | laland                     | one article goes, though this one is none            |
| Die Hard                        | hard                       | this too only looks like one, and goes for everybody |
| The                             | the                        | alone, it is the title                               |
| Les                             | les                        | in any language                                      |
| Spy Kids 2: The Island          | spykids2island             | behind a colon                                       |
| Celebration, The (Festen)       | celebrationfesten          | before another name                                  |
| Festen (The Celebration)        | festencelebration          | in brackets                                          |
| Auto da Compadecida, O          | autodacompadecida          | Portuguese                                           |
| O                               | o                          | alone, it is the title                               |
""",
    "Parts and numerals": r"""
| title                                          | words                         | why                                 |
|------------------------------------------------|-------------------------------|-------------------------------------|
| Rocky II                                       | rocky2                        | a numeral                           |
| Rocky 2                                        | rocky2                        | a digit                             |
| Rocky IV                                       | rocky4                        | four                                |
| Rocky VIII                                     | rocky8                        | eight                               |
| Rocky V                                        | rocky5                        | V at the end is five                |
| V for Vendetta                                 | vforvendetta                  | V elsewhere is a letter             |
| V                                              | v                             | and so it is alone                  |
| Fast X                                         | fast10                        | X at the end is ten                 |
| X                                              | x                             | alone it is a letter                |
| xXx                                            | xxx                           | three are no numeral here           |
| The Godfather Part II                          | godfather2                    | Part goes before a number           |
| The Godfather: Part 2                          | godfather2                    | however it is divided               |
| The Godfather, Pt. II                          | godfather2                    | and shortened                       |
| The Godfather Part Two                         | godfather2                    | and written out                     |
| The Godfather II                               | godfather2                    | or left out                         |
| Kill Bill: Vol. 2                              | killbill2                     | a volume                            |
| Kill Bill Volume Two                           | killbill2                     | written out                         |
| Kill Bill: Vol. 1                              | killbill                      | the first is often just the movie   |
| Kill Bill                                      | killbill                      | as here                             |
| It Chapter Two                                 | it2                           | a chapter                           |
| It: Chapter 2                                  | it2                           | with a digit                        |
| It Chapter One                                 | it                            | the first chapter                   |
| Dune: Part One                                 | dune                          | the first part, written out         |
| Dune: Part 1                                   | dune                          | with a digit                        |
| History of the World: Part I                   | historyoftheworld             | with a numeral                      |
| Mesrine: Part I - Killer Instinct              | mesrine1killerinstinct        | more follows: a first part stays    |
| Mesrine: Part 1: Killer Instinct               | mesrine1killerinstinct        | the same                            |
| Star Wars: Episode IV - A New Hope             | starwars4newhope             | an episode                          |
| Star Wars: Episode 4: A New Hope               | starwars4newhope             | with a digit                        |
| Star Wars: Episode V - The Empire Strikes Back | starwars5empirestrikesback | V behind Episode is five, no versus |
| Star Wars: Episode I - The Phantom Menace      | starwars1phantommenace     | I behind Episode is one             |
| Star Wars: Episode 1 - The Phantom Menace      | starwars1phantommenace     | the same                            |
| Friday the 13th Part III                       | fridaythe13th3                | a part of a title with a number     |
| Hot Shots! Part Deux                           | hotshotspartdeux              | French numbers are words            |
| I, Robot                                       | irobot                        | I is a word                         |
| Part II                                        | 2                             | all that is left                    |
| Part 1                                         |                               | nothing is left: no words           |
""",
    "Numbers written out": r"""
| title                                 | words                   | why                                      |
|---------------------------------------|-------------------------|------------------------------------------|
| Twelve Monkeys                        | 12monkeys               | beside another word                      |
| 12 Monkeys                            | 12monkeys               | digits                                   |
| Ocean's Eleven                        | oceans11                | behind another word                      |
| Ocean's 11                            | oceans11                | digits                                   |
| Seven Samurai                         | 7samurai                | seven                                    |
| The Magnificent Seven                 | magnificent7            | an article is no other word, this is one |
| Seven                                 | seven                   | alone it stays                           |
| Nine                                  | nine                    | a movie of 2009                           |
| 9                                     | 9                       | another movie of 2009                     |
| The Thirty-Nine Steps                 | 39steps                 | with a hyphen                            |
| The Thirty Nine Steps                 | 39steps                 | with a space                             |
| The 39 Steps                          | 39steps                 | digits                                   |
| Twenty-Eight Days Later               | 28dayslater             | tens and ones                            |
| 28 Days                               | 28days                  | another movie                             |
| Nineteen Eighty-Four                  | 1984                    | a year in words                          |
| One Hundred and One Dalmatians        | 101dalmatians           | hundreds                                 |
| A Hundred and One Dalmatians          | 101dalmatians           | a hundred is one hundred                 |
| 101 Dalmatians                        | 101dalmatians           | digits                                   |
| The Hundred-Foot Journey              | 100footjourney          | not counted: one hundred                 |
| The 100-Foot Journey                  | 100footjourney          | digits                                   |
| The Four Hundred Blows                | 400blows                | no ones                                  |
| One Hundred and Twenty Days           | 120days                 | tens behind a hundred                    |
| One Hundred and Twenty-Five Days      | 125days                 | and ones                                 |
| Twenty Thousand Leagues Under the Sea | 20000leaguesunderthesea | thousands                                |
| 20,000 Leagues Under the Sea          | 20000leaguesunderthesea | digits with a comma                      |
| Two Thousand Maniacs!                 | 2000maniacs             | no hundreds                              |
| One Thousand and One Nights           | 1001nights              | thousands and ones                       |
| A Thousand and One Nights             | 1001nights              | not counted                              |
| 1001 Nights                           | 1001nights              | digits                                   |
| The Taking of Pelham One Two Three    | takingofpelham123       | one figure after the other               |
| The Taking of Pelham 123              | takingofpelham123       | digits                                   |
| Fifty/Fifty                           | 50fifty                 | two in a row: only the first             |
| 50/50                                 | 5050                    | so these are two                         |
| The Fifth Element                     | 5thelement              | an ordinal                               |
| The 5th Element                       | 5thelement              | with digits                              |
| The Thirteenth Floor                  | 13thfloor               | beyond ten                               |
| The 13th Floor                        | 13thfloor               | with digits                              |
| Forty-Second Street                   | 42ndstreet              | tens and an ordinal                      |
| 42nd Street                           | 42ndstreet              | with digits                              |
| The Thirty-First of June              | 31stofjune              | again                                    |
| Someone Like You                      | someonelikeyou          | not inside a word                        |
""",
    "And, versus": r"""
| title                              | words                         | why                                   |
|------------------------------------|-------------------------------|---------------------------------------|
| Lilo & Stitch                      | lilostitch                    | a sign                                |
| Lilo and Stitch                    | lilostitch                    | a word                                |
| Lilo &amp; Stitch                  | lilostitch                    | the sign in HTML                      |
| Romeo + Juliet                     | romeojuliet                   | plus                                  |
| Romeo and Juliet                   | romeojuliet                   | and                                   |
| Hide-and-Seek                      | hideseek                      | between hyphens                       |
| Rock 'n' Roll High School          | rockrollhighschool            | shortened                             |
| Rock ’N’ Roll High School          | rockrollhighschool            | in upper case, with curly apostrophes |
| Rock'n'Roll High School            | rockrollhighschool            | without spaces                        |
| Rock and Roll High School          | rockrollhighschool            | in full                               |
| And Then There Were None           | thentherewerenone             | in front                              |
| Sandlot                            | sandlot                       | not inside a word                     |
| Alien vs. Predator                 | alienvspredator               | shortened                             |
| Alien Versus Predator              | alienvspredator               | in full                               |
| Batman v Superman: Dawn of Justice | batmanvssupermandawnofjustice | one letter                            |
| Ford v. Ferrari                    | fordvsferrari                 | with a dot                            |
| M.V.P.: Most Valuable Primate      | mvpmostvaluableprimate        | an initial is no versus               |
""",
    "Abbreviations": r"""
| title                      | words                  | why                |
|----------------------------|------------------------|--------------------|
| Dr. Strangelove            | doctorstrangelove      | a doctor           |
| Doctor Strangelove         | doctorstrangelove      | in full            |
| Dr No                      | doctorno               | without a dot      |
| Mulholland Dr.             | mulhollanddrive        | at the end: a road |
| 21 Jump St.                | 21jumpstreet           | and another        |
| Mr. Deeds                  | misterdeeds            | a mister           |
| Mister Deeds               | misterdeeds            | in full            |
| Mr. & Mrs. Smith           | mistermissussmith      | two of them        |
| St. Vincent                | saintvincent           | a saint            |
| Saint Vincent              | saintvincent           | in full            |
| St. Elmo's Fire            | saintelmosfire         | with an apostrophe |
| Mt. Everest                | mounteverest           | a mount            |
| Martin Luther King, Jr.    | martinlutherkingjunior | a junior           |
| Street                     | street                 | not inside a word  |
| S.W.A.T.                   | swat                   | initials with dots |
| SWAT                       | swat                   | and without        |
| J.F.K.                     | jfk                    | again              |
| JFK                        | jfk                    | and without        |
| The Man from U.N.C.L.E.    | manfromuncle           | at the end         |
| E.T. the Extra-Terrestrial | etextraterrestrial     | behind initials    |
| M*A*S*H                    | mash                   | with stars         |
""",
    "Years and editions": r"""
| title                               | words                       | why                                    |
|-------------------------------------|-----------------------------|----------------------------------------|
| Heat (1995)                         | heat                        | a year in brackets                     |
| Heat [1995]                         | heat                        | in square ones                         |
| Heat (1995 film)                    | heat                        | as an encyclopedia has it              |
| Heat (film)                         | heat                        | without a year                         |
| 1984 (1984)                         | 1984                        | only the brackets                      |
| Blade Runner: The Final Cut         | bladerunner                 | a cut behind a colon                   |
| Blade Runner (Director's Cut)       | bladerunner                 | in brackets                            |
| Blade Runner [Director’s Cut]       | bladerunner                 | with a curly apostrophe                |
| Brazil (Final Cut) (1985)           | brazil                      | two brackets                           |
| Watchmen - The Ultimate Cut         | watchmen                    | behind a hyphen                        |
| Watchmen – Ultimate Cut             | watchmen                    | behind a dash                          |
| Avatar: Special Edition             | avatar                      | an edition                             |
| Grease (40th Anniversary Edition)   | grease                      | with a number                          |
| Metropolis (4K Restored)            | metropolis                  | restored                               |
| Apocalypse Now: Redux               | apocalypsenow               | divided                                |
| Apocalypse Now Redux                | apocalypsenowredux          | not divided: part of the name          |
| Avatar (IMAX)                       | avatar                      | a screen                               |
| Avatar: An IMAX 3D Experience       | avatar                      | in many words                          |
| Pina (in 3D)                        | pina                        | in brackets                            |
| Piranha 3D                          | piranha                     | at the end                             |
| Jaws 3-D                            | jaws                        | with a hyphen                          |
| Piranha 3DD                         | piranha3dd                  | a name, not a screen                   |
| Resident Evil: Retribution 3D       | residentevilretribution     | only the screen goes, not the subtitle |
| The Final Cut                       | finalcut                    | this is the movie's name                |
| Final Cut                           | finalcut                    | nothing stands before it               |
| Uncut Gems                          | uncutgems                   | not a cut                              |
| A Cut Above                         | cutabove                    | nor is this                            |
| 1917                                | 1917                        | a year that is a name                  |
| 2012                                | 2012                        | another                                |
| Blade Runner 2049                   | bladerunner2049             | at the end                             |
| Death Race 2000                     | deathrace2000               | again                                  |
| Heat 1995                           | heat1995                    | so a year without brackets stays       |
| 2001: A Space Odyssey               | 2001spaceodyssey           | in front                               |
| (500) Days of Summer                | 500daysofsummer             | three digits in brackets               |
| 500 Days of Summer                  | 500daysofsummer             | and without                            |
| (Untitled)                          | untitled                    | a word in brackets stays               |
| [REC]                               | rec                         | again                                  |
| Life Is Beautiful (La vita è bella) | lifeisbeautifulvitaebella | another name is for the parts, below   |
""",
    "HTML and signs": r"""
| title                       | words           | why                     |
|-----------------------------|-----------------|-------------------------|
| Ocean&#039;s Eleven         | oceans11        | an apostrophe by number |
| Schindler&rsquo;s List      | schindlerslist  | by name                 |
| Am&eacute;lie               | amelie          | a letter                |
| &Uuml;ber uns               | uberuns         | a capital one           |
| WALL&middot;E               | walle           | a dot                   |
| &iquest;Qu&eacute; hice yo? | quehiceyo       | several                 |
| Tom &amp;eacute; Jerry      | tomejerry       | encoded twice           |
| AT&T                        | att             | no entity               |
| 8½                          | 812             | a fraction in one sign  |
| 8 1/2                       | 812             | in three                |
| The Naked Gun 2½            | nakedgun212     | behind a digit          |
| Alien³                      | alien3          | a small figure          |
| Alien 3                     | alien3          | a common one            |
| [REC]²                      | rec2            | behind a bracket        |
| I ♥ Huckabees               | ihearthuckabees | read aloud              |
| I Heart Huckabees           | ihearthuckabees | written out             |
""",
    "Spaces, hyphens, accents": r"""
| title                         | words                    | why                     |
|-------------------------------|--------------------------|-------------------------|
| Spider-Man                    | spiderman                | a hyphen                |
| Spiderman                     | spiderman                | none                    |
| Spider Man                    | spiderman                | a space                 |
| WALL·E                        | walle                    | a dot                   |
| Wall-E                        | walle                    | a hyphen                |
| Face/Off                      | faceoff                  | a slash                 |
| Ladybird                      | ladybird                 | one word                |
| Lady Bird                     | ladybird                 | two                     |
| Mission: Impossible – Fallout | missionimpossiblefallout | a colon and a dash      |
| Mission Impossible Fallout    | missionimpossiblefallout | neither                 |
| The\u{a0}Dark\u{2003}Knight   | darkknight               | wide spaces             |
| \u{feff}Up                    | up                       | a byte order mark       |
| Amélie                        | amelie                   | accents go              |
| Ærø                           | aero                     | letters are spelled out |
| $9.99                         | 999                      | signs beside digits     |
| Up!                           | up                       | a sign at the end       |
| 🎬 Up                         | up                       | an emoji beside letters |
""",
    "Other scripts": r"""
| title                | words            | why                                 |
|----------------------|------------------|-------------------------------------|
| Сталкер              | сталкер          | Cyrillic                            |
| СТАЛКЕР              | сталкер          | in upper case                       |
| Ёлки                 | елки             | its accents go                      |
| Κυνόδοντας           | κυνοδοντασ       | Greek, with an accent and a final s |
| ΚΥΝΟΔΟΝΤΑΣ           | κυνοδοντασ       | in upper case                       |
| كفر ناحوم            | كفرناحوم         | Arabic, in two words                |
| كفرناحوم             | كفرناحوم         | and in one                          |
| كَفَرناحُوم            | كفرناحوم         | with vowel marks                    |
| ＡＫＩＲＡ           | akira            | Latin, as wide as Chinese           |
| לבנון                | לבנון            | Hebrew                              |
| 千と千尋の神隠し     | 千と千寻の神隠し | kanji and kana, 尋 as 寻 for all     |
| パリ・テキサス       | パリテキサス     | a dot divides words                 |
| パリ\u{3000}テキサス | パリテキサス     | so does a wide space                |
| 臥虎藏龍             | 卧虎藏龙         | Chinese, as in Taiwan               |
| 卧虎藏龙             | 卧虎藏龙         | and on the mainland                 |
| 살인의 추억          | 살인의추억       | Korean                              |
| लगान                 | लगान             | Hindi                               |
""",
    "Nothing to compare": r"""
| title  | words | why                           |
|--------|-------|-------------------------------|
| ???    |       | signs alone have no words     |
| $      |       | one sign                      |
| …      |       | three dots in one             |
| -      |       | a hyphen                      |
| 🎬     |       | an emoji                      |
| The 🎬 |       | nor has an article before one |
| (2012) |       | nor has a year in brackets    |
| &      |       | nor has and                   |
""",
}


def words(engine: Engine, titles: list[str]) -> list[str]:
    """What each title is compared by; empty where it has no words."""
    found = engine.rows(f"""
        with
            texts as (select place, title as text from {given("title", [(title,) for title in titles])}),
            {engine.macro["with_match_key"]("texts", "keyed")}
        select match_key from keyed order by place
    """)
    return [compared_by or "" for (compared_by,) in found]


@pytest.mark.parametrize("name", TABLES)
def test_title_words(engine: Engine, name: str) -> None:
    expected = {case["title"]: case["words"] for case in rows(TABLES[name])}
    assert dict(zip(expected, words(engine, list(expected)), strict=True)) == expected
