"""What a contract says about one kind of file: its names, its columns and what they mean."""

import re
from datetime import datetime
from fnmatch import fnmatchcase
from functools import cached_property
from os.path import splitext
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from ingest.common.suggestions import did_you_mean
from ingest.contracts.day_in_name import NamedDay, check_format, named_day
from ingest.contracts.figures import Figures
from ingest.contracts.written import Written

# Bronze keeps its own records under these names.
RESERVED_TABLES = {"deliveries", "malformed_records"}
# What may follow a file's name, because its first bytes tell how to unpack it.
PACKED = (".gz", ".bz2", ".zst", ".zip")


def snake_case(name: str) -> str:
    """Name of a table, column or provider: safe in SQL and in paths without quotes."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]*", name):
        raise ValueError(f"{name!r} is not a name of small letters, digits and _ (and _ not first)")
    return name


Name = Annotated[str, AfterValidator(snake_case)]
# Whose ids a provider may deliver with its movies.
Identifier = Literal["imdb", "tmdb", "wikidata"]


class Table(Written, Figures):
    """One kind of file and the bronze table it is loaded into; `name` and `provider` come from around it."""

    name: Name
    provider: Name
    files: str = Field(min_length=1)
    key: tuple[Name, Name]
    columns: dict[Name, str] = Field(min_length=2)
    optional: list[Name] = Field(default_factory=list)
    renamed: dict[str, Name] = Field(default_factory=dict)
    extract: dict[Name, str] = Field(default_factory=dict)
    identifiers: dict[Identifier, Name] = Field(default_factory=dict)
    date_in_name: str | None = None
    max_malformed: float = Field(default=0.2, ge=0, le=1)
    delivers: Literal["changes", "everything"] = "changes"
    may_lose: float = Field(default=1, ge=0, le=1)
    empty: Literal["empty", "unknown"] | dict[Name, Literal["empty", "unknown"]] = "empty"

    @field_validator("name")
    @classmethod
    def not_reserved(cls, name: str) -> str:
        if name in RESERVED_TABLES:
            raise ValueError(f"{name!r} is a table that bronze keeps for itself; choose another name")
        return name

    @field_validator("date_in_name")
    @classmethod
    def tells_a_day(cls, date_format: str | None) -> str | None:
        return None if date_format is None else check_format(date_format)

    @field_validator("empty", mode="before")
    @classmethod
    def empty_or_unknown(cls, said: Any) -> Any:
        words = list(said.values()) if isinstance(said, dict) else [said]
        if not all(word in ("empty", "unknown") for word in words):
            raise ValueError(f"{said!r} says nothing; write 'unknown', or for single columns {{column: unknown}}")
        return said

    @field_validator("extract")
    @classmethod
    def patterns_with_names(cls, extract: dict[str, str]) -> dict[str, str]:
        for column, pattern in extract.items():
            try:
                names = re.compile(pattern).groupindex
            except re.error as error:
                raise ValueError(f"{column}: {pattern!r} is no regular expression ({error})") from None
            if not names:
                raise ValueError(f"{column}: {pattern!r} names no column; write (?P<column>...) around each part")
        return extract

    @model_validator(mode="after")
    def refers_to_columns(self) -> Self:
        for where, names in (
            ("key", self.key),
            ("optional", self.optional),
            ("renamed", self.renamed.values()),
            ("identifiers", self.identifiers.values()),
            ("extract", [*self.extract, *self.extracted]),
            ("empty", self.empty if isinstance(self.empty, dict) else []),
            *((key, getattr(self, key)) for key in Figures.model_fields),
        ):
            for name in names:
                if name not in self.columns:
                    remedy = did_you_mean(name, self.columns)
                    raise ValueError(f"{where} names {name!r}, which is not among the columns; {remedy}")
        if self.key[0] == self.key[1] or set(self.key) & set(self.optional):
            raise ValueError("key needs two different columns, and neither can be optional")
        taken = [*self.key, *self.identifiers.values()]
        if shared := [name for name in self.identifiers.values() if taken.count(name) > 1]:
            raise ValueError(
                f"identifiers names {shared[0]!r}, which is title, year or another id; each has its column"
            )
        if twice := self.extracted & {*self.extract, *self.optional, *self.renamed.values()}:
            raise ValueError(f"extract fills {min(twice)!r}, which cannot be delivered as well; name another column")
        if "may_lose" in self.model_fields_set and self.delivers != "everything":
            raise ValueError("may_lose is about deliveries of everything; add 'delivers: everything'")
        return self

    @cached_property
    def columns_by_header(self) -> dict[str, str]:
        """Column for every header that may stand for it, as `fold` writes headers."""
        delivered = {fold(name): name for name in self.columns if name not in self.extracted}
        return {fold(old): new for old, new in self.renamed.items()} | delivered

    @cached_property
    def figures(self) -> dict[str, dict[str, str | int]]:
        """Columns besides title and year, and what is fixed of the figures in them."""
        return {name: self.fixed.get(name, {}) for name in self.columns if name not in self.key}

    @cached_property
    def extracted(self) -> set[str]:
        """Columns that are filled with parts of others, and are not delivered by themselves."""
        return {name for pattern in self.extract.values() for name in re.compile(pattern).groupindex}

    @cached_property
    def empty_is_unknown(self) -> list[str]:
        """Columns of which an empty field says nothing."""
        if isinstance(self.empty, dict):
            return [name for name in self.columns if self.empty.get(name) == "unknown"]
        return [name for name in self.columns if self.empty == "unknown" and name not in self.key]

    def takes(self, name: str) -> bool:
        """Whether a file of this name belongs to the table; the contract's pattern need not mention .gz and its like.

        The name of a .zip often leaves out how the file in it ends.
        """
        stem, packed = splitext(name)
        names = [name, stem] if packed.lower() in PACKED else [name]
        if packed.lower() == ".zip" and not splitext(stem)[1][1:].isalpha():
            names.append(stem + splitext(self.files)[1])
        return any(fnmatchcase(each, self.files) for each in names)

    def day_in(self, name: str, now: datetime) -> NamedDay:
        """Day of delivery in a file's name: in the format of `date_in_name`, or as 2026-11-01; `now` is in UTC."""
        return named_day(name, self.date_in_name, now)


def fold(header: str) -> str:
    """Form in which headers are compared: spaces around them and upper case do not count."""
    return header.strip().casefold()
