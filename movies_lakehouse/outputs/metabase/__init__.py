"""The Movies dashboard for Metabase: questions made from Superset's charts, and brought there by its API."""
