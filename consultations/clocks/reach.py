"""Whether a person may be reached right now."""

from datetime import datetime, time

from clinic.hours import OfficeHours

from .hours import within_windows


class Reach:
    """Whether a person may be reached at a moment, by what they asked for."""

    def __init__(self, windows: list[str], hours: OfficeHours, now: datetime):
        self.windows = windows
        self.now = now
        if windows and not any(hours.weekly.values()):
            # No hours are known: only what the person said counts.
            everyday = dict.fromkeys(range(7), [(time.min, time.max)])
            hours = OfficeHours(everyday, tz=hours.tz)
        self.hours = within_windows(hours, windows)

    @property
    def until(self) -> datetime | None:
        """Return when the window that is open now ends; None outside of one."""
        return self.hours.closing(self.now) if self.windows else None

    @property
    def opens(self) -> datetime | None:
        """Return when to try next; None where it does not matter."""
        if not self.windows or self.until:
            return None
        return self.hours.next_opening(self.now)

    @property
    def state(self) -> str:
        """Return any (no window given), now or later."""
        if not self.windows:
            return "any"
        return "now" if self.until else "later"
