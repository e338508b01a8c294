"""Two deliveries of some movies, the second of which is worse: what a quality report has to tell."""

from tests.journey.support import CRITIC, GROSS, Files, Movies, pulse

MOVIES = range(1, 41)
HTML = "<img src=x onerror=document.title='broken'></title><script>document.title='broken'</script>"
# Misdecoded, and so in the report, all but the last.
TITLES = [
    "AmÃ©lie",
    f"{HTML} Ã©",
    "كفرناحوم\u202e CapharnaÃ¼m",
    "Bell\x07 and \x1b[31mÃ©clat",
    "Ã©" + "W" * 300,
    "IRMÃO",
]
NO_SCORE = "<b>n/k</b>"

FIRST: Files = {
    "critic_agg": {
        "critic_agg_2026-10-01.csv": CRITIC + "".join(f"Movie {n},2001,{40 + n},7.5,{100 + n}\n" for n in MOVIES)
    },
    "audience_pulse": {
        "audience_pulse_2026-10-01.json": pulse(*({"title": f"Movie {n}"} for n in MOVIES), {"title": "Nobody Else's"})
    },
    "box_office_domestic": {"box_office_domestic_20261001.csv": GROSS + "Movie 1,2001,2000000\nMovie 2,2001,1000001\n"},
}
SECOND: Files = {
    "critic_agg": {
        # Half the score, a new column, and for some movies no score that can be read.
        "critic_agg_2026-10-08.csv": CRITIC.replace("\n", ",mood,note\n")
        + "".join(f"Movie {n},2001,{20 + n},7.5,{100 + n},glad,\n" for n in MOVIES)
        + "".join(f'"{title}",2002,{NO_SCORE},7.5,10,sad,\n' for title in TITLES)
        + "Movie 50,2002,101,,10,,\n,2002,50,7.5,10,,\n"
    },
    "box_office_international": {"box_office_international_20261008.csv": "movie,year\nMovie 1,2001\n"},
}


def deliver(movies: Movies) -> None:
    """Load both and build; the file that does not fit is quarantined."""
    assert (movies.ingest(FIRST).exit_code, movies.ingest(SECOND).exit_code) == (0, 11)
    assert movies("transform").exit_code == 0
