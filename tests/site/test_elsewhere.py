"""Nobody is led away from the site, by a parameter, by a host or by a letter."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from clinic.models import OutboxMessage, User
from clinic.roles import EDITORS
from clinic.staff_mail import one_time_link, told
from tests.factories import PASSWORD, make_coordinator, make_home, make_manager
from tests.site.route_table import routes
from tests.site.route_visits import World, visit
from tests.site.staff import make_person, sign_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

EVIL = "evil.example"
# Names under which some framework or other takes a place to go on to.
NAMES = (
    "next",
    "return_url",
    "return_to",
    "redirect_to",
    "redirect",
    "continue",
    "url",
    "back",
    "from",
    "success_url",
    "_popup",
    "language",
)
WAYS_OUT = [
    f"https://{EVIL}/",
    f"//{EVIL}",
    f"///{EVIL}",
    f"/\\{EVIL}",
    f"\\\\{EVIL}",
    f"https:{EVIL}",
    f"https:///{EVIL}",
    f"http://testserver@{EVIL}/",
    f"http://testserver.{EVIL}/",
    f"/%09/{EVIL}",
    f"\t//{EVIL}",
    f" //{EVIL}",
    "javascript:alert(1)",
    "data:text/html,x",
]


def leads_away(response) -> bool:
    """Say whether a browser that follows the answer would leave this host."""
    place = response.get("Location", "")
    told = urlsplit(place.replace("\\", "/").strip())
    if told.scheme not in ("", "http", "https"):
        return True
    return told.netloc not in ("", "testserver", "localhost")


@pytest.mark.parametrize("role", ["anonymous", "superuser"])
def test_no_route_leads_to_another_host_however_it_is_asked(world, role):
    browser = world.browsers()[role]
    asked = urlencode(dict.fromkeys(NAMES, f"https://{EVIL}/x"))
    away = []
    for route, parts in routes().items():
        place = world.address(route, parts)
        for method in ("GET", "POST"):
            response = visit(browser, method, f"{place}?{asked}")
            if leads_away(response):
                away.append(f"{method} {place}: {response['Location']}")

    assert not away, "\n".join(away)


@pytest.fixture
def world(caplog):
    caplog.set_level("CRITICAL")
    return World()


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_no_place_that_takes_one_takes_a_way_out(client, way_out):
    person = make_person("superuser")
    got = [
        client.get(address, {"next": way_out})
        for address in ("/accounts/login/", "/cms/login/", "/admin/login/")
    ]
    got.append(sign_in(client, person, next=way_out))
    assert "_auth_user_id" in client.session
    proof = {"password": PASSWORD, "next": way_out}
    got += [
        client.get("/accounts/login/", {"next": way_out}),
        client.post("/accounts/reauthenticate/", proof),
        client.post("/accounts/lock/now/", {"next": way_out}),
        client.post("/accounts/lock/", proof),
        client.post("/accounts/logout/", {"next": way_out}),
        client.post("/accounts/someone-else/", {"next": way_out}),
    ]

    assert not [one["Location"] for one in got if leads_away(one)]


def test_address_that_is_a_way_out_itself_leads_nowhere(client):
    make_home()

    for path in (f"//{EVIL}/", f"/%2F{EVIL}/", f"/\\{EVIL}/", f"//{EVIL}"):
        response = client.get(path)
        assert not leads_away(response), path


# The Host header


def test_other_host_gets_no_page(client):
    make_home()

    for address in ("/", "/accounts/login/", "/admin/", "/cms/", "/no-such/"):
        response = client.get(address, headers={"Host": EVIL})
        assert response.status_code == 400
        assert EVIL not in response.text


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"]
)
def test_header_of_no_proxy_of_ours_names_no_host(client, header):
    make_home()
    value = f"host={EVIL}" if header == "Forwarded" else EVIL

    for address in ("/", "/accounts/login/", "/sitemap.xml", "/articles/feed/"):
        response = client.get(address, headers={header: value})
        assert EVIL not in response.text
        assert not leads_away(response)


def test_links_in_letters_are_made_of_the_site_s_own_address(client, settings):
    settings.SITE_URL = "https://clinic.example"
    settings.ALLOWED_HOSTS = ["testserver", EVIL]
    manager = make_manager()
    other = make_manager("other")
    person = make_coordinator()
    here = {"headers": {"Host": EVIL}}
    client.post(
        "/accounts/login/", {"login": manager.username, "password": PASSWORD}, **here
    )
    ada = {"first_name": "Ada", "last_name": "Q", "email": "ada@clinic.example"}

    client.post("/admin/clinic/user/add/", ada | {"roles": [EDITORS]}, **here)
    for subject, step in ((person, "password_link"), (other, "reset_second_step")):
        client.post(f"/admin/clinic/user/{subject.pk}/step/{step}/", **here)
    third = make_manager("third")
    other.set_roles([EDITORS], by=manager)

    links, letters = [], OutboxMessage.objects.filter(kind__startswith="clinic.staff")
    for letter in letters:
        build = one_time_link if letter.kind == "clinic.staff_link" else told
        body = build(letter).body
        assert EVIL not in body
        links += re.findall(r"https?://\S+", body)
    assert third.email in {letter.recipient for letter in letters}
    assert len(links) >= 3
    assert {urlsplit(link).netloc for link in links} == {"clinic.example"}


# Nobody learns who works here


@pytest.fixture
def hashed(monkeypatch, settings):
    """Count how often a password is hashed."""
    counted = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    encode = MD5PasswordHasher.encode

    def counting(self, *args, **kwargs):
        counted.append(1)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(hasher, counting)
    return counted


def as_told(response) -> str:
    """Return a page without what differs by what was typed and by the minute."""
    return re.sub(r'value="[^"]*"', "", response.text)


def test_unknown_person_costs_the_same_work_and_gets_the_same_words(client, hashed):
    make_person("editor")
    make_person("reviewer", is_active=False)
    make_person("clinician", is_demo=True)
    invited = User(username="invited", email="invited@clinic.example", is_active=False)
    invited.set_unusable_password()
    invited.save()
    tries = {
        "known": ("editor", "a guess"),
        "known by address": ("editor@clinic.example", "a guess"),
        "disabled": ("reviewer", PASSWORD),
        "demo": ("clinician", PASSWORD),
        "invited": ("invited", PASSWORD),
        "unknown": ("nobody-here", PASSWORD),
        "unknown address": ("nobody@clinic.example", PASSWORD),
    }
    seen = {}
    for name, (login, password) in tries.items():
        hashed.clear()
        response = client.post(
            "/accounts/login/", {"login": login, "password": password}
        )
        seen[name] = (response.status_code, len(hashed), as_told(response))

    words = {name: one[2] for name, one in seen.items()}
    assert len({one[:2] for one in seen.values()}) == 1, {
        n: s[:2] for n, s in seen.items()
    }
    # The form asks for a name or for an address, by what was typed.
    for name in ("known", "disabled", "demo", "invited"):
        assert words[name] == words["unknown"], name
    assert words["known by address"] == words["unknown address"]
    assert seen["unknown"][1] == 1


def test_unknown_person_is_limited_like_a_known_one(client):
    make_person("editor")
    told_each = {}
    for login in ("editor", "nobody-here"):
        pages = [
            client.post("/accounts/login/", {"login": login, "password": "a guess"})
            for _guess in range(6)
        ]
        told_each[login] = [as_told(page) for page in pages]

    assert told_each["editor"] == told_each["nobody-here"]
    assert "Too many" in told_each["editor"][-1]


def test_link_that_opens_nothing_tells_nothing_of_whom(client):
    manager = make_manager()
    used = User.invite(
        name=("Ada", "Q"), email="ada@clinic.example", roles=[EDITORS], by=manager
    )
    place = urlsplit(used.address).path
    used.user.withdraw(by=manager)
    made_up = "/accounts/join/" + "a" * 40 + "/"

    gone, unknown = client.get(place), client.get(made_up)

    assert gone.status_code == unknown.status_code == 404
    assert gone.text == unknown.text
    assert "Ada" not in gone.text


def test_passkey_sign_in_names_nobody(client):
    make_person("editor").authenticator_set.create(
        type="webauthn", data={"name": "Phone", "credential": {}}
    )

    options = client.get(
        "/accounts/2fa/keys/login/", headers={"X-Requested-With": "XMLHttpRequest"}
    ).json()

    assert not options["request_options"]["publicKey"].get("allowCredentials")
