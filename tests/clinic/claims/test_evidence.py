"""Who may vouch for a claim, and what exactly an entry of the register covers."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.claims import findings, open_findings, page_findings, refusals
from clinic.models import ClaimEvidence, ClinicSettings, GlossaryTerm
from tests.factories import (
    make_article,
    make_clinic,
    make_draft,
    make_location,
    make_plain_page,
    make_reference,
    make_reviewer,
    make_topic,
    make_user,
)
from tests.layers import layer
from tests.site.staff import GROUPS

pytestmark = pytest.mark.django_db

CLAIM = "Our infusions are safe."
ROLES = [role for role in GROUPS if role != "reviewer"]


@layer
def drafted():
    return make_draft([("paragraph", f"<p>Come in. {CLAIM} Call us.</p>")])


@pytest.fixture
def article(drafted):
    return drafted.get_latest_revision_as_object()


@pytest.fixture
def reviewer():
    return make_reviewer()


def found_on(thing, rule="safe"):
    [found] = [f for f in open_findings(thing) if f.rule == rule]
    return found


def allow(thing, reviewer, rule="safe"):
    return ClaimEvidence.allow(
        thing,
        found_on(thing, rule),
        by=reviewer,
        reference=make_reference(),
        note="Table 2 shows it.",
    )


def with_body(article, words):
    article.body = [("paragraph", f"<p>{words}</p>")]
    return article


def test_a_claim_is_open_until_a_reviewer_vouches_for_it(article, reviewer):
    found = found_on(article)
    assert (found.field, found.words, found.wording) == (
        "Text, Text (1)",
        "safe",
        CLAIM,
    )
    assert len(refusals(article)) == 1
    assert "Text, Text (1) says “safe”. No treatment is safe" in refusals(article)[0]

    entry = allow(article, reviewer)

    assert open_findings(article) == []
    assert refusals(article) == []
    assert [f.rule for f in page_findings(article)] == ["safe"]
    assert entry.object_name == article.title
    assert (entry.rule, entry.group) == ("safe", "absolute-safety")
    assert (entry.wording, entry.words) == (CLAIM, "safe")
    assert entry.allowed_by == reviewer
    assert entry.allowed_at.date() == timezone.now().date()


@pytest.mark.parametrize(
    "words",
    [
        "Our infusions are very safe.",
        "Our infusions are safe!",
        "All our infusions are safe.",
        f"{CLAIM} Our sedatives are safe.",
    ],
)
def test_another_wording_is_stopped(article, reviewer, words):
    allow(article, reviewer)

    assert [f.rule for f in open_findings(with_body(article, words))] == ["safe"]


def test_the_wording_may_stand_elsewhere_on_the_page(article, reviewer):
    allow(article, reviewer)

    assert open_findings(with_body(article, f"{CLAIM} Another sentence.")) == []


def test_another_rule_is_stopped_in_an_allowed_sentence(article, reviewer):
    both = "Our infusions are a safe cure."
    allow(with_body(article, both), reviewer)

    assert [f.rule for f in open_findings(article)] == ["cure"]


def test_another_page_is_stopped(article, reviewer):
    allow(article, reviewer)
    other = make_draft(article.body, title="Another")

    assert [f.rule for f in open_findings(other)] == ["safe"]
    assert [f.rule for f in open_findings(make_topic_with(CLAIM))] == ["safe"]


def make_topic_with(words):
    topic = make_topic()
    topic.summary = words
    return topic


def test_an_alias_is_covered_with_its_source(article, reviewer):
    allow(article, reviewer)
    alias = type(article)(pk=article.pk + 1, alias_of=article, body=article.body)
    copy = type(article)(pk=article.pk + 1, body=article.body)

    assert open_findings(alias) == []
    assert [f.rule for f in open_findings(copy)] == ["safe"]


def test_a_page_that_lacks_more_is_stopped_again(article, reviewer):
    words = "Ketamine side effects: dizzy, sick. {} Bladder and breathing: ask us."
    with_body(article, words.format("Misuse is possible."))
    allow(article, reviewer, "side-effects")
    assert open_findings(article) == []

    with_body(article, words.format(""))

    assert found_on(article, "side-effects").missing == ("abuse", "blood pressure")


def test_withdrawn_evidence_stops_again(article, reviewer):
    entry = allow(article, reviewer)
    other = make_reviewer("other")

    entry.withdraw(by=other)

    assert [f.rule for f in open_findings(article)] == ["safe"]
    entry.refresh_from_db()
    assert entry.withdrawn_by == other
    first = entry.withdrawn_at
    entry.withdraw(by=reviewer)
    entry.refresh_from_db()
    assert (entry.withdrawn_by, entry.withdrawn_at) == (other, first)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_but_a_reviewer_vouches_or_withdraws(article, reviewer, role):
    person = make_user(role, *GROUPS[role], is_superuser=role == "superuser")
    found, reference = found_on(article), make_reference()

    with pytest.raises(PermissionDenied):
        ClaimEvidence.allow(article, found, by=person, reference=reference, note="So.")
    assert not ClaimEvidence.objects.exists()

    entry = ClaimEvidence.allow(
        article, found, by=reviewer, reference=reference, note="So."
    )
    with pytest.raises(PermissionDenied):
        entry.withdraw(by=person)
    assert open_findings(article) == []


def test_a_superuser_with_the_role_and_a_reviewer_who_left(article):
    found, reference = found_on(article), make_reference()
    chief = make_user("chief", "Medical reviewers", is_superuser=True)
    gone = make_reviewer("gone")
    gone.is_active = False

    with pytest.raises(PermissionDenied):
        ClaimEvidence.allow(article, found, by=gone, reference=reference, note="So.")
    ClaimEvidence.allow(article, found, by=chief, reference=reference, note="So.")


def test_a_note_is_needed(article, reviewer):
    with pytest.raises(ValidationError):
        ClaimEvidence.allow(
            article,
            found_on(article),
            by=reviewer,
            reference=make_reference(),
            note="  ",
        )


def test_entries_are_never_changed_or_deleted(article, reviewer):
    entry = allow(article, reviewer)
    entry.note = "Something else"
    rows = ClaimEvidence.objects.all()

    for attempt in (
        entry.save,
        entry.delete,
        rows.delete,
        lambda: rows.update(note="Something else"),
        lambda: rows.bulk_update([entry], ["note"]),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            attempt()
    assert ClaimEvidence.objects.get().note == "Table 2 shows it."
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimEvidence.objects.create(
            **ClaimEvidence.address(article),
            reference=entry.reference,
            allowed_by=reviewer,
            withdrawn_at=timezone.now(),
        )


def test_evidence_outlives_its_page(article, reviewer):
    allow(article, reviewer)
    article.delete()

    assert ClaimEvidence.objects.get().object_name == "Sleep after an infusion"


def test_hints_stop_nothing():
    article = make_draft([("paragraph", "<p>An exciting evening.</p>")])

    assert [f.severity for f in page_findings(article)] == ["hint"]
    assert open_findings(article) == []


def test_open_findings_take_one_query(article, django_assert_num_queries):
    open_findings(article)
    article = article.get_latest_revision_as_object()

    # The register: a revision brings the page's sources along.
    with django_assert_num_queries(1):
        open_findings(article)


def test_clean_pages_ask_no_register(django_assert_num_queries):
    article = make_article()

    # Its sources.
    with django_assert_num_queries(1):
        assert open_findings(article) == []


def test_plain_pages_and_places_are_stopped_by_the_guard():
    plain, place = make_plain_page(), make_location()
    plain.body = place.body = [("paragraph", f"<p>{CLAIM}</p>")]
    place.map_description = "The cure is here."
    place.holidays = [
        type(h)(on=h.on, name="Miracle Day") for h in place.holidays.all()
    ]
    index = place.get_parent().specific
    index.seo_title = "The best clinic"

    assert [f.rule for f in open_findings(plain)] == ["safe"]
    assert {(f.field, f.rule) for f in open_findings(place)} == {
        ("Text, Text (1)", "safe"),
        ("The map in words", "cure"),
        ("Holiday, name", "breakthrough"),
    }
    assert [f.field for f in open_findings(index)] == ["Title tag"]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("term", "meaning"),
        ("topic", "summary"),
        ("clinic", "tagline"),
        ("clinic", "off_label_statement"),
    ],
)
def test_what_is_no_page_is_refused_when_saved(model, field, reviewer):
    thing = {
        "term": lambda: GlossaryTerm.objects.create(
            term="drip", slug="drip", meaning="A slow infusion."
        ),
        "topic": lambda: _complete(make_topic()),
        "clinic": make_clinic,
    }[model]()
    thing.full_clean()
    before = getattr(thing, field)
    setattr(thing, field, CLAIM)

    with pytest.raises(ValidationError) as refused:
        thing.full_clean()
    [said, way_out] = refused.value.message_dict[field]
    assert "says “safe”. No treatment is safe for everyone" in said
    assert "Say what is watched" in said
    assert f"/cms/claims/{thing._meta.app_label}/" in way_out

    allow(thing, reviewer)
    thing.full_clean()
    setattr(thing, field, f"{before} It is safe.")
    with pytest.raises(ValidationError):
        thing.full_clean()


def _complete(topic):
    topic.summary = "How people sleep."
    return topic


def test_the_settings_as_shipped_pass():
    assert findings(ClinicSettings()) == []


def test_titles_of_references_pass():
    reference = make_reference(citation="A A. Is ketamine a safe cure for all? J 2020")
    body = [("paragraph", "<p>See “Is ketamine a safe cure for all” [1].</p>")]

    assert findings(make_draft(body, references=[reference])) == []
    assert findings(make_draft(body, title="Alone")) != []
