"""Waits until a provider has delivered something, and notices when it is late.

Airflow's own S3KeySensor cannot: it waits for names that are known, and with a `check_fn` fails once it was deferred.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from aiobotocore.session import get_session
from airflow.sdk import BaseOperator, Context
from airflow.sdk.exceptions import AirflowException
from airflow.triggers.base import BaseTrigger, TriggerEvent
from botocore.exceptions import BotoCoreError, ClientError

BUCKET = "landing"
POLL_SECONDS = 5
# A store that restarts is back by then; a wrong key does not mend itself.
PATIENCE_SECONDS = 3600
KEYS_SHOWN = 20


class Late(AirflowException):
    """Nothing came for as long as the contract says that a delivery takes."""


class DeliverySensor(BaseOperator):
    """
    Succeeds as soon as something lies in the provider's folder of landing, and gives the first keys that do.

    A try fails as Late when nothing came for `cadence`, and the next one waits again. Without cadence it looks once,
    and succeeds with nothing there, too.
    """

    def __init__(self, *, provider: str, cadence: timedelta | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.provider, self.cadence = provider, cadence

    def execute(self, context: Context) -> None:
        wait = self.cadence or timedelta(0)
        self.log.info("waiting for anything in %s/%s/, for %s at most", BUCKET, self.provider, wait)
        trigger = DeliveryTrigger(self.provider, time.time() + wait.total_seconds())
        self.defer(trigger=trigger, method_name="look")

    def look(self, context: Context, event: list[str]) -> list[str]:
        if not event and self.cadence:
            days = self.cadence.days
            raise Late(f"{self.provider} is late: nothing came for {days} days, though a delivery is due every {days}")
        self.log.info("%s/ has: %s", BUCKET, ", ".join(event) or "nothing of it")
        return event


class DeliveryTrigger(BaseTrigger):
    """Gives the first keys in a provider's folder once there are any; none at all from `late_at` on, in Unix time."""

    def __init__(self, provider: str, late_at: float) -> None:
        super().__init__()
        self.provider, self.late_at = provider, late_at

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return f"{__name__}.DeliveryTrigger", {"provider": self.provider, "late_at": self.late_at}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        patience_until = time.time() + PATIENCE_SECONDS
        async with store() as s3:
            while True:
                try:
                    listed = await s3.list_objects_v2(Bucket=BUCKET, Prefix=f"{self.provider}/", MaxKeys=KEYS_SHOWN)
                except (BotoCoreError, ClientError, OSError) as error:
                    if time.time() > patience_until:
                        raise
                    self.log.warning("%s cannot be listed, which is tried again: %s", BUCKET, error)
                else:
                    patience_until = time.time() + PATIENCE_SECONDS
                    keys = [entry["Key"] for entry in listed.get("Contents", [])]
                    if keys or time.time() > self.late_at:
                        yield TriggerEvent(keys)
                        return
                await asyncio.sleep(POLL_SECONDS)


def store() -> Any:
    return get_session().create_client(
        "s3",
        endpoint_url=os.environ["MOVIES_S3_ENDPOINT"],
        aws_access_key_id=os.environ["MOVIES_S3_KEY"],
        aws_secret_access_key=os.environ["MOVIES_S3_SECRET"],
        region_name="us-east-1",
    )
