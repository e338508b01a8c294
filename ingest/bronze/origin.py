"""The columns of every bronze table besides its contract's: where a row comes from."""

# Name -> what it holds.
ORIGIN = {
    "_extra": "JSON object of the columns that the contract does not know, or null.",
    "_file": "Name of the delivered file.",
    "_sha256": "SHA-256 of the delivered bytes.",
    "_line": "Where the record starts: line of a CSV file (the header is 1), place in a JSON array (from 1).",
    "_delivered_on": "Day in the file's name, or null: such a row never counts as newer than a dated one.",
    "_loaded_at": "When the delivery was loaded; one value a delivery.",
}
