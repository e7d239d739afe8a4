"""What pages tell machines is what they show people, in schema.org's own words.

Read with a parser of its own out of the pages as they are sent.
"""

import json
import re
from datetime import date, time

import phonenumbers
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from clinic.hours import time_words
from clinic.models import Approval
from clinic.structured_data import DAYS
from tests.factories import (
    approve,
    make_article,
    make_clinic,
    make_location,
    make_person,
    make_plain_page,
    make_reviewer,
    make_service,
    make_topic,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

# Of schema.org's vocabulary: what each type may say. A type inherits from those above.
THING = {"name", "description", "url"}
ABOVE = {
    "MedicalWebPage": "WebPage",
    "ProfilePage": "WebPage",
    "MedicalClinic": "Organization",
    "Physician": "Organization",
}
PROPERTIES = {
    "WebPage": {
        "inLanguage",
        "publisher",
        "datePublished",
        "dateModified",
        "lastReviewed",
        "reviewedBy",
        "mainEntity",
    },
    "Organization": {
        "legalName",
        "telephone",
        "address",
        "parentOrganization",
        "hasCredential",
        "openingHoursSpecification",
        "specialOpeningHoursSpecification",
        "geo",
    },
    "Person": {"jobTitle", "worksFor", "hasCredential"},
    "PostalAddress": {
        "streetAddress",
        "addressLocality",
        "addressRegion",
        "postalCode",
        "addressCountry",
    },
    "GeoCoordinates": {"latitude", "longitude"},
    "OpeningHoursSpecification": {
        "dayOfWeek",
        "opens",
        "closes",
        "validFrom",
        "validThrough",
    },
    "EducationalOccupationalCredential": {"credentialCategory", "recognizedBy"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "item"},
}
# Said in a machine's way: the page says the same otherwise, or by being what it is.
UNSPOKEN = {
    "@type",
    "@id",
    "@context",
    "url",
    "item",
    "position",
    "inLanguage",
    "addressCountry",
    "credentialCategory",
    "latitude",
    "longitude",
}
PUBLIC = ("/articles/", "/services/", "/people/", "/locations/")


def data_of(page: bytes) -> dict | None:
    """Return the structured data of a page as a foreign reader finds it."""
    found = BeautifulSoup(page, "html.parser")("script", type="application/ld+json")
    assert len(found) <= 1
    return json.loads(found[0].string) if found else None


def shown(page: bytes) -> str:
    """Return what a reader sees, in one line."""
    body = BeautifulSoup(page, "html.parser").body
    return " ".join(body.get_text(" ").split()).replace(" ,", ",")


def things(node) -> list[dict]:
    """Return every typed node, with what stands within it."""
    if isinstance(node, list):
        return [thing for part in node for thing in things(part)]
    if not isinstance(node, dict):
        return []
    own = [node] if "@type" in node else []
    return own + things(list(node.values()))


def may_say(kind: str) -> set[str]:
    above = ABOVE.get(kind)
    return THING | PROPERTIES.get(kind, set()) | (may_say(above) if above else set())


def as_shown(name: str, value: str) -> str:
    """Return a value the way people read it."""
    if name == "telephone":
        number = phonenumbers.parse(value, None)
        style = phonenumbers.PhoneNumberFormat.NATIONAL
        return phonenumbers.format_number(number, style)
    if name in ("datePublished", "dateModified", "lastReviewed"):
        day = date.fromisoformat(value)
        return f"{day:%B} {day.day}, {day.year}"
    return value


def unseen(data: dict, text: str) -> list[str]:
    """Return what the data says and the text does not."""
    missing = []
    for thing in things(data):
        if thing["@type"] == "OpeningHoursSpecification":
            missing += unseen_hours(thing, text)
            continue
        for name, value in thing.items():
            if name in UNSPOKEN or not isinstance(value, str):
                continue
            words = " ".join(as_shown(name, value).split())
            # Months are cut short where a line is short: Sept. 3, Nov. 25.
            month, _, rest = words.partition(" ")
            short = [f"{month[:n]}. {rest}" for n in (3, 4)]
            if not any(form in text for form in (words, *short)):
                missing.append(f"{thing['@type']}.{name}: {words}")
    return missing


def unseen_hours(thing: dict, text: str) -> list[str]:
    days = thing.get("dayOfWeek") or [
        f"{date.fromisoformat(thing['validFrom']):%A, %B} "
        f"{date.fromisoformat(thing['validFrom']).day}"
    ]
    if thing["opens"] == thing["closes"] == "00:00":
        span = "Closed"
    else:
        begins, ends = (clock(thing[name]) for name in ("opens", "closes"))
        span = f"{begins} – {ends}"
    wanted = [rf"{day}( \(today\))?( [A-Z][\w’' ]+?)? .{{0,30}}?{span}" for day in days]
    return [pattern for pattern in wanted if not re.search(pattern, text)]


def clock(hour: str) -> str:
    return time_words(time.fromisoformat(hour))


def told(demo_pages) -> dict[str, bytes]:
    return {
        address: page
        for address, page in demo_pages.items()
        if address == "/" or (address.startswith(PUBLIC) and data_of(page))
    }


def test_every_page_for_readers_says_what_it_is(demo_pages):
    pages = told(demo_pages)
    assert {address for address in demo_pages if address.startswith(PUBLIC)} <= (
        pages.keys()
    )
    kinds = {
        thing["@type"] for page in pages.values() for thing in things(data_of(page))
    }
    assert kinds >= {
        "MedicalWebPage",
        "MedicalClinic",
        "Physician",
        "Person",
        "BreadcrumbList",
        "ProfilePage",
    }


def test_all_of_it_can_be_read_on_the_page(demo_pages):
    found = {
        address: unseen(data_of(page), shown(page))
        for address, page in told(demo_pages).items()
    }
    assert {address: lines for address, lines in found.items() if lines} == {}


def test_every_word_is_one_of_schema_org(demo_pages):
    for address, page in told(demo_pages).items():
        data = data_of(page)
        assert data["@context"] == "https://schema.org"
        for thing in things(data):
            foreign = thing.keys() - may_say(thing["@type"]) - {"@type", "@id"}
            assert not foreign, (address, thing["@type"], foreign)


def test_names_of_things_lead_to_things(demo_pages):
    pages = told(demo_pages)
    stated = {
        thing["@id"]
        for page in pages.values()
        for thing in things(data_of(page))
        if "@id" in thing and len(thing) > 1
    }
    for address, page in pages.items():
        for name in re.findall(r'\{"@id":"([^"]+)"\}', page.decode()):
            assert name in stated, (address, name)


def test_addresses_in_it_are_the_canonical_ones(demo_pages):
    for address, page in told(demo_pages).items():
        soup = BeautifulSoup(page, "html.parser")
        (canonical,) = (link["href"] for link in soup("link", rel="canonical"))
        itself = data_of(page)["@graph"][0]
        assert itself["url"] == itself["@id"] == canonical, address
        (shared,) = soup("meta", property="og:url")
        assert shared["content"] == canonical


def test_crumbs_are_those_one_sees(demo_pages):
    for address, page in told(demo_pages).items():
        nav = BeautifulSoup(page, "html.parser").find("nav", class_="crumbs")
        lists = [t for t in things(data_of(page)) if t["@type"] == "BreadcrumbList"]
        if nav is None:
            assert not lists, address
            continue
        (crumbs,) = lists
        names = [step["name"] for step in crumbs["itemListElement"]]
        assert [link.get_text() for link in nav("a")] == names[:-1], address
        heading = BeautifulSoup(page, "html.parser").h1.get_text(" ", strip=True)
        assert names[-1] == heading, address


def graph(client, page) -> dict[str, dict]:
    return {
        node["@type"]: node for node in data_of(client.get(page.url).content)["@graph"]
    }


def test_check_notices_what_nobody_sees(client):
    make_clinic()
    page = make_service()
    data, text = (
        data_of(client.get(page.url).content),
        shown(client.get(page.url).content),
    )
    assert not unseen(data, text)
    data["@graph"][0]["description"] = "Something nobody wrote."
    assert unseen(data, text) == ["MedicalWebPage.description: Something nobody wrote."]
    week = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [DAYS[0]],
        "opens": "03:00",
        "closes": "04:00",
    }
    assert unseen(week, text)


@pytest.mark.parametrize(
    ("credentials", "kind"),
    [("MD", "Physician"), ("D.O.", "Physician"), ("MD, PhD", "Physician")]
    + [(other, "Person") for other in ("RN", "NP", "DNP", "LMFT", "")],
)
def test_physician_is_whoever_has_the_degree(client, credentials, kind):
    make_clinic()
    make_location()
    found = graph(client, make_person(credentials=credentials, role="Our lead"))
    assert kind in found
    assert found["ProfilePage"]["mainEntity"] == {"@id": found[kind]["@id"]}


def test_reviewer_is_told_with_the_board_and_only_where_the_review_is_shown(client):
    make_clinic()
    reviewer = make_reviewer()
    person = make_person(account=reviewer, credentials="MD", board="Board of Rest")
    article, plain = make_article(), make_plain_page()
    approve(article, reviewer=reviewer)
    republish(plain)
    approve(plain, reviewer=reviewer)

    found = graph(client, article)["MedicalWebPage"]["reviewedBy"]

    assert found["@type"] == "Physician"
    assert found["@id"] == graph(client, person)["Physician"]["@id"]
    assert found["hasCredential"]["recognizedBy"]["name"] == "Board of Rest"
    assert "reviewedBy" not in graph(client, plain)["WebPage"]


def test_approval_that_ended_names_no_reviewer(client):
    make_clinic()
    article = make_article()
    reviewed = {"reviewedBy", "lastReviewed"}
    assert reviewed <= graph(client, article)["MedicalWebPage"].keys()
    Approval.objects.void(article)
    assert not reviewed & graph(client, article)["MedicalWebPage"].keys()


def test_dates_are_those_of_the_clinics_own_day(client):
    make_clinic()
    page = make_article()
    type(page).objects.filter(pk=page.pk).update(
        # Half past nine in the evening there.
        first_published_at="2026-03-02T02:30:00Z",
        last_published_at="2026-03-05T02:30:00Z",
    )
    found = graph(client, page)["MedicalWebPage"]
    assert (found["datePublished"], found["dateModified"]) == (
        "2026-03-01",
        "2026-03-04",
    )


def test_location_tells_of_itself_and_its_holidays(client):
    make_clinic(phone="+17035550100")
    main = make_location(latitude="38.804800", longitude="-77.046900")
    other = main.get_parent().add_child(
        instance=type(main)(
            title="Fairfax",
            slug="fairfax",
            street="2 Test Street",
            city="Fairfax",
            region="VA",
            postal_code="22030",
            phone="+12025550177",
        )
    )
    found = graph(client, main)["MedicalClinic"]
    assert found["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 38.8048,
        "longitude": -77.0469,
    }
    second = graph(client, other)["MedicalClinic"]
    assert second["telephone"] == "+12025550177"
    assert second["address"]["addressLocality"] == "Fairfax"
    assert second["parentOrganization"] == {"@id": found["@id"]}
    assert second["@id"] != found["@id"]
    listed = data_of(client.get(main.get_parent().url).content)["@graph"]
    clinics = [node for node in listed if node["@type"] == "MedicalClinic"]
    assert [node["@id"] for node in clinics] == [found["@id"], second["@id"]]


def test_topic_tells_of_itself(client):
    make_clinic()
    topic = make_topic()
    make_article(topics=[topic])
    page = client.get("/articles/topics/sleep/").content
    itself, crumbs, _clinic = data_of(page)["@graph"]
    assert itself["name"] == "Sleep"
    assert itself["url"].endswith("/articles/topics/sleep/")
    assert [step["name"] for step in crumbs["itemListElement"]] == [
        "Home",
        "Articles",
        "Sleep",
    ]


def test_no_page_tells_of_questions_nobody_asked(demo_pages):
    for page in demo_pages.values():
        assert b"FAQPage" not in page
        assert b"aggregateRating" not in page


def test_page_not_there_tells_nothing():
    assert data_of(Client().get("/nothing/here/").content) is None
