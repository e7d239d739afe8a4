"""When somebody has to be reached: promises to people and clocks at the desk.

All of it is computed from office hours and the times stored on a request, so that
page, mail and desk never differ.
"""

from .clock import Clock, Clocks, Side, level_of, words_of
from .due import (
    conversation_due,
    due_at,
    first_attempt_due,
    promised_at,
    rounded_up,
    told_attempt_by,
)
from .hours import (
    add_office_minutes,
    hours_of,
    hours_of_request,
    time_zone_of,
    windows_of,
    within_windows,
)
from .reach import Reach
from .returning import Return, reaching_hours, return_times, suggest_next
from .words import (
    dated_words,
    duration_words,
    moment_words,
    rough_words,
    short_words,
    window_choices,
    window_words,
)

__all__ = [
    "Clock",
    "Clocks",
    "Reach",
    "Return",
    "Side",
    "add_office_minutes",
    "conversation_due",
    "dated_words",
    "due_at",
    "duration_words",
    "first_attempt_due",
    "hours_of",
    "hours_of_request",
    "level_of",
    "moment_words",
    "promised_at",
    "reaching_hours",
    "return_times",
    "rough_words",
    "rounded_up",
    "short_words",
    "suggest_next",
    "time_zone_of",
    "told_attempt_by",
    "window_choices",
    "window_words",
    "windows_of",
    "within_windows",
    "words_of",
]
