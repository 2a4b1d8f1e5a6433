"""The clock on the wall."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


def local_now() -> datetime:
    """Return the time on the clock on the wall, with its offset from UTC in whole minutes, as ISO 8601 has it."""
    from datetime import UTC, datetime, timedelta, timezone

    now = datetime.now(UTC)
    try:
        offset = now.astimezone().utcoffset() or timedelta()
    except ValueError:  # A time zone that is more than a day away from UTC.
        return now
    return now.astimezone(timezone(timedelta(minutes=round(offset.total_seconds() / 60))))
