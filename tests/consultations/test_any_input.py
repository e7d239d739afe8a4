"""Whatever is posted: no error page, and what is accepted is stored to the letter.

`make faults` runs these with 10,000 made-up forms and every naughty text in every
field; in the suite the cases are few and always the same.
"""

import unicodedata
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from consultations.fields import printable
from consultations.forms import MESSAGE_LIMIT
from consultations.models import ConsultationRequest

from .conftest import filled_in
from .entry_points import COOKIES, ENTRY_POINTS, FORM, PARAMETERS, READ_ONLY
from .naughty import EVERYTHING, KINDS

pytestmark = pytest.mark.django_db

# What a browser can send: any text but lone surrogates.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
CASES = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
POINTS = pytest.mark.parametrize("point", ENTRY_POINTS, ids=lambda point: point.name)
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def thorough(pytestconfig) -> bool:
    return pytestconfig.getoption("--hypothesis-profile") == "faults"


def send(address, data, **extra):
    """Post as browsers do, bytes as they are."""
    body = urlencode(data, doseq=True)
    return Client(**extra).post(address, body, content_type=URLENCODED)


def as_read(value) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def kept_of(field: str, typed: str) -> str:
    """Return what has to be stored of a text that was accepted."""
    kept = printable(typed)
    if field == "name":
        return " ".join(kept.replace("\t", "\n").split("\n")).strip()
    return kept if kept.strip() else ""


def assert_stored_to_the_letter(data, texts):
    stored = ConsultationRequest.for_key(data["submission_key"])
    for field in texts:
        expected = kept_of(field, as_read(data[field]))
        assert _squeezed(getattr(stored, field)) == _squeezed(expected), field
        if field == "message":
            assert stored.message == expected


def _squeezed(text):
    return "".join(text.split())


@CASES
@given(name=ANYTHING, message=ANYTHING, email=ANYTHING, phone=ANYTHING)
@example(name="\u202eabc", message="\r\n", email="a@b.c", phone="7035550117")
@example(name="' OR 1=1;--", message="<script>", email="é@é.com", phone="+")
def test_any_text_is_accepted_to_the_letter_or_said(db, name, message, email, phone):
    for values in (
        {"name": name, "message": message},
        {"name": name, "message": message, "email": email, "phone": phone},
    ):
        data = filled_in(**values)
        response = Client().post(FORM, data)

        assert response.status_code in (200, 302)
        if response.status_code == 302:
            assert_stored_to_the_letter(data, ("name", "message"))


@POINTS
@CASES
@given(st.data())
def test_any_fields_are_answered(db, point, data):
    names = st.sampled_from([*point.fields, "unknown"])
    values = st.lists(ANYTHING, max_size=3) | st.none()
    fields = data.draw(st.dictionaries(names, values))
    response = Client().post(point.address(), point.filled_in(**fields))
    assert response.status_code in (200, 302)


@given(st.text(max_size=200))
def test_printable_takes_control_characters_and_nothing_else(text):
    kept = printable(text)
    assert not any(unicodedata.category(c) == "Cc" for c in kept if c not in "\t\n")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert kept == "".join(
        c for c in plain if c in "\t\n" or unicodedata.category(c) != "Cc"
    )


def test_limit_counts_what_is_kept(client):
    data = filled_in(message="a\x00" * MESSAGE_LIMIT)
    assert client.post(FORM, data).status_code == 302


def test_the_list_is_long_and_says_nothing_twice():
    assert len(EVERYTHING) >= 400
    assert len(set(EVERYTHING)) >= 0.95 * len(EVERYTHING)


@pytest.mark.parametrize("kind", KINDS)
@POINTS
def test_naughty_text_is_stored_to_the_letter_or_said(point, kind):
    for text in KINDS[kind]:
        for field in point.texts:
            data = point.filled_in(**{field: text})
            response = send(point.address(), data)
            assert response.status_code in (200, 302), (field, text[:80])
            if response.status_code == 302:
                assert_stored_to_the_letter(data, point.texts)
            else:
                assert b"error-summary" in response.content


@pytest.mark.parametrize("kind", KINDS)
@POINTS
def test_naughty_text_in_any_field_is_answered(point, kind, thorough):
    for number, text in enumerate(KINDS[kind]):
        fields = point.fields
        if not thorough:
            fields = [fields[number % len(fields)]]
        for field in fields:
            response = send(point.address(), point.filled_in(**{field: text}))
            assert response.status_code in (200, 302, 403), (field, text[:80])
        if thorough:
            everywhere = dict.fromkeys(point.fields, text[:20_000])
            assert send(point.address(), everywhere).status_code in (200, 302)


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_text_in_an_address_is_answered(client, kind, thorough):
    for number, text in enumerate(KINDS[kind]):
        names = PARAMETERS if thorough else [PARAMETERS[number % len(PARAMETERS)]]
        for name in names:
            short = text[:4000]
            for address in READ_ONLY if thorough else [FORM]:
                response = client.get(f"{address}?{name}={quote(short)}")
                assert response.status_code == 200, (name, text[:80])


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_text_in_a_cookie_is_answered(kind, thorough):
    for number, text in enumerate(KINDS[kind]):
        # Servers hand on a header as Latin-1, whatever stood in it.
        raw = text[:2000] if isinstance(text, bytes) else text[:2000].encode()
        value = raw.decode("latin-1")
        names = COOKIES if thorough else [COOKIES[number % len(COOKIES)]]
        for name in names:
            headers = {"cookie": f"{name}={value}"}
            for address in READ_ONLY if thorough else [READ_ONLY[number % 2]]:
                response = Client().get(address, headers=headers)
                assert response.status_code == 200, (name, text[:80])
            if thorough:
                response = Client().post(FORM, filled_in(), headers=headers)
                assert response.status_code == 302, (name, text[:80])


@POINTS
def test_naughty_names_of_fields_are_answered(point):
    for first in range(0, len(EVERYTHING), 40):
        names = [quote(text[:1000]) for text in EVERYTHING[first : first + 40]]
        body = "&".join([urlencode(point.filled_in()), *(f"{n}=x" for n in names)])
        response = Client().post(point.address(), body, content_type=URLENCODED)
        assert response.status_code in (200, 302), names


@POINTS
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"name": "Jordan"}'),
        ("text/plain", b"name=Jordan"),
        ("", b"name=Jordan"),
        (f"{URLENCODED}; charset=utf-7", b"name=+ADw-"),
        (f"{URLENCODED}; charset=\xff", b"name=x"),
        (f"{URLENCODED}; charset=nonsense", b"name=x"),
        ("multipart/form-data", b"name=Jordan"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data; boundary=\xff", b"--x--"),
        (URLENCODED, b"a=1&" * 2000),
        (URLENCODED, b"message=" + b"a" * 3_000_000),
        (URLENCODED, b"%" * 999),
        (URLENCODED, b"&&&===&;&="),
    ],
    ids=str,
)
def test_a_body_that_is_no_form_is_no_error(point, kind, body):
    client = Client(raise_request_exception=False)
    response = client.generic("POST", point.address(), body, content_type=kind)
    assert response.status_code < 500
    assert b"tel:+1703555" in response.content


@POINTS
def test_a_file_in_the_place_of_a_text_is_not_taken(point):
    for field in point.texts:
        file = SimpleUploadedFile("../x\u202e.html", b"\x00\xff" * 50_000)
        response = Client().post(point.address(), point.filled_in(**{field: file}))
        assert response.status_code in (200, 302)
        for stored in ConsultationRequest.objects.all():
            assert "\xff" not in stored.message and "x\u202e" not in stored.message
