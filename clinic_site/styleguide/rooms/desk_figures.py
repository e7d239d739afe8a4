"""The managers' figures, with invented ones here."""

from datetime import datetime

from django.utils import timezone

from clinic_site.styleguide.sample import Sample

FOLDER = "admin/consultations/consultationrequest/"


class Asked:
    """Days that somebody asked for, as the pages of figures know them."""

    def __init__(self, error=""):
        self.error = error
        self.first, self.last = "2026-10-01", "2026-11-26"
        self.period = {
            "words": "October 1 to November 26, 2026",
            "query": "period=quarter",
            "name": "quarter",
        }
        self.names = [
            {"name": "month", "words": "This month", "chosen": False},
            {"name": "quarter", "words": "This quarter", "chosen": True},
            {"name": "year", "words": "This year", "chosen": False},
        ]
        pages = ("At a glance", "By service", "By page", "Form steps")
        self.tabs = [
            {"url": "#", "words": words, "chosen": words == "At a glance"}
            for words in pages
        ]


def line(title: str, *cells: str, path="") -> dict:
    return {"title": title, "path": path, "cells": cells}


COUNTS = {
    "heads": ["Requests", "Tried", "Talked with", "Scheduled", "Came", "Missed"],
    "rows": [
        line("Depression", "124", "119", "97", "61", "48", ""),
        line("Chronic pain", "31", "30", "26", "", "", ""),
        line("No service named", "9", "9", "7", "", "", "0"),
    ],
    "total_words": ["164", "158", "130", "72", "55", "11"],
    "is_mute": False,
}
WAITS = {
    "heads": ["First attempt, half within", "9 of 10 within"],
    "rows": [
        line("Depression", "35 min", "3 h 20 min"),
        line("Chronic pain", "50 min", "not yet"),
    ],
    "total_words": ["40 min", "6 h"],
    "is_mute": False,
}
PAGES = [
    line("What a course costs", "2,310", "96", path="/articles/what-a-course-costs/"),
    line("A page that is gone", "41", ""),
]


def counted(**fields) -> dict:
    usual = {
        "counted_at": timezone.make_aware(datetime(2026, 11, 26, 10, 42)),
        "is_stale": False,
        "is_anew": False,
        "left_out": "",
    }
    return usual | fields


SAMPLES = [
    Sample(
        FOLDER + "figures_head.html",
        "Head of the figures",
        "Which figures, and the days they are for.",
        {
            "This quarter": {
                "asked": Asked(),
                "title": "Figures",
                "csv": "#weeks.csv",
            },
            "Days that make no sense": {
                "asked": Asked("The first day comes after the last one."),
                "title": "Figures",
            },
        },
        narrow=True,
        height=260,
    ),
    Sample(
        FOLDER + "figures_table.html",
        "Table of figures",
        "Numbers by service or by page; a small one is hidden.",
        {
            "By page": {
                "title": "From a visit to the form",
                "first": "Page",
                "heads": ["Visits", "Form opened"],
                "rows": PAGES,
                "totals": ["2,351", "99"],
                "all": "All pages",
                "is_mute": False,
            },
            "Too few": {
                "title": "How requests ended",
                "is_mute": True,
            },
        },
        narrow=True,
        height=260,
    ),
    Sample(
        FOLDER + "figures_breakdown.html",
        "Three tables",
        "Requests, times and endings of the same services or pages.",
        {
            "With hidden numbers": {
                "title": "From request to consultation",
                "counts": COUNTS,
                "waits": WAITS,
                "endings": COUNTS | {"is_mute": True},
                "first": "Service",
                "all": "All services",
                "hides": True,
            }
        },
        width="full",
        height=900,
    ),
    Sample(
        FOLDER + "figures_hidden.html",
        "Why a number is hidden",
        "Beside tables that hide one.",
        {"Always": {}},
        height=100,
    ),
    Sample(
        FOLDER + "figures_counted.html",
        "How figures are counted",
        "At the foot of each page; above it what keeps them from being up to date.",
        {
            "Up to date": counted(left_out="3 duplicates, 1 set aside"),
            "No worker": counted(is_stale=True),
            "Never": counted(is_stale=True, counted_at=None),
            "Anew": counted(is_anew=True),
        },
        height=120,
    ),
    Sample(
        FOLDER + "figures_empty.html",
        "No figures yet",
        "What will stand here, and when.",
        {
            "No requests": {
                "title": "No requests came in these days",
                "words": "A minute after the first one has come in, this page says how "
                "many there were.",
            }
        },
        height=200,
    ),
]
