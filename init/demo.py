"""Deliver the example files as a provider would: put them into the landing bucket."""

import os
from pathlib import Path

from minio import Minio

EXAMPLES = Path("examples")
# The same file name is the same delivery key, so the example must not use the names of real deliveries.
DELIVERIES = {
    "audience_pulse.json": "audience_pulse/audience_pulse_demo.json",
    "box_office_domestic.csv": "box_office/box_office_domestic_demo.csv",
    "box_office_financials.csv": "box_office/box_office_financials_demo.csv",
    "box_office_international.csv": "box_office/box_office_international_demo.csv",
    "critic_agg.csv": "critic_agg/critic_agg_demo.csv",
}


def main() -> None:
    if os.environ["DEMO_DATA"] != "true":
        return
    key, secret = os.environ["MOVIES_S3_KEY"], os.environ["MOVIES_S3_SECRET"]
    client = Minio("minio:9000", key, secret, secure=False, region="us-east-1")
    for file, delivery in DELIVERIES.items():
        client.fput_object("landing", delivery, str(EXAMPLES / file))


if __name__ == "__main__":
    main()
