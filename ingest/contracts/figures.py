"""What a contract fixes of columns of figures: their currency, their unit, and which sign is decimal."""

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ingest.contracts.written import Strict

# Powers of ten, and the words that may stand behind a number of that unit.
UNITS = {
    "thousand": (3, "k|thousand"),
    "million": (6, "m|mn|mio|million"),
    "billion": (9, "b|bn|billion"),
}
SIGNS = {"USD": ["$", "US$"], "EUR": ["€"], "GBP": ["£"], "JPY": ["¥"], "CNY": ["¥"], "INR": ["₹"], "KRW": ["₩"]}
CURRENCY = re.compile(r"\b[A-Z]{3}\b|[A-Z]{0,2}\$|[€£¥₹₩₽₺₪฿₫₴₱]")
UNIT = re.compile(r"\d\s*([a-z]+)\b", re.IGNORECASE)


def code(currency: str) -> str:
    if not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError(f"{currency!r} is not a currency's three capitals such as USD")
    return currency


class Figures(Strict):
    """The part of a contract that says how numbers are meant, by column."""

    currency: dict[str, Annotated[str, AfterValidator(code)]] = Field(default_factory=dict)
    unit: dict[str, Literal["thousand", "million", "billion"]] = Field(default_factory=dict)
    decimal: dict[str, Literal["point", "comma"]] = Field(default_factory=dict)

    @cached_property
    def fixed(self) -> dict[str, dict[str, str | int]]:
        """All that is fixed, by column, in the words of the dbt project."""
        said: dict[str, dict[str, str | int]] = {name: {} for name in (*self.currency, *self.unit, *self.decimal)}
        for name, currency in self.currency.items():
            said[name]["currency"] = currency
        for name, unit in self.unit.items():
            said[name]["exponent"], said[name]["unit"] = UNITS[unit]
        for name, sign in self.decimal.items():
            said[name]["decimal"] = sign
        return said

    def contradicted(self, column: str, text: str) -> str | None:
        """What the contract says of a column, where a text with a number in it says otherwise."""
        if currency := self.currency.get(column):
            others = set(CURRENCY.findall(text)) - {currency, *SIGNS.get(currency, [])}
            if others and any(character.isdigit() for character in text):
                return currency
        if unit := self.unit.get(column):
            said = UNIT.search(text)
            known = said and next(
                (name for name, (_, words) in UNITS.items() if said[1].lower() in words.split("|")), None
            )
            if known not in (None, unit):
                return unit
        return None
