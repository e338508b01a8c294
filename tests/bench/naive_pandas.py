"""The job as a plain pandas script would do it: python -m tests.bench.naive_pandas FOLDER OUT

Five files in; bronze, silver and gold CSV files out. Ragged rows are skipped without a word, a movie is recognised by
a simple title key.
"""

import sys
from pathlib import Path

import pandas as pd

NAMES = {"film_name": "title", "movie_title": "title", "year_of_release": "year", "release_year": "year"}
CSV_TABLES = ("critic_agg", "box_office_domestic", "box_office_international", "box_office_financials")


def read(folder: Path, table: str) -> pd.DataFrame:
    """Read one provider's table as delivered."""
    if table == "audience_pulse":
        return pd.read_json(folder / f"{table}.json", dtype=False)
    return pd.read_csv(folder / f"{table}.csv", on_bad_lines="skip", keep_default_na=False, dtype=str)


def title_key(titles: pd.Series) -> pd.Series:
    """Give what spellings of one title have in common."""
    plain = titles.str.normalize("NFKD").str.replace(r"[\u0300-\u036f]", "", regex=True).str.lower()
    plain = plain.str.strip().str.replace(r"^(.*), (the|an|a)$", r"\2 \1", regex=True).str.replace("&", " and ")
    return plain.str.replace(r"[^\w\s]", "", regex=True).str.replace(r"\s+", " ", regex=True).str.strip()


def clean(delivered: pd.DataFrame, table: str) -> pd.DataFrame:
    """Turn text into numbers and keep the last row of each movie."""
    movies = delivered.rename(columns=NAMES | {"box_office_gross_usd": f"{table}_gross_usd"})
    for column in movies.columns.drop("title"):
        movies[column] = pd.to_numeric(movies[column], errors="coerce")
    movies["key"] = title_key(movies["title"])
    movies = movies.dropna(subset=["title", "year"])
    return movies.drop_duplicates(["key", "year"], keep="last")


def with_figures(gold: pd.DataFrame) -> pd.DataFrame:
    """Add the figures that gold is made for."""
    domestic, international = gold["box_office_domestic_gross_usd"], gold["box_office_international_gross_usd"]
    spend = gold["production_budget_usd"] + gold["marketing_spend_usd"]
    worldwide = domestic + international
    return gold.assign(
        domestic_box_office_gross_usd=domestic.fillna(gold["domestic_box_office_gross"]),
        worldwide_box_office_gross_usd=worldwide,
        profit_usd=worldwide - spend,
        roi=((worldwide - spend) / spend.where(spend > 0)).round(4),
        gross_to_budget=(worldwide / gold["production_budget_usd"].where(gold["production_budget_usd"] > 0)).round(4),
        critic_audience_gap=gold["critic_score_percentage"] - 10 * gold["audience_average_score"],
    )


def main(folder: Path, out: Path) -> None:
    """Run the job."""
    out.mkdir(parents=True, exist_ok=True)
    gold: pd.DataFrame | None = None
    for table in ("critic_agg", "audience_pulse", *CSV_TABLES[1:]):
        delivered = read(folder, table)
        delivered.to_csv(out / f"bronze_{table}.csv", index=False)
        movies = clean(delivered, table)
        movies.to_csv(out / f"silver_{table}.csv", index=False)
        if gold is None:
            gold = movies
        else:
            gold = gold.merge(movies, on=["key", "year"], how="outer", suffixes=("", f"_{table}"))
            gold["title"] = gold["title"].fillna(gold.pop(f"title_{table}"))
    assert gold is not None
    with_figures(gold).to_csv(out / "gold_movies_unified.csv", index=False)
    print(len(gold))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
