"""The page editor says how hard a text reads, and never stops anybody."""

import pytest
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from clinic.models import GlossaryTerm
from tests.factories import make_article, make_editor, make_user

pytestmark = pytest.mark.django_db

HARD = (
    "Pharmacological interventions demonstrating neuroplasticity necessitate "
    "multidisciplinary collaboration, notwithstanding considerable uncertainty "
    "regarding longitudinal tolerability."
)


@pytest.fixture
def page(client):
    client.force_login(make_editor())
    return make_article(key_points=[("point", "Rest well.")])


def typed(page, words: str, **fields) -> dict:
    """Return what the page editor sends for an article with these words in it."""
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "key_points": streamfield([("point", "Rest well.")]),
            "body": streamfield([("paragraph", rich_text(f"<p>{words}</p>"))]),
            "sources": inline_formset([]),
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def test_editor_shows_the_figures_of_the_page(client, page):
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    html = html.decode()
    assert f'data-readability="/cms/pages/{page.pk}/readability/"' in html
    assert "A tired reader can follow this." in html
    assert "<li>Many people sleep soundly; some lie awake.</li>" in html
    assert "js/readability" in html
    # Wagtail counts another reading time, which would contradict ours.
    assert "data-content-reading-time" not in html


def test_new_page_has_the_hint_too(client, page):
    address = reverse(
        "wagtailadmin_pages:add", args=["articles", "articlepage", page.get_parent().pk]
    )
    html = client.get(address).content.decode()
    hint = f"/cms/pages/add/articles/articlepage/{page.get_parent().pk}/readability/"
    assert f'data-readability="{hint}"' in html
    assert "As soon as there is text" in client.get(hint).content.decode()


def test_hint_follows_what_is_typed_before_it_is_saved(client, page):
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    hint = reverse("readability_on_edit", args=[page.pk])
    assert "A tired reader can follow this." in client.get(hint).content.decode()
    answer = client.post(preview, typed(page, HARD)).json()
    assert answer["is_valid"]
    html = client.get(hint).content.decode()
    assert "hard to read when one is tired" in html
    assert f"<li>{HARD}</li>" in html
    assert html.count("plain-words__high") == 2
    page.refresh_from_db()
    assert HARD not in str(page.body)


def test_asking_for_the_hint_stores_nothing(client, page):
    revisions = page.revisions.count()
    client.get(reverse("readability_on_edit", args=[page.pk]))
    assert page.revisions.count() == revisions
    assert not FormState.objects.exists()


def test_a_hard_text_can_still_be_saved(client, page):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, typed(page, HARD))
    assert answer.status_code == 302
    page.refresh_from_db()
    latest = page.get_latest_revision_as_object()
    assert HARD in str(latest.body)


def test_what_looks_like_markup_stays_text(client, page):
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(preview, typed(page, "Fish &lt;b&gt;and&lt;/b&gt; chips on the way."))
    html = client.get(reverse("readability_on_edit", args=[page.pk])).content.decode()
    assert "Fish &lt;b&gt;and&lt;/b&gt; chips" in html


def test_who_may_not_edit_the_page_gets_no_hint(client, page):
    address = reverse("readability_on_edit", args=[page.pk])
    client.force_login(make_user("coordinator", "Intake coordinators"))
    assert client.get(address).status_code in (302, 403)
    client.logout()
    assert client.get(address).status_code == 302


def test_what_is_no_page_of_ours_has_none(client, page):
    root = page.get_parent().get_parent().get_parent()
    assert root.is_root()
    client.force_login(make_user("admin", is_superuser=True))
    assert client.get(reverse("readability_on_edit", args=[999])).status_code == 404


def test_snippets_keep_wagtails_own_panel(client, page):
    term = GlossaryTerm.objects.create(
        term="Infusion", slug="infusion", meaning="Slow."
    )
    address = reverse("wagtailsnippets_clinic_glossaryterm:edit", args=[term.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    assert "data-readability" not in answer.content.decode()
