"""Tells whether a part of Airflow is well, as the API server knows it from the part's heartbeat; exit code 0 if so."""

import json
import sys
from urllib.request import urlopen

with urlopen("http://airflow-api:8080/api/v2/monitor/health", timeout=8) as answer:
    part = json.load(answer)[sys.argv[1]]
print(part)
sys.exit(part["status"] != "healthy")
