"""Superset's assets in dashboards/: checked against gold without a server, and brought back from one."""
