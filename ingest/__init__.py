"""Brings provider files into the bronze layer: contracts say what a file looks like, Iceberg keeps what it said."""
