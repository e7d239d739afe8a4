"""An editor asks everything there is to ask, and hears nothing of what people sent."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry, PageLogEntry

from clinic.models import HeldPost, User
from consultations.models import ConsultationRequest
from tests.consultations.conftest import receive
from tests.site.route_table import STAFF, address, routes, table
from tests.site.route_visits import CANARY, World, outcome_of, visit
from tests.site.staff import make_person, sign_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FIRST, LAST = CANARY.split()
MESSAGE = "Canarywords about the stairs"
PHONE, EMAIL = "7035550188", "canarymail@person.example"
DESK = "/admin/consultations/consultationrequest/"
# A request and its page, by every name under which a route takes an object.
NAMES = (
    "pk",
    "object_id",
    "id",
    "number",
    "instance_pk",
    "page_id",
    "content_type_id",
    "object_pk",
)


@pytest.fixture
def world(caplog):
    caplog.set_level("CRITICAL")
    world = World()
    with_words = receive(name=CANARY, phone=f"({PHONE[:3]}) {PHONE[3:]}", email=EMAIL)
    with_words.add_note(text=MESSAGE, by=world.people["coordinator"])
    world.planted = with_words
    return world


def marks(world) -> list[str]:
    """Return what of the requests may be in no answer, however it is written."""
    phone = PHONE
    return [
        LAST,
        MESSAGE,
        EMAIL,
        phone,
        f"{phone[:3]}-{phone[3:6]}-{phone[6:]}",
        f"({phone[:3]}) {phone[3:6]}-{phone[6:]}",
        world.planted.reference,
        world.request.reference,
    ]


def told(response) -> str:
    """Return all that an answer says: its words, its files and its headers."""
    body = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    return body.decode("utf-8", "replace") + str(dict(response.headers))


def leaks(world, browser, method: str, place: str) -> list[str]:
    # Reading what streams must happen before the visit is undone.
    response = visit_whole(browser, method, place)
    asked = place.partition("?")[2]
    return [
        f"{method} {place} tells {mark}"
        for mark in marks(world)
        if mark in response and mark not in asked and mark not in place
    ]


def visit_whole(browser, method: str, place: str) -> str:
    kept = []

    class Reader:
        """Stands in for the browser and reads an answer before it is closed."""

        cookies = browser.cookies

        @staticmethod
        def generic(*args):
            response = browser.generic(*args)
            kept.append(told(response))
            return response

    visit(Reader, method, place)
    return kept[0]


def as_a_request(world, parts) -> str:
    """Return an address of a route that names a request where it takes an object."""
    planted = world.planted
    values = dict.fromkeys(NAMES, str(planted.pk)) | {
        "content_type_id": str(
            ContentType.objects.get_for_model(ConsultationRequest).pk
        ),
        "reference": planted.reference,
        "app_label": "consultations",
        "app_name": "consultations",
        "model_name": "consultationrequest",
        "content_type_app_name": "consultations",
        "content_type_model_name": "consultationrequest",
        "action": "delete",
        "filter_spec": "original",
    }
    return address(parts, values)


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_nothing_that_can_be_asked_tells_of_a_request(world, role):
    browser = world.browsers()[role]
    kind = ContentType.objects.get_for_model(ConsultationRequest).pk
    found = []
    for route, parts in routes().items():
        place = world.address(route, parts)
        # Half of a name is looked for; the other half stands in no question.
        questions = (
            f"q={FIRST}&search={FIRST}&fields=*",
            f"export=csv&object_type={kind}&content_type={kind}",
        )
        for question in questions:
            found += leaks(world, browser, "GET", f"{place}?{question}")
        aimed = as_a_request(world, parts)
        for method in ("GET", "POST"):
            found += leaks(world, browser, method, aimed)

    assert not found, "\n".join(found)


def test_exports_and_lists_ask_for_requests_by_kind_and_get_none(world):
    browser = world.browsers()["editor"]
    kind = ContentType.objects.get_for_model(ConsultationRequest).pk
    places = [
        f"/cms/bulk/consultations/consultationrequest/delete/?id={world.planted.pk}",
        "/cms/snippets/consultations/consultationrequest/",
        "/cms/snippets/choose/consultations/consultationrequest/",
        "/cms/pages/usage/consultations/consultationrequest",
        f"/cms/reports/site-history/?object_type={kind}&export=xlsx",
        f"/cms/reports/site-history/?label={FIRST}",
        f"/cms/api/main/pages/?search={FIRST}&fields=*",
        f"/cms/api/main/documents/?search={FIRST}&fields=*",
        f"/cms/api/main/images/?search={FIRST}&fields=*",
        f"/cms/tag-autocomplete/consultations/consultationrequest/?term={FIRST}",
        "/admin/autocomplete/?app_label=consultations"
        f"&model_name=requestevent&field_name=request&term={FIRST}",
        f"/admin/r/{kind}/{world.planted.pk}/",
        f"{DESK}?q={FIRST}",
        f"{DESK}{world.planted.reference}/change/",
        f"{DESK}{world.planted.pk}/change/",
        "/media/",
        "/media/documents/",
        "/documents/",
        "/request-a-consultation/received/",
        "/",
        world.article.url,
        world.service.url,
    ]

    found = [one for place in places for one in leaks(world, browser, "GET", place)]

    assert not found, "\n".join(found)


def test_bar_on_public_pages_offers_an_editor_no_request(world):
    browser = world.browsers()["editor"]

    page = browser.get(world.service.url).text

    assert "wagtail-userbar" in page
    assert "/admin/" not in page


def test_no_log_of_wagtails_names_a_request(world):
    for log in (ModelLogEntry, PageLogEntry):
        for entry in log.objects.all():
            kept = f"{entry.label} {entry.data} {entry.content_type}"
            assert not [mark for mark in marks(world) if mark in kept]
            assert entry.content_type.app_label != "consultations"


# Objects that are somebody's own

OWNED = {"mfa_edit_webauthn", "mfa_remove_webauthn", "held_post"}


def test_every_object_of_ones_own_is_known_here():
    numbered = {
        route.name
        for route in routes()
        if route.pattern.startswith("/accounts/") and "<int:" in route.pattern
    }

    assert numbered == OWNED


@pytest.mark.parametrize("role", STAFF)
def test_key_is_seen_by_whose_it_is_alone(client, role):
    person, other = make_person(role), make_person("nobody")
    sign_in(client, person)
    keys = [
        one.authenticator_set.create(
            type="webauthn", data={"name": f"Key of {one}", "credential": {}}
        )
        for one in (person, other)
    ]

    for step in ("edit", "remove"):
        own, foreign = (f"/accounts/2fa/keys/{key.pk}/{step}/" for key in keys)
        assert client.get(own).status_code in (200, 302)
        assert client.get(foreign).status_code == 404
        assert client.post(foreign, {"name": "mine"}).status_code == 404
    assert other.authenticator_set.get().data["name"] == f"Key of {other}"


@pytest.mark.parametrize("role", ["coordinator", "clinician", "manager", "superuser"])
def test_form_that_waits_is_seen_by_its_sender_alone(client, role):
    person, other = make_person(role), make_person("nobody", is_staff=True)
    mine, foreign = (
        HeldPost.objects.create(user=one, address=DESK, body="a=b", digest="d")
        for one in (person, other)
    )
    client.force_login(person)
    client.get("/admin/")

    assert client.get(f"/accounts/held/{mine.pk}/").status_code == 200
    for method in (client.get, client.post):
        assert method(f"/accounts/held/{foreign.pk}/").status_code == 404
    assert HeldPost.objects.filter(pk=foreign.pk).exists()


# Changing the words of a request is not a clinician's, whosever it is.
NOT_CLINICIANS = {
    "admin:consultations_consultationrequest_undo",
    "admin:consultations_consultationrequest_correct",
}


def of_one_request() -> dict:
    """Return the routes of the desk that take one request."""
    taken = {
        route: parts
        for route, parts in routes().items()
        if route.pattern.startswith(DESK)
        and ("<str:reference>" in route.pattern or "<path:object_id>/" in route.pattern)
        and route.name != "-"
    }
    assert len(taken) > 10
    return taken


def test_clinician_passes_with_a_request_of_theirs_where_a_coordinator_does(world):
    clinician = world.people["clinician"]
    allowed = table()
    wrong = []
    for is_own in (False, True):
        if is_own:
            world.request.hand_over(clinician, by=world.people["coordinator"])
        browser = world.browsers()["clinician"]
        for route, parts in of_one_request().items():
            came_of = outcome_of(browser, route, world.address(route, parts))
            may = is_own and "coordinator" in allowed[route]
            may = may and route.name not in NOT_CLINICIANS
            if may and came_of in ("refused", "broken"):
                wrong.append(f"own {route.pattern}: {came_of}")
            if not may and came_of in ("in", "broken"):
                wrong.append(f"own={is_own} {route.pattern}: {came_of}")

    assert not wrong, "\n".join(wrong)


def test_manager_takes_no_step_on_themselves_nor_on_a_superuser(world):
    browser = world.browsers()["manager"]
    for subject in (world.people["manager"], world.people["superuser"]):
        before = User.objects.values().get(pk=subject.pk)
        page = browser.get(f"/admin/clinic/user/{subject.pk}/change/").text
        assert "/step/" not in page
        browser.post(f"/admin/clinic/user/{subject.pk}/step/end/", {})
        assert User.objects.values().get(pk=subject.pk) == before
