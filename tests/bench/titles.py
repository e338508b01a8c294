"""Made-up movie titles, and the ways in which providers spell one title."""

import unicodedata
from collections.abc import Callable

ADJECTIVES = (
    "Last Dark Golden Silent Broken Lost Final Hidden Burning Secret Blue Red Crimson Little Big Wild Sweet Bitter "
    "Endless Perfect Strange Quiet Distant Frozen Hollow Iron Velvet Scarlet Electric Northern Southern Ordinary "
    "Invisible Forgotten Rising Falling Second Third Seventh Lonely Brave Cruel Gentle Restless Stolen Sacred "
    "Savage Shining Shattered Sleeping Sunken Tender Twisted Unknown Vanishing Wandering Young Ancient Borrowed"
).split()
NOUNS = (
    "King Queen River City Moon Star Garden Road House Dream Night Day Heart Shadow Storm Island Mirror Wolf Bride "
    "Letter Bridge Castle Circus Clock Colony Crown Desert Detective Doctor Door Empire Engine Family Father Fire "
    "Forest Ghost Giant Harbor Hotel Hour Hunter Journey Kingdom Lady Lake Legend Lighthouse Lion Machine Magician "
    "Memory Mother Mountain Murder Ocean Orchard Orphan Painter Paradise Passenger Planet Promise Prophet Rain "
    "Rebel Revenge Sailor Season Sister Soldier Song Spy Station Wanderer Summer Teacher Thief Tiger Train Treasure "
    "Valley Voyage Waltz Whisper Winter Witness Café Façade Naïveté Señorita"
).split()
NAMES = (
    "Anna Bruno Clara Daniel Elena Felix Greta Hugo Irene Jack Karl Laura Marta Nora Oscar Paula Quentin Rosa Simon "
    "Teresa Ulrich Vera Walter Xenia Yusuf Zoe Maria Peter Frank Helen James Kate Louis Martin Nina Amélie Zoë"
).split()
PLACES = (
    "Paris Berlin Rome Madrid Lisbon Vienna Prague London Dublin Athens Cairo Havana Tokyo Seoul Shanghai Bombay "
    "Texas Montana Alaska Brooklyn Harlem Venice Naples Kraków Málaga"
).split()
OTHER_SCRIPTS = (
    "Ночной поезд|Последний день|七人の侍|花様年華|기생충|서울의 봄|Ο Θίασος|Το λιβάδι|سفر قندهار|मदर इंडिया".split("|")
)
ENDINGS = (": Part II", " 2", " III", ", Inc.", "!", "?", "…", " – Director's Cut", " (3D)", ' "Uncut"', " ½")


def title(draws: list[int]) -> str:
    """Give a movie's title from eight random numbers: mostly plain words, about one in seven beyond ASCII."""
    a, b, c, d, e, f, g, h = draws
    first, second = ADJECTIVES[a % len(ADJECTIVES)], NOUNS[b % len(NOUNS)]
    third, fourth = ADJECTIVES[c % len(ADJECTIVES)], NOUNS[d % len(NOUNS)]
    name, place = NAMES[e % len(NAMES)], PLACES[f % len(PLACES)]
    pattern = g % 100
    if pattern < 8:
        words = f"{('The ', 'A ', '')[e % 3]}{first} {second}"
    elif pattern < 34:
        words = f"The {second} of the {third} {fourth}"
    elif pattern < 50:
        words = f"{name}'s {first} {second}"
    elif pattern < 66:
        words = f"{first} {second} in {place}"
    elif pattern < 74:
        words = f"{second} {'&' if c % 3 == 0 else 'and'} {third} {fourth}"
    elif pattern < 88:
        words = f"{name} and the {first} {second}"
    elif pattern < 98:
        words = f"{first} {second}: {fourth} of {place}"
    else:
        words = f"{OTHER_SCRIPTS[a % len(OTHER_SCRIPTS)]} {b % 1000 + 1}"
    return words + ENDINGS[h % len(ENDINGS)] if h % 10 == 0 else words


def without_accents(text: str) -> str:
    """Take the accents off: é becomes e."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def article_last(text: str) -> str:
    """Spell "The X" as "X, The"."""
    return f"{text[4:]}, The" if text.startswith("The ") else text


SPELLINGS: tuple[Callable[[str], str], ...] = (
    article_last,
    str.upper,
    str.lower,
    without_accents,
    lambda text: text.replace("&", "and"),
    lambda text: text.replace(" and ", " & "),
    lambda text: text.replace("'", "’"),
    lambda text: f"  {text.replace(' ', '  ')} ",
)
