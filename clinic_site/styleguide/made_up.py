"""Invented people, pages and requests for the samples; nothing here is ever stored."""

import json
from datetime import time, timedelta
from types import SimpleNamespace

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify

from articles.models import ArticleIndexPage, ArticlePage, Topic
from clinic.models import (
    Approval,
    ClinicImage,
    ClinicSettings,
    GlossaryTerm,
    HomePage,
    LocationPage,
    PersonPage,
    Reference,
    ServicePage,
    User,
)
from clinic.models.opening import Holiday, WeeklyHours
from consultations.models import ConsultationRequest, RequestEvent

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Montgomery-Featherstonehaugh"
ARABIC_NAME = "عبد الرحمن محمود الأنصاري"
GREEK_NAME = "Αλεξάνδρα Παπαδοπούλου"
VIETNAMESE_NAME = "Nguyễn Thị Ánh Tuyết"
SUMMARY = (
    "A slow infusion over about 40 minutes in a private room, with your heart, "
    "breathing and blood pressure watched throughout."
)
LONG_TITLE = (
    "What the research on ketamine for treatment-resistant depression says so far, "
    "what it does not say, and what we would tell a friend"
)


def clinic(**fields) -> ClinicSettings:
    """Return the clinic's record with everything filled in."""
    given = {
        "clinic_name": "Nova Health Recovery",
        "legal_name": "Nova Health Recovery PLLC",
        "description": "Ketamine infusion therapy in Alexandria, Virginia.",
        "legal_notice": "Invented for this style guide.",
        "review_page": page(ArticlePage, "How we review our articles", pk=7),
        "privacy_page": page(ArticlePage, "Privacy practices", pk=8),
        "estimate_page": page(ArticlePage, "Good-faith estimates", pk=9),
    }
    return ClinicSettings(**given | fields)


def page(model, title: str, *, pk: int = 1, url: str = "", **fields):
    """Return a page that was never stored, with an address of its own."""
    made = model(pk=pk, id=pk, title=title, slug=slugify(title) or "page", **fields)
    made.depth = 4
    made.glossary_uses = []
    address = url or f"/articles/{made.slug}/"
    made.get_url = lambda *args, **kwargs: address
    made.get_full_url = lambda *args, **kwargs: f"https://clinic.example{address}"
    return made


def with_way(made, *titles: str):
    """Return the page with the pages above it."""
    above = [
        page(ArticleIndexPage, title, pk=90 + depth, url=f"/{slugify(title)}/")
        for depth, title in enumerate(titles, 3)
    ]
    for depth, step in enumerate(above, 3):
        step.depth = depth
    made.way = [page(HomePage, "Home", pk=2, url="/"), *above, made]
    made.way[0].depth = 2
    return made


def article(title: str = "How ketamine infusions work", **fields) -> ArticlePage:
    """Return an article; `topics` are titles."""
    topics = fields.pop("topics", ["Treatment"])
    now = timezone.now()
    given = {
        "summary": SUMMARY,
        "live": True,
        "first_published_at": now - timedelta(days=200),
        "last_published_at": now - timedelta(days=40),
    }
    made = with_way(page(ArticlePage, title, **given | fields), "Articles")
    made.current_approval, made.references = None, []
    made.topics = [
        Topic(pk=number, title=topic, slug=slugify(topic))
        for number, topic in enumerate(topics, 1)
    ]
    return made


def service(title: str = "Ketamine infusion", **fields) -> ServicePage:
    given = {
        "summary": SUMMARY,
        "duration": "Usually six visits",
        "price_note": "$475 an infusion, everything included",
        "live": True,
    }
    address = f"/services/{slugify(title)}/"
    made = page(ServicePage, title, url=address, **given | fields)
    return with_way(made, "Services")


def person(title: str = "Mara Lindqvist", **fields) -> PersonPage:
    given = {
        "credentials": "MD",
        "role": "Medical director",
        "board": "American Board of Anesthesiology",
        "summary": "She sees every person who begins a treatment here.",
        "live": True,
    }
    address = f"/people/{slugify(title) or 'person'}/"
    made = page(PersonPage, title, url=address, **given | fields)
    return with_way(made, "People")


def user(first: str = "June", last: str = "Okafor", pk: int = 2) -> User:
    """Return a member of staff who may do everything, without asking the database."""
    return User(
        pk=pk, username=f"{first}{pk}", first_name=first, last_name=last,
        is_staff=True, is_superuser=True,
    )  # fmt: skip


def reviewed(made, by: PersonPage | None = None, days_ago: int = 40):
    """Return the page with the word of a reviewer, who may have a page."""
    reviewer = user("Mara", "Lindqvist", 3)
    # What a query would look up stands ready.
    reviewer._state.fields_cache["person_page"] = by
    given_at = timezone.now() - timedelta(days=days_ago)
    made.current_approval = Approval(
        pk=1,
        page=made,
        page_title=made.title,
        reviewed_by=reviewer,
        approved_at=given_at,
    )
    return made


def changed(note: str, days_ago: int = 90) -> Approval:
    """Return an approval that told readers what changed."""
    made = article()
    return Approval(
        page=made,
        page_title=made.title,
        approved_at=timezone.now() - timedelta(days=days_ago),
        change_note=note,
    )


def location(**fields) -> LocationPage:
    """Return a place that is open on weekdays, with a lunch break on Friday."""
    week = [(day, time(9), time(17)) for day in range(4)]
    week += [(4, time(9), time(12)), (4, time(13), time(16))]
    today = timezone.localdate()
    given = {
        "street": "1200 Prince Street, Suite 300",
        "city": "Alexandria",
        "region": "VA",
        "postal_code": "22314",
        "phone": "+17035550142",
        "directions_url": "https://maps.example/alexandria",
        "map_description": "The river in the east, the station in the west.",
        "weekly_hours": [
            WeeklyHours(weekday=day, opens=opens, closes=closes)
            for day, opens, closes in week
        ],
        "holidays": [
            Holiday(on=today + timedelta(days=12), name="Staff training"),
            Holiday(on=today + timedelta(days=30), opens=time(9), closes=time(12)),
        ],
        "live": True,
    }
    made = page(LocationPage, "Old Town", url="/locations/old-town/", **given | fields)
    return with_way(made, "Locations")


def open_state(is_open: bool = True, *, later_today: bool = False, known: bool = True):
    """Return whether somebody is there, as the pages are told it."""
    now = timezone.localtime().replace(hour=11, minute=0)
    opens = now.replace(hour=13) if later_today else now + timedelta(days=2, hours=-2)
    return {
        "is_open": is_open,
        "until": now.replace(hour=17),
        "opens": opens if known else None,
        "now": now,
    }


def glossary() -> list[GlossaryTerm]:
    """Return words with their meanings, a long one among them."""
    return [
        GlossaryTerm(
            term="infusion",
            slug="infusion",
            meaning="A medicine that runs slowly into a vein through a thin tube.",
        ),
        GlossaryTerm(
            term="treatment-resistant depression",
            slug="treatment-resistant-depression",
            meaning="Depression that has not lifted after at least two medicines, each "
            "taken long enough and in a full dose. Doctors use the word in different "
            "ways, so ask what yours means by it.",
        ),
    ]


def references(many: bool = True) -> list[Reference]:
    """Return sources with a DOI, a PubMed number, an address, and nothing."""
    found = [
        Reference(
            key="one",
            citation="Lindqvist M, Okafor J. A made-up trial of one infusion. "
            "Journal of Samples. 2024;12(3):101-110.",
            doi="10.1000/sample.2024.101",
        ),
        Reference(
            key="two",
            citation="Featherstonehaugh A, et al. Blood pressure during a made-up "
            "infusion: a review of reviews with a title long enough to wrap twice. "
            "Annals of Invention. 2021;4:1-22.",
            pmid="30000001",
        ),
        Reference(
            key="three",
            citation="Office of Samples. Guidance on guidance.",
            url="https://samples.example/a-very-long-address/that-does-not-end/"
            "soon-enough-for-a-phone/index.html",
        ),
        Reference(key="four", citation="A book without any address. 1998."),
    ]
    return found if many else found[:1]


class Drawn(SimpleNamespace):
    """One size of a picture, as Wagtail's image tags use it."""

    full_url = property(lambda self: self.url)

    @property
    def attrs_dict(self) -> dict:
        return {
            "src": self.url,
            "width": self.width,
            "height": self.height,
            "alt": self.alt,
        }

    def img_tag(self, extra=None):
        words = self.attrs_dict | (extra or {})
        pairs = [format_html(' {}="{}"', key, value) for key, value in words.items()]
        return format_html("<img{}>", format_html("{}" * len(pairs), *pairs))

    def __html__(self):
        return self.img_tag()


def picture(
    width: int = 1200,
    height: int = 630,
    title: str = "Light over water",
    credit: str = "",
):
    """Return a picture whose every size is one of the site's own."""
    file = "images/apple-touch-icon.png" if width == height else "images/share.jpg"
    made = ClinicImage(pk=1, title=title, width=width, height=height, credit=credit)
    size = Drawn(url=static(file), width=width, height=height, alt=title, file=None)
    made.get_rendition = lambda spec: size
    made.get_renditions = lambda *specs: dict.fromkeys(map(str, specs), size)
    return made


def request(**fields) -> ConsultationRequest:
    """Return a request that came in two hours ago and wants a call."""
    now = timezone.now()
    given = {
        "pk": 1,
        "reference": "K7QM2XNA",
        "status": "received",
        "name": "Robin Alvarez",
        "phone": "+17035550187",
        "email": "robin@example.com",
        "message": "I have tried two medicines, and I am tired.\nMornings are best.",
        "contact_method": "phone",
        "contact_times": ["09:00-11:00"],
        "voicemail_ok": True,
        "clinic_name_ok": False,
        "text_ok": True,
        "adult": True,
        "service_title": "Ketamine infusion",
        "source_page_title": "What a course costs",
        "location_title": "Old Town",
        "consented_at": now - timedelta(hours=2),
        "received_at": now - timedelta(hours=2),
        "due_at": now + timedelta(minutes=35),
    }
    return ConsultationRequest(**given | fields)


def answered_request() -> ConsultationRequest:
    """Return a request whose second page was answered, one answer of every kind."""
    answers = {
        "treatments_tried": ("choices", "What have you tried?", ["Medicine", "ECT"]),
        "clearance_cardiac": ("sureness", "Have you a heart condition?", "yes"),
        "clearance_liver": ("sureness", "Have you a liver condition?", "no"),
        "own_1": ("text", "What would make a visit easier?", ARABIC_NAME),
    }
    kept = {
        key: {"kind": kind, "question": question, "answer": answer}
        for key, (kind, question, answer) in answers.items()
    }
    return request(reason="Depression", answers=json.dumps(kept))


def event(kind: str, *, hours: float = 1, by: User | None = None, **fields):
    """Return something that happened so many hours ago."""
    return RequestEvent(
        pk=int(hours * 10),
        kind=kind,
        at=timezone.now() - timedelta(hours=hours),
        actor=by,
        actor_kind="staff" if by else "requester",
        **fields,
    )


def search_filters(chosen: str = "") -> list:
    """Return two rows of filters, one of them perhaps chosen."""
    rows = {
        "What it is": {"Articles": 12, "Services": 4, "Other pages": 3},
        "Topic": {"Depression": 7, "Anxiety and PTSD": 4, "Safety": 2},
    }
    return [
        (
            name,
            [
                {
                    "label": label,
                    "count": count,
                    "current": label == chosen,
                    "address": "?q=sleep",
                }
                for label, count in links.items()
            ],
        )
        for name, links in rows.items()
    ]
