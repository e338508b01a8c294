"""What version 0.1 called a table, columns and a status of bronze that have another name now."""

RENAMED_TABLES = {"bronze.unreadable_rows": "bronze.malformed_records"}
RENAMED_COLUMNS = {"unreadable_rows": "malformed_records", "undeclared_columns": "unexpected_columns"}
RENAMED_STATUS = {"refused": "quarantined"}
