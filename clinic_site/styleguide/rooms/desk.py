"""What the people at the desk work with."""

from datetime import timedelta

from django.utils import timezone

from clinic.models import RaisedAlarm
from clinic_site.styleguide import made_up
from clinic_site.styleguide.made_up_desk import (
    CSRF,
    TABS,
    VOICEMAIL,
    alarm,
    appointment,
    contact,
    due,
    filters,
    sheet_line,
    shown,
    tried,
)
from clinic_site.styleguide.made_up_told import TOLD, WORDINGS
from clinic_site.styleguide.rooms import (
    desk_figures,
    desk_keys,
    desk_request,
    desk_trail,
)
from clinic_site.styleguide.sample import Sample
from consultations.admin.chart import ChartForm
from consultations.clocks import Clock
from consultations.voicemail import Voicemail

PURPOSE = "What the people at the desk work with, a phone at their ear."

FOLDER = "admin/consultations/consultationrequest/"
QUEUE = '<div class="queue-frame"><table class="queue"><tbody>{}</tbody></table></div>'

SAMPLES = [
    Sample(
        FOLDER + "clock.html",
        "Clock",
        "How pressing it is: shape, color and words say the same.",
        {
            "Late": lambda: due(minutes=-35),
            "Late by days": lambda: due(days=-3),
            "Done": lambda: {"clock": tried()},
            "Soon": lambda: due(minutes=50),
            "Calm": lambda: due(days=2),
            "Closed": lambda: {
                "clock": Clock(made_up.request(status="closed", due_at=None))
            },
        },
        inside="<p>{}</p>",
        width="third",
        height=80,
    ),
    Sample(
        FOLDER + "row.html",
        "Row",
        "One request in the queue.",
        {
            "New": lambda: {"row": shown()},
            "Read first, late": lambda: {
                "row": shown(
                    read_first=True,
                    voicemail_ok=False,
                    due_at=timezone.now() - timedelta(hours=3),
                )
            },
            "Possible spam": lambda: {
                "row": shown(status="quarantined", name=made_up.LONG_NAME)
            },
            "Right to left": lambda: {"row": shown(name=made_up.ARABIC_NAME)},
        },
        inside=QUEUE,
        width="full",
        narrow=True,
        height=90,
    ),
    Sample(
        FOLDER + "tabs.html",
        "Tabs of the queue",
        "Which requests, and how many of each. Nobody in one: it is quiet.",
        {"Some": lambda: {"tabs": TABS}},
        width="full",
        narrow=True,
        height=110,
    ),
    Sample(
        FOLDER + "filters.html",
        "Filters of the queue",
        "Codes and ids alone; they hold within every tab.",
        {
            "None on": lambda: filters(),
            "One on": lambda: filters("phone"),
        },
        width="full",
        narrow=True,
        height=220,
    ),
    Sample(
        FOLDER + "rows.html",
        "Queue",
        "What needs somebody, the most pressing first. It refreshes itself.",
        {
            "Many": lambda: {
                "groups": [
                    {
                        "key": "read_first",
                        "title": "Read first",
                        "rows": [
                            shown(
                                read_first=True,
                                due_at=timezone.now() - timedelta(hours=1),
                            )
                        ],
                    },
                    {
                        "key": "called_back",
                        "title": "They called back",
                        "rows": [
                            shown(
                                name=made_up.GREEK_NAME,
                                contact_method="text",
                                called_back_at=timezone.now() - timedelta(minutes=9),
                            ),
                            shown(
                                name=made_up.VIETNAMESE_NAME,
                                contact_method="email",
                                snoozed_until=timezone.now() + timedelta(hours=20),
                            ),
                        ],
                    },
                    {
                        "key": "scheduled",
                        "title": "Scheduled",
                        "rows": [
                            shown(
                                status="scheduled",
                                scheduled_for=timezone.now() + timedelta(days=3),
                                due_at=timezone.now() + timedelta(days=3),
                            )
                        ],
                    },
                ]
            },
            "None": {
                "groups": [],
                "empty": {
                    "title": "Nothing here",
                    "text": "Everyone who wrote has been seen to.",
                    "state": "all",
                    "tab": "All requests",
                },
            },
        },
        width="full",
        narrow=True,
        height=420,
        also=[FOLDER + "fragment.html"],
    ),
    Sample(
        FOLDER + "appointment.html",
        "Appointment",
        "A consultation with a time, and what to press once it is confirmed or over.",
        {
            "To confirm": lambda: appointment(hours=3),
            "Confirmed": lambda: appointment(hours=3, confirmed_at=timezone.now()),
            "Came or not": lambda: appointment(hours=-20, day="yesterday"),
            "Read first, by e-mail": lambda: appointment(
                hours=3, read_first=True, contact_method="email", phone=""
            ),
            "For a clinician": lambda: appointment(hours=3, works=False),
            "A long name": lambda: appointment(hours=-1, name=made_up.LONG_NAME),
        },
        inside='<ol class="today__list">{}</ol>',
        width="full",
        narrow=True,
        height=160,
    ),
    Sample(
        FOLDER + "sheet_line.html",
        "Line on paper",
        "One request on the sheet for a day without power: nothing of why they ask.",
        {
            "To call": sheet_line,
            "Read first": lambda: sheet_line(read_first=True, contact_times=[]),
            "By e-mail": lambda: sheet_line(contact_method="email", phone=""),
            "Right to left": lambda: sheet_line(name=made_up.ARABIC_NAME),
        },
        inside=(
            '<section class="sheet-scroll" aria-label="Sheet" tabindex="0">'
            '<table class="sheet">{}</table></section>'
        ),
        width="full",
        height=120,
    ),
    Sample(
        FOLDER + "chart_form.html",
        "For the chart",
        "Leads to the request as text, once it is said what for.",
        {
            "Folded": lambda: {
                "form": ChartForm(prefix="chart"),
                "url": "#chart",
                "csrf_token": CSRF,
            }
        },
        width="third",
        height=120,
    ),
    Sample(
        "admin/desk_alarms.html",
        "Alarms",
        "On top of the desk's pages, for managers: what is wrong with the site.",
        {
            "Two": lambda: {
                "alarms": [
                    RaisedAlarm(words=words, raised_at=timezone.now())
                    for words in (
                        "Little space is left on the disk of: MEDIA_ROOT.",
                        "3 requests have been overdue for more than an hour.",
                    )
                ]
            },
        },
        height=200,
    ),
    Sample(
        FOLDER + "mail_alarm.html",
        "Mail alarm",
        "On top of the desk's pages while our mail does not go out.",
        {
            "All of it": lambda: alarm(
                since="Monday, 9:12 am", unanswered=12, error="ConnectionRefusedError"
            ),
            "Given up": lambda: alarm(
                since="Monday, 9:12 am", unanswered=3, error="timeout", given_up=True
            ),
            "No worker": lambda: alarm(since="today, 9:12 am", no_worker=True),
            "One address": lambda: alarm(alone=1, named=["K7QM2XNA"]),
            "Who is told": lambda: alarm(untold=1),
            "A reply": lambda: alarm(unreached=["K7QM2XNA"]),
            "The desk's own": lambda: alarm(
                alone=7, notices=2, named=["K7QM2XNA", "A2CD4EFG"]
            ),
        },
        narrow=True,
        height=300,
    ),
    Sample(
        FOLDER + "contact.html",
        "Contact",
        "How to reach somebody, and what they allowed: the largest thing on the page.",
        {
            "By phone": contact,
            "By text": lambda: contact(contact_method="text", voicemail_ok=False),
            "By e-mail": lambda: contact(
                contact_method="email", email=f"{made_up.LONG_NAME}@example.com"
            ),
            "For someone else": lambda: contact(for_whom="other", clinic_name_ok=True),
            "Acknowledgement failed": lambda: contact(
                "Failed, given up today, 9:12 am"
            ),
        },
        narrow=True,
        height=420,
    ),
    Sample(
        FOLDER + "voicemail.html",
        "Voicemail",
        "What to say after the tone, as the person allowed; or that nothing is said.",
        {
            "With the name": {"voicemail": Voicemail(VOICEMAIL), "key": ""},
            "Without the name": {
                "voicemail": Voicemail(VOICEMAIL, nameless=True),
                "key": "V",
            },
            "None": {"voicemail": Voicemail(why_not="No voicemail: hang up.")},
        },
        height=90,
    ),
    Sample(
        FOLDER + "told.html",
        "They were told",
        "What page and mail said, as it was said then, and in which versions.",
        {"On the form": {"told": TOLD, "wordings": WORDINGS}},
        height=320,
    ),
    *desk_request.SAMPLES,
    *desk_keys.SAMPLES,
    *desk_trail.SAMPLES,
    *desk_figures.SAMPLES,
]
