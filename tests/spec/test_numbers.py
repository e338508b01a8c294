"""What a number may look like: as a year, a count, a score, a percentage, an amount of money."""

import pyarrow as pa
import pytest

from ingest.contracts import read_contracts, tables
from ingest.readers.batch import text_batch
from ingest.readers.read import names_a_movie
from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "Plain numbers": r"""
| text                  | year | count        | score | percent | dollars | why                              |
|-----------------------|------|--------------|-------|---------|---------|----------------------------------|
| 2010                  | 2010 | 2010         | no    | no      | 2010.00 | digits                           |
| 0                     | no   | 0            | 0.00  | 0.00    | 0.00    | zero is a value                  |
| 87                    | no   | 87           | no    | 87.00   | 87.00   | fits a percentage, not a score   |
| 100                   | no   | 100          | no    | 100.00  | 100.00  | the most of a percentage         |
| 101                   | no   | 101          | no    | no      | 101.00  | one more                         |
| 00012                 | no   | 12           | no    | no      | 12.00   | zeros in front                   |
| +8                    | no   | 8            | 8.00  | 8.00    | no      | a plus                           |
| -8                    | no   | no           | no    | no      | no      | nothing here is below zero       |
| -0                    | no   | 0            | 0.00  | 0.00    | no      | zero, however written            |
| 1869                  | no   | 1869         | no    | no      | 1869.00 | before the first movie            |
| 1870                  | 1870 | 1870         | no    | no      | 1870.00 | the first year                   |
| 2100                  | 2100 | 2100         | no    | no      | 2100.00 | the last year                    |
| 2101                  | no   | 2101         | no    | no      | 2101.00 | behind it                        |
| 999999999999          | no   | 999999999999 | no    | no      | no      | the greatest count               |
| 1000000000000         | no   | no           | no    | no      | no      | one more                         |
| 9999999999999999999   | no   | no           | no    | no      | no      | more than any integer type holds |
| 000000000000000000000 | no   | no           | no    | no      | no      | too many digits to be meant      |
""",
    "A point": r"""
| text                   | year | count        | score | percent | dollars        | why                               |
|------------------------|------|--------------|-------|---------|----------------|-----------------------------------|
| 2010.0                 | 2010 | 2010         | no    | no      | 2010.00        | whole, as a spreadsheet writes it |
| 2010.                  | 2010 | 2010         | no    | no      | 2010.00        | likewise                          |
| 2010.5                 | no   | no           | no    | no      | 2010.50        | not a year, not a count           |
| 8.3                    | no   | no           | 8.30  | 8.30    | 8.30           | one digit behind the point        |
| 8.25                   | no   | no           | 8.25  | 8.25    | 8.25           | two                               |
| 8.255                  | no   | no           | 8.26  | 8.26    | no             | three: a score is rounded         |
| 8.2500                 | no   | no           | 8.25  | 8.25    | no             | dollars have two digits, no more  |
| 7.1000000000000005     | no   | no           | 7.10  | 7.10    | no             | a binary fraction                 |
| 9.99999999999999999999 | no   | no           | 10.00 | 10.00   | no             | more digits than any type holds   |
| 10.004                 | no   | no           | 10.00 | 10.00   | no             | rounded, then checked             |
| 10.005                 | no   | no           | no    | 10.01   | no             | half a hundredth above            |
| -0.001                 | no   | no           | 0.00  | 0.00    | no             | rounds to zero                    |
| 999.999                | no   | no           | no    | no      | no             | rounds to 1000                    |
| 99999999999.99         | no   | no           | no    | no      | 99999999999.99 | the greatest amount               |
| 100000000000.00        | no   | 100000000000 | no    | no      | no             | a cent more                       |
| .5                     | no   | no           | 0.50  | 0.50    | no             | no digit in front                 |
| .                      | no   | no           | no    | no      | no             | no digit at all                   |
| 8,3                    | no   | no           | 8.30  | 8.30    | 8.30           | a comma can be one                |
| 1.000.000              | no   | 1000000      | no    | no      | 1000000.00     | two points set thousands apart    |
""",
    "Signs of money and share": r"""
| text         | year | count | score | percent | dollars      | why                        |
|--------------|------|-------|-------|---------|--------------|----------------------------|
| $1000        | no   | no    | no    | no      | 1000.00      | a dollar sign              |
| $1,000       | no   | no    | no    | no      | no           | a thousand, or one         |
| 1,234,567    | no   | 1234567 | no  | no      | 1234567.00   | two commas are thousands   |
| 1,234,567.89 | no   | no    | no    | no      | 1234567.89   | millions and cents         |
| 1.234.567,89 | no   | no    | no    | no      | 1234567.89   | the other way around       |
| $292,576,195 | no   | no    | no    | no      | 292576195.00 | a real one                 |
| 1,00         | no   | 1     | 1.00  | 1.00    | 1.00         | a decimal comma            |
| 1,0000       | no   | 1     | 1.00  | 1.00    | no           | likewise                   |
| 12,34,567    | no   | no    | no    | no      | no           | grouped in a third way     |
| ,100         | no   | no    | no    | no      | no           | nothing before the comma   |
| 1,000,       | no   | no    | no    | no      | no           | nothing behind it          |
| $ 5          | no   | no    | no    | no      | no           | a space behind the sign    |
| $-5          | no   | no    | no    | no      | no           | a loss is not a gross      |
| -$5          | no   | no    | no    | no      | no           | likewise                   |
| $            | no   | no    | no    | no      | no           | no digits                  |
| US$1,234,567 | no   | no    | no    | no      | 1234567.00   | said in full               |
| US$500       | no   | no    | no    | no      | 500.00       | likewise                   |
| S$500        | no   | no    | no    | no      | no           | another currency           |
| €5           | no   | no    | no    | no      | no           | likewise                   |
| 5 USD        | no   | no    | no    | no      | no           | words                      |
| ($5)         | no   | no    | no    | no      | no           | below zero to accountants  |
| 5 million    | no   | no    | no    | no      | no           | the contract has to say so |
| $339.0M      | no   | no    | no    | no      | no           | likewise                   |
| $5M          | no   | no    | no    | no      | no           | letters                    |
| 87%          | no   | no    | no    | 87.00   | no           | a percent sign             |
| 87.5%        | no   | no    | no    | 87.50   | no           | with a point               |
| 87 %         | no   | no    | no    | no      | no           | a space before the sign    |
| 87%%         | no   | no    | no    | no      | no           | two signs                  |
| 0.87         | no   | no    | 0.87  | 0.87    | 0.87         | taken as it stands         |
""",
    "Exponents": r"""
| text       | year | count     | score | percent | dollars      | why                                |
|------------|------|-----------|-------|---------|--------------|------------------------------------|
| 1e3        | no   | 1000      | no    | no      | 1000.00      | as programs write it               |
| 1.00E+08   | no   | 100000000 | no    | no      | 100000000.00 | as spreadsheets do                 |
| 1,5E+03    | no   | 1500      | no    | no      | 1500.00      | as those do that write 1,5         |
| 1.234E+06  | no   | 1234000   | no    | no      | 1234000.00   | no thousands before an exponent    |
| 1.5E+00    | no   | no        | 1.50  | 1.50    | 1.50         | not whole                          |
| 7.5e0      | no   | no        | 7.50  | 7.50    | 7.50         | a score                            |
| 8.255E0    | no   | no        | 8.26  | 8.26    | no           | rounded, as 8.255 is               |
| 1.2345E+02 | no   | no        | no    | no      | 123.45       | two digits behind the point        |
| 1.2345E+01 | no   | no        | no    | 12.35   | no           | three                              |
| 1.5E-01    | no   | no        | 0.15  | 0.15    | 0.15         | below one                          |
| 5E-1       | no   | no        | 0.50  | 0.50    | 0.50         | likewise                           |
| 0.0E+00    | no   | 0         | 0.00  | 0.00    | 0.00         | zero                               |
| 2.01E+03   | no   | 2010      | no    | no      | 2010.00      | nobody writes years so             |
| -1e3       | no   | no        | no    | no      | no           | nothing here is below zero         |
| $1.5E+03   | no   | no        | no    | no      | 1500.00      | a dollar sign                      |
| 1.5E+15    | no   | no        | no    | no      | no           | more than anybody means            |
| 1e99       | no   | no        | no    | no      | no           | likewise                           |
| 1e         | no   | no        | no    | no      | no           | no exponent                        |
| e3         | no   | no        | no    | no      | no           | nothing before it                  |
| 1.2.3e4    | no   | no        | no    | no      | no           | two points                         |
""",
    "Spaces": r"""
| text          | year | count | score | percent | dollars | why                          |
|---------------|------|-------|-------|---------|---------|------------------------------|
| \u{20}8\u{20} | no   | 8     | 8.00  | 8.00    | 8.00    | spaces around                |
| \u{9}8        | no   | 8     | 8.00  | 8.00    | 8.00    | a tab                        |
| 8\u{a}        | no   | 8     | 8.00  | 8.00    | 8.00    | a line break at the end      |
| 8\u{d}\u{a}   | no   | 8     | 8.00  | 8.00    | 8.00    | the end of a Windows line    |
| \u{a0}8       | no   | 8     | 8.00  | 8.00    | 8.00    | a space that does not break  |
| \u{85}8       | no   | 8     | 8.00  | 8.00    | 8.00    | a line break of old machines |
| \u{2003}8     | no   | no    | no    | no      | no      | a wide space                 |
| \u{200b}8     | no   | no    | no    | no      | no      | a space without width        |
| 2 010         | no   | no    | no    | no      | no      | a space between digits       |
| 2\u{a0}010    | no   | no    | no    | no      | no      | likewise                     |
""",
    "Other ways to write a number": r"""
| text       | year | count | score | percent | dollars | why                    |
|------------|------|-------|-------|---------|---------|------------------------|
| 1_000      | no   | no    | no    | no      | no      | an underscore          |
| 0x10       | no   | no    | no    | no      | no      | hexadecimal            |
| 1/2        | no   | no    | no    | no      | no      | a fraction             |
| NaN        | no   | no    | no    | no      | no      | not a number           |
| inf        | no   | no    | no    | no      | no      | infinite               |
| Infinity   | no   | no    | no    | no      | no      | likewise               |
| ٢٠١٠       | no   | no    | no    | no      | no      | Arabic digits          |
| ２０１０   | no   | no    | no    | no      | no      | wide digits            |
| २०१०       | no   | no    | no    | no      | no      | Hindi digits           |
| 8½         | no   | no    | no    | no      | no      | a fraction in one sign |
| MMX        | no   | no    | no    | no      | no      | Roman                  |
| 2010-07-16 | no   | no    | no    | no      | no      | a date                 |
| July 2010  | no   | no    | no    | no      | no      | a date in words        |
| c. 2010    | no   | no    | no    | no      | no      | a guess                |
| true       | no   | no    | no    | no      | no      | a truth                |
| eight      | no   | no    | no    | no      | no      | a word                 |
""",
    "No figure at all": r"""
| text   | year | count | score | percent | dollars | why                       |
|--------|------|-------|-------|---------|---------|---------------------------|
|        | no   | none  | none  | none    | none    | an empty field            |
| \u{20} | no   | none  | none  | none    | none    | blank                     |
| N/A    | no   | none  | none  | none    | none    | not available             |
| n/a    | no   | none  | none  | none    | none    | in lower case             |
| #N/A   | no   | none  | none  | none    | none    | of a spreadsheet          |
| NA     | no   | none  | none  | none    | none    | likewise                  |
| null   | no   | none  | none  | none    | none    | of a database             |
| NULL   | no   | none  | none  | none    | none    | in upper case             |
| -      | no   | none  | none  | none    | none    | a dash                    |
| --     | no   | no    | no    | no      | no      | not a usual way to say so |
| None   | no   | no    | no    | no      | no      | likewise                  |
| ?      | no   | no    | no    | no      | no      | likewise                  |
""",
}


# What the rest of a column shows, its values divided by spaces, and what a text in it is then taken for.
COLUMNS = {
    "A column shows what its points and commas mean": r"""
| column            | text      | count   | score | percent | dollars    | why                                   |
|-------------------|-----------|---------|-------|---------|------------|---------------------------------------|
|                   | 1,234     | no      | no    | no      | no         | nothing shows                         |
|                   | 1.234     | no      | 1.23  | 1.23    | no         | a score has no thousands              |
| 5 1,234 12.000    | 1,234     | no      | no    | no      | no         | nor do those that are as ambiguous    |
| 1,234,567         | 1,234     | 1234    | no    | no      | 1234.00    | commas set thousands apart            |
| 1,234.5           | 12,000    | 12000   | no    | no      | 12000.00   | likewise                              |
| 99.9              | 1,234     | 1234    | no    | no      | 1234.00    | points are decimal, so commas are not |
| 1,234,567         | 12.000    | no      | no    | 12.00   | no         | not twelve either                     |
| 1.234.567         | 1.234     | 1234    | no    | no      | 1234.00    | points set thousands apart            |
| 1.234.567         | 12.000    | 12000   | no    | no      | 12000.00   | never twelve                          |
| 12,5              | $665.094  | no      | no    | no      | 665094.00  | in dollars too                        |
| 12,5 1.234.567,89 | 45,125    | no      | no    | 45.13   | no         | dollars have two digits there         |
| 7,1               | 8,255     | no      | 8.26  | 8.26    | no         | commas are decimal                    |
| 7,1               | 8.255     | 8255    | no    | no      | 8255.00    | so points are not                     |
| 7.1               | 8,255     | 8255    | no    | no      | 8255.00    | points are decimal, so commas are not |
| 7.1               | 8.255     | no      | 8.26  | 8.26    | no         | as everywhere                         |
| 1.234.567 1,234.5 | 1,234     | no      | no    | no      | no         | it shows both                         |
| 1.234.567 12345.0 | 12.000    | no      | no    | 12.00   | no         | likewise                              |
| 12345.0           | 1.234.567 | 1234567 | no    | no      | 1234567.00 | this can mean one thing only          |
| 1,234.5           | 1,00      | no      | no    | no      | no         | a slip, among points                  |
| 1,234,567 bad ?   | 1,234     | 1234    | no    | no      | 1234.00    | what is no number shows nothing       |
| €4.711,98         | 1.234     | 1234    | no    | no      | 1234.00    | another currency shows it too         |
| 0,125             | 1.234     | 1234    | no    | no      | 1234.00    | zero is no thousand                   |
| 1,5E+03           | 1.234     | 1234    | no    | no      | 1234.00    | so does an exponent                   |
""",
}
KINDS = ("count", "score", "percent", "dollars")


def taken(engine: Engine, texts: list[str]) -> list[dict[str, str]]:
    """What silver takes each text for, by kind of number; else `none` (no figure) or `no` (rejected)."""
    macro, kinds = engine.macro, kinds_of(engine)
    selected = ", ".join(f"cast({sql} as varchar)" for sql in kinds.values())
    table = given("value", [(text,) for text in texts])
    noted = f"(select place, value{macro['notations']({'value': {}})} from {table} group by place, value) as noted"
    alone = f"(select *, {macro['written_number']('value')} as {macro['written']('value')} from {noted}) as alone"
    found = engine.rows(f"select {macro['is_missing']('value')}, {selected} from {alone} order by place")
    return [
        {kind: value or null(kind, missing) for kind, value in zip(kinds, values, strict=True)}
        for missing, *values in found
    ]


def kinds_of(engine: Engine) -> dict[str, str]:
    macro = engine.macro
    return {
        "year": macro["year"]("value"),
        "count": macro["whole_number"]("value"),
        "score": macro["decimal_number"]("value", 0, 10),
        "percent": macro["percentage"]("value"),
        "dollars": macro["usd"]("value"),
    }


def null(kind: str, missing: bool) -> str:
    # Without a year nobody knows which movie a row means, so a year is never just missing.
    return "none" if missing and kind != "year" else "no"


@pytest.mark.parametrize("name", TABLES)
def test_numbers(engine: Engine, name: str) -> None:
    cases = {case.pop("text"): case for case in rows(TABLES[name])}
    for case in cases.values():
        del case["why"]
    assert dict(zip(cases, taken(engine, list(cases)), strict=True)) == cases


@pytest.mark.parametrize("case", [case for name in TABLES for case in rows(TABLES[name])], ids=str)
def test_loading_takes_for_a_year_what_silver_does(case: dict[str, str]) -> None:
    critics = tables(read_contracts())["critic_agg"]
    columns = {"movie_title": pa.array(["Up"]), "release_year": pa.array([case["text"]])}
    usable = names_a_movie(text_batch(critics, columns, None, pa.array([2], pa.int64())), critics)
    assert usable == (case["year"] != "no")


@pytest.mark.parametrize("name", COLUMNS)
def test_columns(engine: Engine, name: str) -> None:
    cases = rows(COLUMNS[name])
    found = beside_others(engine, [(case["text"], case["column"].split()) for case in cases])
    assert found == [{kind: case[kind] for kind in KINDS} for case in cases]


def beside_others(engine: Engine, columns: list[tuple[str, list[str]]]) -> list[dict[str, str]]:
    """What silver takes each text for, by kind of number, beside the others of its column."""
    macro = engine.macro
    values = [(str(number), each) for number, (text, rest) in enumerate(columns) for each in (text, *rest)]
    shown = (
        f"(select number{macro['notations']({'value': {}})} from {given('number, value', values)} group by 1) as shown"
    )
    texts = given("number, value", [(str(number), text) for number, (text, _) in enumerate(columns)])
    written = f"{macro['written_number']('value')} as {macro['written']('value')}"
    judged = f"(select place, value, {written} from {texts} inner join {shown} using (number)) as judged"
    selected = ", ".join(f"cast({sql} as varchar)" for kind, sql in kinds_of(engine).items() if kind in KINDS)
    found = engine.rows(f"select {selected} from {judged} order by place")
    return [{kind: value or "no" for kind, value in zip(KINDS, each, strict=True)} for each in found]
