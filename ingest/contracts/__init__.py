"""What providers deliver: one YAML file each in this folder, and how it is read."""

from ingest.contracts.contract import CONTRACTS, Contract, read_contract, read_contracts, tables
from ingest.contracts.table import RESERVED_TABLES, Table, fold

__all__ = [
    "CONTRACTS",
    "RESERVED_TABLES",
    "Contract",
    "Table",
    "fold",
    "read_contract",
    "read_contracts",
    "tables",
]
