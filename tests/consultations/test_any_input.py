"""Whatever is posted: no error page, and what is accepted is stored to the letter.

`make faults` runs these with 10,000 made-up forms in all and every naughty text in
every field; in the suite the cases are few and always the same.
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
from .entry_points import (
    COOKIES,
    ENTRY_POINTS,
    FORM,
    PARAMETERS,
    READ_ONLY,
    URLENCODED,
    FirstPage,
    elsewhere,
)
from .naughty import EVERYTHING, KINDS

pytestmark = pytest.mark.django_db

ON_ONE_LINE = ("name", "treatments_other")
# What a browser can send: any text but lone surrogates.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
CASES = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=ENTRY_POINTS, ids=lambda kind: kind.name)
def point(request, db):
    """Each place to send something, opened once."""
    return request.param()


@pytest.fixture
def thorough(pytestconfig) -> bool:
    return pytestconfig.getoption("--hypothesis-profile") == "faults"


def as_read(value) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def assert_stored_to_the_letter(point, data):
    for field in point.texts:
        if field not in data:
            continue
        kept = printable(as_read(data[field]))
        stored = point.stored(data, field)
        if point.keeps_if_empty and not kept.strip():
            assert stored
        elif field in ON_ONE_LINE:
            # Blanks at the edges go, and a new line becomes a blank.
            assert _squeezed(stored) == _squeezed(kept), field
        else:
            assert stored == (kept if kept.strip() else ""), field


def _squeezed(text):
    return "".join(text.split())


@CASES
@given(
    name=ANYTHING, message=ANYTHING, email=ANYTHING, phone=ANYTHING, all=st.booleans()
)
@example(name="\u202eabc", message="\r\n", email="a@b.c", phone="7035550117", all=True)
@example(name="' OR 1=1;--", message="<script>", email="é@é.com", phone="+", all=True)
@example(name="' OR 1=1;--", message="<script>", email="", phone="", all=False)
def test_any_text_is_accepted_to_the_letter_or_said(
    db, name, message, email, phone, all
):
    point = FirstPage()
    more = {"email": email, "phone": phone} if all else {}
    data = point.data(name=name, message=message, **more)
    response = point.send(data)

    assert response.status_code in (200, 302)
    if response.status_code == 302:
        assert_stored_to_the_letter(point, data)


@CASES
@given(st.data())
def test_any_fields_are_answered(point, data):
    names = st.sampled_from([*point.fields, "unknown"])
    values = st.lists(ANYTHING, max_size=3) | st.none()
    fields = data.draw(st.dictionaries(names, values))
    response = point.send(point.data(**fields))
    assert response.status_code in (200, 302, 404, 409)


@CASES
@given(st.data(), ANYTHING)
def test_any_text_is_stored_to_the_letter_or_said(point, case, typed):
    data = point.data(**{case.draw(st.sampled_from(point.texts)): typed})
    if point.send(data).status_code == 302:
        assert_stored_to_the_letter(point, data)


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
def test_naughty_text_is_stored_to_the_letter_or_said(point, kind, thorough):
    # The other pages clean by the same fields: some of each kind are enough there.
    every = 1 if thorough or point.name == "form" else 5
    for number, text in enumerate(KINDS[kind][::every]):
        field_of_its_turn = point.texts[number % len(point.texts)]
        for field in point.texts if thorough else [field_of_its_turn]:
            data = point.data(**{field: text})
            response = point.send(data)
            assert response.status_code in (200, 302), (field, text[:80])
            if response.status_code == 302:
                assert_stored_to_the_letter(point, data)
            else:
                assert b"error-summary" in response.content


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_text_in_any_field_is_answered(point, kind, thorough):
    answers = (200, 302, 403, 404, 409)
    texts, fields = KINDS[kind], point.fields
    for number, text in enumerate(texts):
        # Alone in one field, so that nothing before it ends the checks.
        if thorough or number % 3 == 0:
            field = fields[number % len(fields)]
            response = point.send(point.data(**{field: text}))
            assert response.status_code in answers, (field, text[:80])
        if thorough:
            # In each field another one: after as many forms each stood in each.
            others = {
                field: texts[(number + place) % len(texts)][:20_000]
                for place, field in enumerate(fields)
            }
            assert point.send(others).status_code in answers, text[:80]
            everywhere = dict.fromkeys(fields, text[:20_000])
            assert point.send(everywhere).status_code in answers, text[:80]


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_text_in_an_address_is_answered(client, kind, thorough):
    for number, text in enumerate(KINDS[kind]):
        short = quote(text[:4000])
        names = PARAMETERS if thorough else [PARAMETERS[number % len(PARAMETERS)]]
        query = "&".join(f"{name}={short}" for name in names)
        for address in READ_ONLY if thorough else [FORM]:
            response = client.get(f"{address}?{query}")
            assert response.status_code == 200, (names, text[:80])


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_text_in_a_cookie_is_answered(kind, thorough):
    for number, text in enumerate(KINDS[kind]):
        # Servers hand on a header as Latin-1, whatever stood in it.
        raw = text[:2000] if isinstance(text, bytes) else text[:2000].encode()
        value = raw.decode("latin-1")
        name = COOKIES[number % len(COOKIES)]
        headers = {"cookie": f"{name}={value}"}
        for address in READ_ONLY if thorough else [READ_ONLY[number % 2]]:
            response = Client().get(address, headers=headers)
            assert response.status_code == 200, (name, text[:80])
        if thorough:
            everywhere = "; ".join(f"{each}={value}" for each in COOKIES)
            for cookies in (headers, {"cookie": everywhere}):
                response = Client(REMOTE_ADDR=elsewhere()).post(
                    FORM, filled_in(), headers=cookies
                )
                assert response.status_code == 302, (name, text[:80])


def test_naughty_names_of_fields_are_answered(point):
    for first in range(0, len(EVERYTHING), 40):
        names = [quote(text[:1000]) for text in EVERYTHING[first : first + 40]]
        body = "&".join([urlencode(point.data()), *(f"{n}=x" for n in names)])
        response = point.send_raw(body)
        assert response.status_code in (200, 302), names


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
        pytest.param(URLENCODED, b"a=1&" * 2000, id="2000 fields"),
        # Named: its text would be sent to and fro for each test that is handed out.
        pytest.param(URLENCODED, b"message=" + b"a" * 3_000_000, id="3 MB"),
        pytest.param(URLENCODED, b"%" * 999, id="percents"),
        (URLENCODED, b"&&&===&;&="),
    ],
    ids=str,
)
def test_a_body_that_is_no_form_is_no_error(point, kind, body):
    point.client.raise_request_exception = False
    response = point.send_raw(body, kind)
    assert response.status_code < 500
    if response.status_code >= 400 and point.name != "yours":
        # The private page is reached from a mailbox, and names no clinic.
        assert b"tel:+1703555" in response.content


def test_a_file_in_the_place_of_a_text_is_not_taken(point):
    for field in point.texts:
        file = SimpleUploadedFile("../x\u202e.html", b"\x00\xff" * 50_000)
        response = point.client.post(point.address, point.data(**{field: file}))
        assert response.status_code in (200, 302)
        for stored in ConsultationRequest.objects.all():
            kept = [stored.name, stored.message, stored.answers]
            assert not any("\xff" in text or "x\u202e" in text for text in kept)
