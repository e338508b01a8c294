"""How values look on a page: figures, shares, US dollars; what is unknown is called so."""

from datetime import datetime
from decimal import Decimal

from movies_lakehouse.outputs.show import CONTROL

# Columns that hold a share of 1.
SHARES = {"share", "share_of_smaller", "relative_difference", "gap", "roi"}
# What stands where such a column has no value.
UNKNOWN = {
    "critic_score_percentage": "critics' score unknown",
    "top_critic_score": "top critics' score unknown",
    "total_critic_reviews_counted": "number of reviews unknown",
    "audience_average_score": "audience's score unknown",
    "total_audience_ratings": "number of ratings unknown",
    "domestic_box_office_gross_usd": "domestic gross unknown",
    "international_box_office_gross_usd": "international gross unknown",
    "worldwide_box_office_gross_usd": "gross unknown",
    "production_budget_usd": "budget unknown",
    "marketing_spend_usd": "marketing spend unknown",
    "profit_usd": "profit unknown",
    "roi": "return unknown",
    "gross_to_budget": "gross or budget unknown",
}


def formatted(value: object, column: str) -> object:
    """A value of a column as people read it."""
    if value is None:
        return UNKNOWN.get(column, "")
    if not isinstance(value, int | float | Decimal):
        return value
    if column in SHARES:
        return percent(value)
    if column.endswith("_usd"):
        return usd(value)
    endings = {"critic_score_percentage": " %", "gross_to_budget": " times", "critic_audience_gap": " points"}
    return figure(value) + endings.get(column, "")


def visible(value: object) -> object:
    """Control characters of a text shown for what they are, since a page may not have them; moments to the minute."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.translate(CONTROL) if isinstance(value, str) else value


def isolated(text: str) -> str:
    """A text that turns around nothing of the line it stands in, where no element can see to that."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def figure(value: float | Decimal) -> str:
    """
    A figure as people read it; four digits need no separator, and a year must not have one.

    >>> figure(Decimal("223225679.00")), figure(Decimal("7.50")), figure(2010)
    ('223,225,679', '7.5', '2010')
    """
    number = Decimal(value)
    digits = f"{number:,f}" if abs(number) >= 10_000 else f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def percent(share: float | Decimal) -> str:
    """
    A share of 1 as a percentage; one that is not zero never looks so.

    >>> percent(Decimal("0.1409")), percent(1), percent(0), percent(0.0001)
    ('14.1 %', '100 %', '0 %', 'under 0.1 %')
    """
    if 0 < share < 0.0005:
        return "under 0.1 %"
    return f"{figure(round(Decimal(share) * 100, 1))} %"


def usd(amount: float | Decimal) -> str:
    """
    US dollars, cents left out.

    >>> usd(Decimal("394436586.00")), usd(-5)
    ('$394,436,586', '-$5')
    """
    return f"{'-' if amount < 0 else ''}${abs(round(amount)):,}"


def short_usd(amount: float | Decimal) -> str:
    """
    US dollars as an axis has room for.

    >>> short_usd(1_700_000_000), short_usd(-20_000_000), short_usd(500)
    ('$1.7B', '-$20M', '$500')
    """
    for unit, name in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(float(amount)) >= unit:
            return f"{'-' if amount < 0 else ''}${abs(float(amount)) / unit:.4g}{name}"
    return usd(amount)


def cut(text: str, length: int) -> str:
    """
    A text of at most so many characters, the last of which says that more is left out.

    >>> cut("Dune", 4), cut("Dunes", 4)
    ('Dune', 'Dun…')
    """
    return text if len(text) <= length else text[: length - 1] + "…"
