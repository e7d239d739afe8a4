"""A word of the glossary is a medical statement: readers see what two agreed on."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.models import FactChange, GlossaryTerm, GlossaryUse, NotVouched
from tests.clinic.fact_forms import decide
from tests.factories import (
    make_article,
    make_editor,
    make_reviewer,
    make_term,
    make_user,
    republish,
)

pytestmark = pytest.mark.django_db

ADD = reverse("wagtailsnippets_clinic_glossaryterm:add")
OLD, NEW = "Feeling apart from your body.", "Feeling apart from what is around you."


def form(**changed) -> dict:
    fields = {"term": "dissociation", "slug": "dissociation", "meaning": OLD}
    return fields | {"also_called": "spaced out", "pages_seen": "yes"} | changed


def address(term, name="edit") -> str:
    return reverse(f"wagtailsnippets_clinic_glossaryterm:{name}", args=[term.pk])


def explained(client) -> str:
    return client.get("/glossary/").text


def using_the_word():
    return republish(make_article(), body=[("paragraph", "<p>Dissociation ends.</p>")])


def test_new_word_is_explained_and_linked_once_two_people_agree(client):
    page = using_the_word()
    client.force_login(make_editor())
    client.post(ADD, form())
    assert GlossaryTerm.objects.get().meaning == OLD
    assert OLD not in explained(client)
    assert "#word-dissociation" not in client.get(page.url).text

    client.force_login(make_reviewer())
    assert OLD in client.get(reverse("facts")).text
    decide(client, FactChange.objects.get())

    assert OLD in explained(client)
    assert "#word-dissociation" in client.get(page.url).text


@pytest.mark.parametrize(
    ("changed", "still"),
    [({"meaning": NEW}, OLD), ({"term": "derealization"}, "<dt>dissociation</dt>")],
)
def test_other_words_wait_and_readers_see_the_old_ones(client, changed, still):
    term = make_term(meaning=OLD)
    client.force_login(make_editor())
    client.post(address(term), form(**changed))
    [new] = changed.values()
    assert still in explained(client)
    assert new not in explained(client)
    assert new in client.get(address(term)).text

    client.force_login(make_reviewer())
    decide(client, FactChange.objects.get())

    assert new in explained(client)
    assert still not in explained(client)


def test_page_is_linked_by_the_agreed_word_alone(client):
    page, term = using_the_word(), make_term(meaning=OLD)
    client.force_login(make_editor())
    client.post(address(term), form(term="derealization"))
    assert "#word-dissociation" in client.get(page.url).text
    FactChange.objects.get().approve(by=make_reviewer())
    assert "#word-dissociation" not in client.get(page.url).text


def test_names_for_the_search_and_the_address_wait_for_nobody(client):
    term = make_term(meaning=OLD)
    client.force_login(make_editor())
    client.post(address(term), form(also_called="floaty", slug="feeling-apart"))
    term.refresh_from_db()
    assert (term.also_called, term.slug) == ("floaty", "feeling-apart")
    assert not FactChange.objects.exists()
    assert 'id="word-feeling-apart"' in explained(client)


def test_whoever_wrote_it_last_cannot_agree_to_it(client):
    term = make_term(meaning=OLD)
    for user in (make_reviewer(), make_user("root", is_superuser=True)):
        client.force_login(user)
        client.post(address(term), form(meaning=f"{NEW} {user.username}"))
        answer = decide(client, FactChange.objects.get())
        assert "You changed it last" in answer.text
    assert OLD in explained(client)
    assert NEW not in explained(client)


def test_one_of_the_two_is_a_medical_reviewer(client):
    client.force_login(make_editor())
    client.post(ADD, form())
    client.force_login(make_editor("second"))
    answer = decide(client, FactChange.objects.get())
    assert "has to be a medical reviewer" in answer.text
    assert OLD not in explained(client)


def test_returned_meaning_is_never_seen(client):
    client.force_login(make_editor())
    client.post(ADD, form())
    client.force_login(make_reviewer())
    decide(client, FactChange.objects.get(), "return", note="Say of whom.")
    assert OLD not in explained(client)
    assert not FactChange.objects.waiting().exists()


def test_copy_of_a_word_is_new(client):
    term = make_term(meaning=OLD)
    client.force_login(make_editor())
    html = client.get(address(term, "copy")).text
    action = re.search(r'<form\s+id="w-editor-form"\s+action="([^"]+)"', html)[1]
    for target in (action, address(term, "copy")):
        copied = f"apart-{GlossaryTerm.objects.count()}"
        client.post(target, form(term=copied, slug=copied, meaning=NEW))
        assert NEW not in explained(client)
    term.refresh_from_db()
    assert (term.term, term.meaning) == ("dissociation", OLD)


def test_no_script_and_no_shell_shows_a_meaning_of_its_own(client):
    term = make_term(meaning=OLD)
    term.meaning = NEW
    with pytest.raises(NotVouched):
        term.save()
    waiting = make_term("infusion", meaning=NEW, agreed=False)
    waiting.approved_at = timezone.now()
    with pytest.raises(NotVouched):
        waiting.save()
    with pytest.raises(NotVouched):
        GlossaryTerm.objects.create(
            term="drip", slug="drip", meaning=NEW, approved_at=timezone.now()
        )
    assert NEW not in explained(client)


def test_what_the_guard_stops_is_not_even_proposed(client):
    client.force_login(make_editor())
    answer = client.post(ADD, form(meaning="A cure that is completely safe."))
    assert answer.status_code == 200
    assert not GlossaryTerm.objects.exists()
    assert not FactChange.objects.exists()


def test_word_that_nobody_agreed_on_is_linked_nowhere(client):
    page = using_the_word()
    term = make_term(agreed=False)
    client.force_login(make_editor())
    draft = client.get(f"/cms/pages/{page.pk}/view_draft/").text
    assert "#word-dissociation" not in draft
    # As a page held it before meanings were agreed on.
    GlossaryUse.objects.create(page_id=page.pk, term=term, block=page.body[0].id)
    assert "#word-dissociation" not in client.get(page.url).text


def test_before_a_meaning_is_saved_the_pages_that_link_it_are_named(client):
    page, other = using_the_word(), make_article(title="Other", slug="other")
    term = make_term(meaning=OLD)
    client.force_login(make_editor())
    typed = form(meaning=NEW)
    typed.pop("pages_seen")
    asked = client.post(address(term), typed)

    assert asked.status_code == 200
    places = re.search(r'<ul class="cms-places">.*?</ul>', asked.text, re.DOTALL)[0]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in places
    assert "Words we use" in places
    assert str(other) not in places
    assert "Readers see it once a second person agrees" in asked.text
    assert not FactChange.objects.exists()
