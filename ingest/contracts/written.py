"""How a provider writes its files: their format, and what separates, quotes and encodes their values."""

import codecs
import re
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

# Formats for which a key says anything; one that is not named here is for all of them.
ONLY_FOR = {
    "encoding": {"csv", "json"},
    "delimiter": {"csv"},
    "quoting": {"csv"},
    "escape": {"csv"},
    "comment": {"csv"},
    "header": {"csv"},
    "skip_lines": {"csv", "xlsx"},
    "records": {"json"},
    "sheet": {"xlsx"},
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Written(Strict):
    """The part of a contract that readers of files go by."""

    format: Literal["csv", "json", "parquet", "xlsx"]
    encoding: str = "utf-8"
    delimiter: str = ","
    quoting: Literal["standard", "none"] = "standard"
    escape: str = ""
    comment: str = ""
    header: list[str] = []
    skip_lines: int = Field(default=0, ge=0)
    null: list[str] = []
    records: str = ""
    sheet: str = ""

    @field_validator("encoding")
    @classmethod
    def known_encoding(cls, encoding: str) -> str:
        try:
            "".encode(encoding)
            return codecs.lookup(encoding).name
        except (LookupError, UnicodeError):
            raise ValueError(f"{encoding!r} is not an encoding that Python knows") from None

    @field_validator("delimiter", "comment")
    @classmethod
    def plain_characters(cls, signs: str, field: Any) -> str:
        if re.search(r'["\r\n\0]', signs) or (field.field_name == "delimiter" and not signs):
            raise ValueError(f"{signs!r} has to be one or more characters, none of them a quote or a line end")
        return signs

    @field_validator("escape")
    @classmethod
    def one_character(cls, escape: str) -> str:
        if len(escape) > 1 or not escape.isascii() or escape in tuple('"\r\n\0'):
            raise ValueError(f"{escape!r} is not one plain character")
        return escape

    @field_validator("records")
    @classmethod
    def path_of_keys(cls, records: str) -> str:
        if records and not all(records.split(".")):
            raise ValueError(f"{records!r} is not a path of keys such as data.movies")
        return records

    @model_validator(mode="after")
    def keys_fit_the_format(self) -> Self:
        for key in sorted(self.model_fields_set & ONLY_FOR.keys()):
            if self.format not in ONLY_FOR[key]:
                raise ValueError(f"{key!r} says nothing about {self.format} files; remove it")
        if self.escape and self.escape == self.delimiter:
            raise ValueError("escape and delimiter cannot be the same character")
        return self

    @cached_property
    def path_to_records(self) -> tuple[str, ...]:
        """Keys that lead to the list of records in a JSON file; none where the file is that list."""
        return tuple(self.records.split(".")) if self.records else ()
