"""The guard's screens: findings of one page, allowing with evidence, the register."""

import csv
import io

import pytest
from django.urls import reverse

from clinic.claims import open_findings
from clinic.claims.screens import findings_url
from clinic.models import ClaimEvidence
from tests.factories import make_clinic, make_draft, make_reference, make_topic
from tests.layers import layer
from tests.site.staff import GROUPS, make_person

pytestmark = pytest.mark.django_db

CLAIM = "Our infusions are safe."
REGISTER = "/cms/claims/"


@layer
def drafted():
    return make_draft([("paragraph", f"<p>Come in. {CLAIM} Call us.</p>")])


@pytest.fixture
def article(drafted):
    return drafted.get_latest_revision_as_object()


@pytest.fixture
def reference():
    return make_reference()


@pytest.fixture
def reviewer(client):
    person = make_person("reviewer")
    client.force_login(person)
    return person


def key_of(thing) -> str:
    [found] = open_findings(thing)
    return ClaimEvidence.key(found)


def sent(key, reference, **changed):
    prefix = key[:12]
    return {
        "allow": key,
        f"{prefix}-reference": reference.pk,
        f"{prefix}-note": "Table 2 shows it.",
        **changed,
    }


def test_a_reviewer_allows_a_wording_and_withdraws_it(
    client, article, reference, reviewer
):
    url = findings_url(article)
    page = client.get(url).content.decode()
    assert "Our infusions are <mark>safe</mark>." in page
    assert "1 claim stops publication" in page
    assert "No treatment is safe for everyone" in page
    assert "FDA, warning about compounded ketamine" in page

    page = client.post(url, sent(key_of(article), reference), follow=True)

    assert "Nothing here stops publication" in page.content.decode()
    assert "Table 2 shows it." in page.content.decode()
    entry = ClaimEvidence.objects.get()
    assert (entry.wording, entry.allowed_by, entry.reference) == (
        CLAIM,
        reviewer,
        reference,
    )
    assert open_findings(article) == []

    page = client.post(url, {"withdraw": entry.pk}, follow=True)

    assert "1 claim stops publication" in page.content.decode()
    assert [f.rule for f in open_findings(article)] == ["safe"]
    again = client.post(url, {"withdraw": entry.pk}, follow=True)
    assert "withdrawn already" in again.content.decode()


def test_the_newest_draft_is_what_is_shown(client, article, reviewer):
    article.body = [("paragraph", "<p>A cure for you.</p>")]
    article.save_revision()

    page = client.get(findings_url(article)).content.decode()

    assert "A <mark>cure</mark> for you." in page
    assert CLAIM not in page


@pytest.mark.parametrize("left_out", ["reference", "note"])
def test_reference_and_note_are_needed(client, article, reference, reviewer, left_out):
    key = key_of(article)
    data = sent(key, reference, **{f"{key[:12]}-{left_out}": ""})

    page = client.post(findings_url(article), data)

    assert "This field is required." in page.content.decode()
    assert not ClaimEvidence.objects.exists()


def test_a_text_that_changed_meanwhile_is_not_allowed(
    client, article, reference, reviewer
):
    key = key_of(article)
    article.body = [("paragraph", "<p>Our infusions are very safe.</p>")]
    article.save_revision()

    page = client.post(findings_url(article), sent(key, reference), follow=True)

    assert "The text has changed since" in page.content.decode()
    assert not ClaimEvidence.objects.exists()


@pytest.mark.parametrize("role", [role for role in GROUPS if role != "reviewer"])
def test_nobody_else_allows_or_withdraws(client, article, reference, role):
    key = key_of(article)
    client.force_login(make_person("reviewer"))
    client.post(findings_url(article), sent(key, reference))
    entry = ClaimEvidence.objects.get()
    client.force_login(make_person(role))

    client.post(findings_url(article), {"withdraw": entry.pk})
    entry.refresh_from_db()
    assert entry.withdrawn_at is None

    other = make_draft([("paragraph", "<p>It is safe.</p>")], title="Another")
    client.post(findings_url(other), sent(key_of(other), reference))
    assert ClaimEvidence.objects.count() == 1


def test_an_editor_reads_why_but_finds_no_form(client, article):
    client.force_login(make_person("editor"))

    page = client.get(findings_url(article)).content.decode()

    assert "Our infusions are <mark>safe</mark>." in page
    assert "Only a medical reviewer can allow it" in page
    assert 'name="allow"' not in page


def test_a_visitor_is_asked_to_sign_in(client, article):
    answer = client.get(findings_url(article))

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    "place",
    [
        "articles/articlepage/999999",
        "articles/articlepage/x",
        "clinic/user/1",
        "clinic/reference/1",
        "nothing/nowhere/1",
    ],
)
def test_what_the_guard_does_not_read_is_not_found(client, reviewer, reference, place):
    assert client.get(f"/cms/claims/{place}/").status_code == 404


def test_a_wording_for_a_snippet_is_checked_allowed_and_saved(
    client, reference, reviewer
):
    topic = make_topic()
    url = findings_url(topic)

    page = client.post(url, {"check": "1", "text": f"Well. {CLAIM}"}).content.decode()
    assert "Our infusions are <mark>safe</mark>." in page
    topic.summary = CLAIM
    key = key_of(topic)
    assert f'value="{key}"' in page

    client.post(url, sent(key, reference, text=f"Well. {CLAIM}"))

    assert ClaimEvidence.objects.get().wording == CLAIM
    client.force_login(make_person("editor"))
    edit = reverse(topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])
    data = {name: getattr(topic, name) for name in ("title", "slug", "illustration")}
    refused = client.post(edit, {**data, "summary": "All is safe."})
    assert "says “safe”" in refused.content.decode()
    assert "check a wording</a>" in refused.content.decode()
    assert client.post(edit, {**data, "summary": CLAIM}).status_code == 302
    topic.refresh_from_db()
    assert topic.summary == CLAIM


def test_the_settings_form_refuses_a_claim_with_words_why_and_what_to_do(client):
    clinic = make_clinic()
    client.force_login(make_person("manager"))
    url = reverse("wagtailsettings:edit", args=["clinic", "clinicsettings", clinic.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}

    page = client.post(url, {**data, "tagline": "The cure for you"}).content.decode()

    assert "Tagline says “cure”." in page
    assert "relapse is common" in page
    assert "Say what it may do" in page
    clinic.refresh_from_db()
    assert clinic.tagline != "The cure for you"
    said = {"tagline": "Rest, and be heard", "pages_seen": "yes"}
    client.post(url, data | said)
    clinic.refresh_from_db()
    assert clinic.tagline == "Rest, and be heard"


def test_the_register_filters_and_exports(client, article, reference, reviewer):
    other = make_reference(key="writer2021")
    client.post(findings_url(article), sent(key_of(article), reference))
    danger = make_draft([("paragraph", "<p>-A cure it is.</p>")], title="=HYPERLINK(1)")
    key = key_of(danger)
    note = {f"{key[:12]}-note": "@SUM(A1)", f"{key[:12]}-reference": other.pk}
    client.post(findings_url(danger), {**sent(key, other), **note})
    gone = ClaimEvidence.objects.get(rule="cure")
    gone.withdraw(by=reviewer)

    page = client.get(REGISTER).content.decode()
    assert CLAIM in page
    assert "-A cure it is." in page
    assert "Withdrawn by Reviewer" in page or "Withdrawn by reviewer" in page
    for query, shown in (
        ("standing=yes", CLAIM),
        ("standing=no", "-A cure it is."),
        ("group=cure", "-A cure it is."),
        (f"reference={reference.pk}", CLAIM),
    ):
        part = client.get(f"{REGISTER}results/?{query}").content.decode()
        assert (CLAIM in part, "-A cure it is." in part) == (
            shown == CLAIM,
            shown != CLAIM,
        ), query

    answer = client.get(f"{REGISTER}?export=csv")
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2
    [bad] = [row for row in rows if row["Rule"] == "cure"]
    assert bad["Page or object"] == "'=HYPERLINK(1)"
    assert bad["Exact wording"] == "'-A cure it is."
    assert bad["Note"] == "'@SUM(A1)"
    assert bad["Reference"] == "writer2021"
    assert bad["Withdrawn at"]
    [good] = [row for row in rows if row["Rule"] == "safe"]
    assert good["Exact wording"] == CLAIM
    assert not good["Withdrawn by"]


def test_the_register_outlives_what_it_is_about(client, article, reference, reviewer):
    client.post(findings_url(article), sent(key_of(article), reference))
    assert findings_url(article) in client.get(REGISTER).content.decode()
    address = findings_url(article)
    article.delete()

    page = client.get(REGISTER).content.decode()

    assert CLAIM in page
    assert address not in page


def test_the_register_asks_the_same_for_many_entries(
    client, article, reference, reviewer, django_assert_max_num_queries
):
    [found] = open_findings(article)
    for _ in range(30):
        ClaimEvidence.allow(
            article, found, by=reviewer, reference=reference, note="So."
        )
    client.get(REGISTER)

    with django_assert_max_num_queries(30):
        client.get(REGISTER)


@pytest.mark.parametrize(
    ("role", "status"),
    [("editor", 200), ("reviewer", 200), ("superuser", 200), ("manager", 302)],
)
def test_who_reads_the_register(client, role, status):
    client.force_login(make_person(role))

    assert client.get(REGISTER).status_code == status
    home = client.get("/cms/").content.decode()
    assert ("evidence-register" in home) == (status == 200)


def test_the_page_editor_leads_to_the_findings(client, article):
    client.force_login(make_person("editor"))

    page = client.get(f"/cms/pages/{article.pk}/edit/").content.decode()

    assert findings_url(article) in page


def test_the_list_of_topics_leads_to_where_a_wording_is_checked(client):
    topic = make_topic()
    client.force_login(make_person("editor"))

    page = client.get(reverse(topic.snippet_viewset.get_url_name("list")))

    assert findings_url(topic) in page.content.decode()
