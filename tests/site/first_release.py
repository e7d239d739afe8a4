"""A clinic's rows as the first release of the site wrote them, by historical models.

What has changed since is written as it was then: a value in an encrypted column had no
id of its key, and pages had the blocks of that time alone.
"""

import json
import uuid
from datetime import UTC, datetime, time

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import connection

from clinic.encryption import lookup_digest

FIRST = [
    ("clinic", "0003_roles"),
    ("articles", "0001_initial"),
    ("consultations", "0001_initial"),
]
# One of each week: the second is closed, the third was set aside.
PEOPLE = [
    ("AAAAAA22", "Ada Quillon", "ada.quillon@example.com", "received", ""),
    ("AAAAAA33", "Bo Tern", "bo.tern@example.com", "closed", "booked"),
    ("AAAAAA44", "Cy Wren", "cy.wren@example.com", "quarantined", ""),
]
MESSAGE = "Words that {name} wrote to the first release."
# On a Thursday morning, and ninety minutes of open hours later.
RECEIVED_AT = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
DUE_AT = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)
BODY = [
    ("heading", {"level": "h2", "text": "The first night"}),
    ("paragraph", "<p>Many people sleep soundly in the first release.</p>"),
    ("callout", {"kind": "help", "title": "When to call", "text": "<p>Any worry.</p>"}),
]


def raw_body() -> list[dict]:
    """Return the body of a page as it is stored."""
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in BODY
    ]


class FirstRelease:
    """Writes into a database that stands at `FIRST`."""

    def __init__(self, apps):
        self.apps = apps
        self._tail = {}

    def model(self, label: str):
        return self.apps.get_model(label)

    def write(self) -> None:
        """Write people, pages, settings, requests and mail."""
        user = self.model("clinic.User").objects.create(
            username="first.editor", email="editor@clinic.example", is_staff=True
        )
        user.groups.add(self.model("auth.Group").objects.get(name="Editors"))
        self.model("clinic.ClinicSettings").objects.create(
            clinic_name="First clinic",
            phone="+17035550177",
            off_label_statement="Given off label here.",
        )
        self.write_pages(user)
        self.write_requests(user)

    def page(self, parent, label: str, **fields):
        """Write a live page below another one, as the tree is stored."""
        kind = self.model(label)
        app, name = label.lower().split(".")
        types = self.model("contenttypes.ContentType").objects
        content_type, _ = types.get_or_create(app_label=app, model=name)
        self._tail[parent.path] = self._tail.get(parent.path, parent.numchild) + 1
        page = kind.objects.create(
            path=f"{parent.path}{self._tail[parent.path]:04d}",
            depth=parent.depth + 1,
            numchild=0,
            url_path=f"{parent.url_path}{fields['slug']}/",
            draft_title=fields["title"],
            content_type=content_type,
            locale=self.model("wagtailcore.Locale").objects.get(),
            live=True,
            first_published_at=RECEIVED_AT,
            last_published_at=RECEIVED_AT,
            **fields,
        )
        everyone = self.model("wagtailcore.Page").objects
        everyone.filter(pk=parent.pk).update(numchild=self._tail[parent.path])
        return page

    def write_pages(self, user) -> None:
        """Write a home page with an article, a service and a location below it."""
        root = self.model("wagtailcore.Page").objects.get(depth=1)
        home = self.page(root, "clinic.HomePage", title="First clinic", slug="clinic")
        site = self.model("wagtailcore.Site").objects
        site.update(hostname="localhost", port=80, root_page_id=home.pk)
        index = self.page(
            home, "articles.ArticleIndexPage", title="Articles", slug="articles"
        )
        article = self.page(
            index,
            "articles.ArticlePage",
            title="Sleep after an infusion",
            slug="sleep",
            summary="What a first night may be like.",
            body=raw_body(),
        )
        source = self.model("clinic.Reference").objects.create(
            key="author2020", citation="Author A. A trial of rest. 2020;1:1-9"
        )
        self.model("articles.ArticleSource").objects.create(
            page_id=article.pk, reference=source, sort_order=0
        )
        self.model("clinic.Approval").objects.create(
            page_id=article.pk,
            page_title=article.title,
            page_digest="0" * 64,
            approved_at=RECEIVED_AT,
            edited_by=user,
            reviewed_by=self.model("clinic.User").objects.create(
                username="first.reviewer", email="reviewer@clinic.example"
            ),
        )
        services = self.page(
            home, "clinic.ServiceIndexPage", title="Services", slug="services"
        )
        self.page(
            services,
            "clinic.ServicePage",
            title="Infusion",
            slug="infusion",
            summary="A slow infusion.",
            body=raw_body()[:2],
        )
        places = self.page(
            home, "clinic.LocationIndexPage", title="Locations", slug="locations"
        )
        place = self.page(
            places,
            "clinic.LocationPage",
            title="Alexandria",
            slug="alexandria",
            is_default=True,
            street="1 Test Street",
            city="Alexandria",
            region="VA",
            postal_code="22314",
        )
        for day in range(5):
            self.model("clinic.WeeklyHours").objects.create(
                page_id=place.pk, weekday=day, opens=time(9), closes=time(17)
            )

    def write_requests(self, user) -> None:
        """Write a request of each state with its event, lookups and waiting mail."""
        consent = self.model("consultations.ConsentWording").objects.create(
            language="en", version=1, text="Yes, call me."
        )
        self.model("consultations.IntakeSettings").objects.create(
            pk=1, heading="Ask us", first_attempt_minutes=90
        )
        for number, (reference, name, email, status, ending) in enumerate(PEOPLE):
            is_closed = status == "closed"
            request = self.model("consultations.ConsultationRequest").objects.create(
                reference=reference,
                submission_digest=f"{number:064d}",
                content_digest=f"{number:064d}",
                status=status,
                disposition=ending,
                name=name,
                email=email,
                message=MESSAGE.format(name=name),
                answers=json.dumps({}),
                contact_method="email",
                adult=True,
                consent=consent,
                consented_at=RECEIVED_AT,
                received_at=RECEIVED_AT,
                due_at=None if is_closed else DUE_AT,
                closed_at=RECEIVED_AT if is_closed else None,
            )
            first = "quarantined" if status == "quarantined" else "received"
            for kind in [first, *(["closed"] if is_closed else [])]:
                self.model("consultations.RequestEvent").objects.create(
                    request=request,
                    kind=kind,
                    at=RECEIVED_AT,
                    actor_kind="system" if kind == "closed" else "requester",
                    details={"disposition": ending} if kind == "closed" else {},
                )
            self.model("consultations.RequestLookup").objects.create(
                request=request, kind="email", digest=lookup_digest("email", email)
            )
            self.without_key_id(request, ("name", "email", "message"))
            if status == "received":
                self.write_mail(request, email)

    def write_mail(self, request, email: str) -> None:
        """Write the acknowledgement that a request still waits for."""
        waiting = self.model("clinic.OutboxMessage").objects.create(
            uuid=uuid.uuid4(),
            kind="consultations.acknowledgement",
            recipient=email,
            payload={"request": request.pk},
            dedupe_key=f"acknowledgement {request.pk}",
        )
        self.without_key_id(waiting, ("recipient",))

    def without_key_id(self, row, fields: tuple[str, ...]) -> None:
        """Store what is encrypted as it was stored then."""
        fernet = Fernet(settings.FIELD_ENCRYPTION_KEYS[0])
        table = row._meta.db_table
        with connection.cursor() as cursor:
            for name in fields:
                token = fernet.encrypt(getattr(row, name).encode()).decode()
                cursor.execute(
                    f'UPDATE {table} SET "{name}" = %s WHERE id = %s',  # noqa: S608
                    [token, row.pk],
                )
