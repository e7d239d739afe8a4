"""Each sign by itself, what several come to, and what of it the desk is told."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from consultations.models import (
    ConsultationRequest,
    EventKind,
    QuarantineReason,
    Status,
)
from consultations.spam import gibberish, repeats
from consultations.spam.score import THRESHOLD, Typed, is_disposable, weigh
from consultations.spam.words import (
    DISPOSABLE_DOMAINS,
    LINK_HOSTS,
    PHRASES,
    PIECES,
    selling_phrases,
)

from .conftest import filled_in, patient_ticket, receive
from .test_desk import QUEUE, act, detail, rows
from .test_request_form import text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
LONG = "We would be glad to hear from you about the thing that I told my sister of."


def signs(message="", name="Jordan", email=""):
    return weigh(Typed(name=name, email=email, message=message))


@pytest.mark.parametrize(
    ("typed", "sign", "points"),
    [
        ({"message": "Is this you? www.unionfund.example/find"}, "links", 1),
        ({"message": "https://unionfund.example/plan"}, "links", 4),
        ({"message": "look: https://unionfund.example/plan"}, "links", 3),
        ({"message": "two of them a.example.com and b.example.org here"}, "links", 2),
        ({"message": "please read t.me/somebody_example before"}, "hidden_link", 2),
        ({"name": "www.prizes.example"}, "link_as_name", 4),
        ({"message": "[url=https://x.example]here[/url]"}, "markup", 4),
        ({"message": "[b]now[/b]"}, "markup", 3),
        ({"message": "see <a href='https://x.example'>here</a>"}, "markup", 4),
        ({"message": "one<br>two"}, "markup", 3),
        ({"message": "vіаgrа"}, "scripts", 3),  # Cyrillic letters among Latin ones
        ({"message": "Hello привет 你好"}, "scripts", 1),
        ({"message": "fJhGkLpQwX zNmRtBvKc"}, "gibberish", 4),
        ({"name": "xKqPzRtWvB"}, "gibberish", 2),
        ({"email": "a@mailinator.com"}, "disposable", 2),
        ({"email": "a@sub.MAILINATOR.com"}, "disposable", 2),
        ({"message": "dofollow"}, "selling", 3),
        ({"message": "google, website, cheap, free, loan"}, "selling", 2),
        ({"message": "free spins for $5"}, "selling", 4),
    ],
)
def test_sign_gives_its_points(typed, sign, points):
    assert signs(**typed).get(sign, 0) == points


@pytest.mark.parametrize(
    "typed",
    [
        {"message": "Write to my work, jordan@unionfund.example, or call."},
        {"message": "Dr. Keller said so.I agree.You too? 5mg/day, e.g. at night"},
        {"message": "I love you <3 and a < b > c [sic] [2019]"},
        {"message": "Моя мама speaks Russian only"},
        {"message": "日本語の書類でも大丈夫ですか。ひらがなとカタカナ"},
        {
            "name": "Wojciech Brzęczyszczykiewicz",
            "message": "Szczęście, źdźbło, chrząszcz",
        },
        {"name": "Nguyễn Thị Hạnh", "message": "Rhythms, Angstschweiß, Llanfairpwll"},
        {"message": "ADHD PTSD MDD GAD CRPS TMS ECT MRI HSA PPO"},
        {"message": "lamotrigine quetiapine pantoprazole methylfolate zolpidem"},
        {"email": "a@notmailinator.com"},
        {"email": "mailinator.com@example.org"},
    ],
)
def test_what_people_write_has_no_sign(typed):
    assert signs(**typed) == {}


def test_links_in_a_long_letter_say_less():
    letter = "I have been reading for weeks and I am tired of it. " * 9
    assert "links" not in signs(f"{letter} https://unionfund.example/plan")


def test_mild_words_alone_are_never_enough():
    mild = " ".join(" ".join(p) for p, points in PHRASES.items() if points == 1)
    assert signs("; ".join(mild.split()))["selling"] < THRESHOLD


def test_longer_phrase_counts_in_place_of_the_shorter():
    assert selling_phrases("seo services") == {"seo services": 3}
    assert selling_phrases("Top of GOOGLE!") == {"top of google": 3}


def test_lists_are_facts_in_the_form_they_are_compared_in():
    assert all(0 < len(phrase) < 7 for phrase in PHRASES)
    assert set(PHRASES.values()) | set(PIECES.values()) == {1, 2, 3}
    for host in DISPOSABLE_DOMAINS | LINK_HOSTS:
        assert host == host.strip().lower()
        assert "." in host
        assert "@" not in host
    assert not is_disposable("")


@pytest.mark.parametrize("word", ["asdfgh", "qwlkejzx", "hgtrfdkswq", "zxcvbnm"])
def test_struck_letters_are_odd(word):
    assert gibberish.is_odd(word)


@pytest.mark.parametrize("word", ["test", "hmm", "strengths", "McDonald", "DeShawn"])
def test_words_and_names_are_not(word):
    assert not gibberish.is_odd(word)


@pytest.mark.parametrize("unit", ["a.", "a-", "a@", "[url ", "<a ", "www.", "q", "中"])
def test_any_text_of_full_length_is_weighed(unit):
    message = (unit * 5_000)[:5_000]
    assert isinstance(signs(message), dict)
    assert len(digest(message)) <= 1


def digest(message, name="Jordan"):
    """Return the key of a text, without that of one request; none if it is short."""
    keys = repeats.keys(Typed(name=name, email="", message=message), "k" * 32)
    return list(keys)[:1]


@pytest.mark.parametrize(
    "copy",
    [
        LONG.upper(),
        f"{LONG} https://other.example/77",
        LONG.replace(" ", "  ").replace(".", "!!"),
        f"Jordan, {LONG} 12345",
    ],
)
def test_copies_share_a_digest_that_tells_nothing(copy, settings):
    assert digest(copy) == digest(LONG)
    (key,) = digest(LONG)
    assert "sister" not in key
    settings.LOOKUP_KEYS = ["another key"]
    assert digest(LONG) != [key]


def test_short_texts_have_no_digest_and_bare_links_go_by_their_host():
    assert digest("Please call me back.") == []
    one, other = digest("http://a.example/1"), digest("http://a.example/2")
    assert one == other != []
    assert one != digest("http://b.example/1")
    assert digest("Are you on http://a.example/1 or not?") == []


def send(client, number=0, **fields):
    client.cookies.clear()
    fields = {"message": LONG} | fields
    name = {"name": f"Person {number}", "phone": f"703 555 01{number:02}"}
    response = client.post(FORM, filled_in(**name | fields))
    assert response.status_code == 302
    return ConsultationRequest.objects.latest("pk")


def test_fourth_copy_is_set_aside_and_in_four_days_it_is_forgotten(
    client, time_machine
):
    time_machine.move_to("2026-11-23 12:00:00-05:00", tick=False)
    statuses = [send(client, number).status for number in range(4)]
    assert statuses == [Status.RECEIVED] * 3 + [Status.QUARANTINED]
    newest = ConsultationRequest.objects.latest("pk")
    assert newest.quarantine_reasons == ["repeated"]

    time_machine.shift(4 * 24 * 60 * 60)
    assert send(client, 5).status == Status.RECEIVED


def test_form_sent_five_times_is_no_repeat(client):
    ticket = patient_ticket()
    for _click in range(5):
        one = send(client, ticket=ticket)
    assert one.status == Status.RECEIVED
    assert ConsultationRequest.objects.count() == 1
    # Not even when a later click is the first to arrive.
    assert repeats.copies((5, 5)) == 1
    assert repeats.copies((4, 1)) == 4
    assert repeats.copies(()) == repeats.copies((0, 0)) == 0


def test_several_weak_signs_come_to_a_reason_together(client):
    selling, link = "A loan for you", "please read t.me/somebody_example before"
    weak = f"{selling}, {link}"
    assert send(client, message=selling).status == Status.RECEIVED
    assert send(client, message=link).status == Status.RECEIVED
    aside = send(client, message=weak)
    assert aside.status == Status.QUARANTINED
    assert set(aside.quarantine_reasons) == {"selling", "links", "hidden_link"}


def test_strongest_reason_comes_first(client):
    aside = send(client, website="x", email="a@mailinator.com")
    assert aside.quarantine_reasons == ["decoy", "disposable"]


def test_cache_holds_digests_and_numbers_alone(client):
    send(client, name="Canaria Namesworth", message=f"canary {LONG}")
    for key, value in cache._cache.items():
        assert "canar" not in f"{key} {value}".lower()
    assert len(cache._cache) == 2


def test_set_aside_request_stands_open_at_the_desk_with_its_clock(
    client, coordinator, location
):
    aside = send(client, message="[url=https://x.example]free spins[/url]")
    client.force_login(coordinator)

    for state in ({}, {"state": "nobody"}, {"state": "quarantined"}):
        assert rows(client.get(QUEUE, state)) == [aside]
    assert aside.due_at is not None
    page = text(client.get(QUEUE))
    assert "Possible spam" in page
    assert "to look at" in page


def test_desk_is_told_the_reasons_and_restores_with_one_press(client, coordinator):
    aside = send(
        client,
        message="[url=https://x.example]free spins[/url]",
        contact_method="email",
        email="jordan@example.org",
    )
    client.force_login(coordinator)
    page = text(client.get(detail(aside)))
    told = page.split("because of:")[1].split("</ul>")[0]
    for reason in aside.quarantine_reasons:
        assert f"<li>{QuarantineReason(reason).label}</li>" in told

    client.post(act(aside, "mark_genuine"))

    aside.refresh_from_db()
    assert aside.status == Status.RECEIVED
    page = text(client.get(detail(aside)))
    assert "because of:" not in page
    # What it was about stays in the history.
    label = QuarantineReason(aside.quarantine_reasons[0]).label
    assert f"possible spam: {label}" in page


def test_reason_that_is_no_longer_known_is_shown_as_it_is():
    request = receive(quarantine_reasons=["decoy", "of_old"])
    event = request.events.get(kind=EventKind.QUARANTINED)
    assert event.summary.endswith("people do not see, of_old")


def test_pressing_spam_or_genuine_teaches_nothing(client, coordinator):
    one = send(client, 1, message="free spins, casino bonus")
    client.force_login(coordinator)
    client.post(act(one, "mark_genuine"))
    client.logout()
    two = send(client, 2, message="free spins, casino bonus")
    assert two.quarantine_reasons == one.quarantine_reasons == ["selling"]
