"""Which DuckDB type is which Iceberg type. What is not here has no equal on the other side and is refused."""

from pyiceberg.types import (
    BooleanType,
    DateType,
    DecimalType,
    DoubleType,
    IcebergType,
    IntegerType,
    LongType,
    StringType,
    TimestamptzType,
)

from ingest.common.errors import MoviesError

DUCKDB_TO_ICEBERG: dict[str, IcebergType] = {
    "BOOLEAN": BooleanType(),
    "INTEGER": IntegerType(),
    "BIGINT": LongType(),
    "DOUBLE": DoubleType(),
    "DATE": DateType(),
    "TIMESTAMP WITH TIME ZONE": TimestamptzType(),
    "VARCHAR": StringType(),
}
ICEBERG_TO_DUCKDB = {iceberg: duckdb for duckdb, iceberg in DUCKDB_TO_ICEBERG.items()}


def duckdb_type(iceberg: IcebergType) -> str:
    if isinstance(iceberg, DecimalType):
        return f"DECIMAL({iceberg.precision},{iceberg.scale})"
    return ICEBERG_TO_DUCKDB[iceberg]


def iceberg_type(duckdb: str, column: str) -> IcebergType:
    """
    Iceberg's type for a DuckDB type; MoviesError for one that Iceberg lacks, such as the HUGEINT of a sum.

    >>> str(iceberg_type("DECIMAL(18,2)", "profit_usd"))
    'decimal(18, 2)'
    """
    if duckdb.startswith("DECIMAL"):
        precision, scale = duckdb.removeprefix("DECIMAL(").removesuffix(")").split(",")
        return DecimalType(int(precision), int(scale))
    if duckdb not in DUCKDB_TO_ICEBERG:
        raise MoviesError(f"column {column} is {duckdb}, which Iceberg lacks; cast it in the model")
    return DUCKDB_TO_ICEBERG[duckdb]
