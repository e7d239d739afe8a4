"""Who saw what: the readings, whether they hold, and the alarm."""

from clinic_site.styleguide.sample import Sample
from consultations.admin.trail import Reading
from consultations.admin.trail_state import TrailState

FOLDER = "admin/consultations/consultationrequest/"
REPORT = "/admin/consultations/readingentry/"
SOUND = TrailState(
    "sound",
    "The trail holds",
    "48,112 readings, none changed, dropped, moved or cut. Checked Nov 26, 2026, "
    "3:05:00 am",
    REPORT,
)
LATE = TrailState(
    "late",
    "Not checked yet",
    "The worker looks once a day; it has not been there yet.",
    REPORT,
    is_anchored=False,
)
BROKEN = TrailState(
    "broken",
    "The reading trail is broken at entry 4,711",
    "Entry 4711: changed. Found Nov 26, 2026, 3:05:00 am",
    REPORT,
)


def reading(number: int, how: str, why: str = "", named=("K7QM2XNA",), more: int = 0):
    """Return one made-up reading."""
    return Reading(
        number=number,
        when=f"Nov 25, 2026, 9:0{number}:12 am",
        who="Priya Shah",
        how=how,
        why=why,
        named=[(name, "#" if name != "deleted" else "") for name in named],
        more=more,
        url=f"{REPORT}{number}/",
    )


SAMPLES = [
    Sample(
        FOLDER + "reading_list.html",
        "Readings",
        "Who saw which requests, when, how and what for.",
        {
            "Some": lambda: {
                "readings": [
                    reading(4, "Export", "For a referral elsewhere"),
                    reading(3, "Detail", named=("K7QM2XNA", "deleted")),
                    reading(2, "List", named=("K7QM2XNA", "P4RD9TCW"), more=48),
                    reading(1, "Search", named=()),
                ],
                "newest": "?",
                "older": "?before=1",
            },
            "None": {"readings": [], "newest": "", "older": ""},
        },
        width="full",
        narrow=True,
        height=320,
    ),
    Sample(
        FOLDER + "trail_state.html",
        "Whether the trail holds",
        "What the daily check found, by shape, color and words.",
        {
            "Sound": {"state": SOUND},
            "Not checked": {"state": LATE},
            "Broken": {"state": BROKEN},
        },
        height=90,
    ),
]
