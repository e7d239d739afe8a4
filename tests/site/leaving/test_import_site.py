"""An export comes back without loss: live in two people's names, or as drafts."""

import json

import pytest
from django.core.management import CommandError
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import (
    CollectionViewRestriction,
    Page,
    PageLogEntry,
    Revision,
    Site,
)

from articles.models import ArticlePage, Topic
from clinic.models import (
    Approval,
    ClinicImage,
    ClinicSettings,
    GlossaryTerm,
    HomePage,
    Price,
    StandardPage,
)
from clinic_site.leaving import bring_pages
from tests.site.leaving.conftest import PUBLISH, command, read, rewrite

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
# What an import may not bring along: who agreed when is for the people here to say.
AGREED = ("edited_by:", "reviewed_by:", "reviewed_on:")


def compared(target) -> dict[str, str]:
    """Return every file but for what people agree on, and when the export was made."""
    found = {}
    for path in sorted(p for p in target.rglob("*") if p.is_file()):
        name = path.relative_to(target).as_posix()
        if name == "manifest.json":
            continue
        text = path.read_bytes()
        if name.endswith(".md"):
            lines = text.decode().splitlines(keepends=True)
            text = "".join(line for line in lines if not line.startswith(AGREED))
        if name.endswith("page.json") or name.startswith("snippets/"):
            said = json.loads(text)
            for one in said if isinstance(said, list) else [said]:
                one.pop("information", None)
            text = json.dumps(said)
        found[name] = text
    return found


def differing(one, two) -> set[str]:
    one, two = compared(one), compared(two)
    return {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}


def test_what_left_comes_back_and_leaves_again_the_same(left, people, tmp_path):
    said = command("import_site", left, **PUBLISH)

    assert "refused" not in said
    command("export_site", tmp_path / "again")
    # A password is in no export: people have to sign in instead.
    assert differing(left, tmp_path / "again") == {"collections.json"}
    (before,) = read(left, "collections.json")
    (after,) = read(tmp_path / "again", "collections.json")
    assert before["shown_to"] == [{"who": "password", "groups": []}]
    assert after["shown_to"] == [{"who": "login", "groups": []}]
    assert CollectionViewRestriction.objects.get().password == ""
    approvals = Approval.objects.values_list(
        "edited_by__username", "reviewed_by__username"
    )
    assert {*approvals} == {("editor", "reviewer")}


def test_without_two_people_everything_is_a_draft_and_what_was_live_is_named(
    left, people, tmp_path, client
):
    said = command("import_site", left)

    assert not ArticlePage.objects.live().exists()
    assert not Page.objects.live().filter(depth__gt=1).exists()
    assert "Live where they came from, and drafts here:" in said
    assert "- Every block: one of each" in said
    assert "- Not yet" not in said
    assert "- Taken down" not in said
    assert not GlossaryTerm.objects.agreed().exists()
    assert not Price.objects.agreed().exists()
    assert ClinicSettings.objects.get().tagline == "Quiet rooms"
    assert (
        "What is off-label here."
        not in ClinicSettings.objects.get().off_label_statement
    )
    assert client.get("/articles/every-block/").status_code in (404, 410)

    command("export_site", tmp_path / "again")
    for page in left.rglob("page.json"):
        name = page.relative_to(left).as_posix()
        before, after = read(left, name), read(tmp_path / "again", name)
        told = ("key", "type", "parent", "address", "text", "draft", "alias_of")
        assert [before[one] for one in told] == [after[one] for one in told]
    named = {name.split("/")[-1] for name in differing(left, tmp_path / "again")}
    assert named == {
        *("page.json", "page.html", "page.md", "draft.md", "site.json"),
        *("collections.json", "clinic.json"),
    }


def test_running_it_again_changes_nothing(left, people, tmp_path):
    command("import_site", left, **PUBLISH)
    command("export_site", tmp_path / "once")
    counts = [
        model.objects.count()
        for model in (Page, Revision, PageLogEntry, ClinicImage, Approval, Redirect)
    ]

    said = command("import_site", left, **PUBLISH)

    assert said.splitlines()[-1].endswith(" unchanged.")
    assert ", " not in said.splitlines()[-1]
    command("export_site", tmp_path / "twice")
    assert compared(tmp_path / "once") == compared(tmp_path / "twice")
    assert counts == [
        model.objects.count()
        for model in (Page, Revision, PageLogEntry, ClinicImage, Approval, Redirect)
    ]


def test_drafts_are_published_by_a_later_run_in_two_names(left, people, tmp_path):
    command("import_site", left)
    said = command("import_site", left, **PUBLISH)
    assert "page “Every block: one of each”: published" in said
    command("export_site", tmp_path / "again")
    assert differing(left, tmp_path / "again") == {"collections.json"}


def test_a_dry_run_says_the_same_and_writes_nothing(left, people, tmp_path):
    before = sorted((tmp_path / "new-media").rglob("*"))
    dry = command("import_site", left, dry_run=True, **PUBLISH)
    assert not HomePage.objects.exists()
    assert not ClinicImage.objects.exists()
    assert not Topic.objects.exists()
    assert sorted((tmp_path / "new-media").rglob("*")) == before
    real = command("import_site", left, **PUBLISH)
    assert dry.replace("This was a dry run: nothing was written.\n", "") == real


def test_an_edit_made_here_stays_and_is_named(left, people):
    command("import_site", left, **PUBLISH)
    sleep = ArticlePage.objects.get(slug="sleep").get_latest_revision_as_object()
    sleep.summary = "Written here."
    sleep.save_revision(user=people[0])
    ClinicImage.objects.filter(title="room").update(description="Said anew here")
    Redirect.objects.filter(old_path="/elsewhere").update(
        redirect_link="https://here.example/"
    )

    said = command("import_site", left, **PUBLISH)

    assert "page “Sleep after an infusion”: changed here, left as it is" in said
    assert "picture “room”: changed here, left as it is" in said
    assert "redirect “/elsewhere”: changed here, left as it is" in said
    latest = ArticlePage.objects.get(slug="sleep").get_latest_revision_as_object()
    assert latest.summary == "Written here."


def test_what_was_deleted_here_does_not_come_back(left, people):
    command("import_site", left, **PUBLISH)
    ArticlePage.objects.get(slug="not-yet").delete()
    said = command("import_site", left, **PUBLISH)
    assert "page “Not yet”: deleted here, left out" in said
    assert not ArticlePage.objects.filter(slug="not-yet").exists()


def test_a_page_taken_down_here_stays_down(left, people):
    command("import_site", left, **PUBLISH)
    ArticlePage.objects.get(slug="every-block").unpublish()
    command("import_site", left, **PUBLISH)
    assert not ArticlePage.objects.get(slug="every-block").live


def test_a_site_that_has_pages_keeps_them(left, people):
    root = Page.objects.get(depth=1)
    root.get_children().filter(slug="home").update(slug="home-of-wagtail")
    home = root.add_child(instance=HomePage(title="Ours", slug="home"))
    Site.objects.update(root_page=home)
    ours = home.add_child(
        instance=StandardPage(title="Ours too", slug="privacy-practices")
    )

    said = command("import_site", left, **PUBLISH)

    assert "page “Test clinic”: changed here, left as it is" in said
    assert HomePage.objects.get().title == "Ours"
    ours.refresh_from_db()
    assert ours.title == "Ours too"
    theirs = StandardPage.objects.get(slug="privacy-practices-2")
    assert theirs.title == "Privacy practices"
    assert "is taken here, so it is “privacy-practices-2”" in said
    assert command("import_site", left, **PUBLISH).count("privacy-practices-2") == 0


def test_what_the_gate_refuses_stays_a_draft_with_its_reasons(
    left, people, monkeypatch
):
    name = "pages/articles/every-block/page.json"
    said = read(left, name)
    said["text"]["body"][1]["value"] = "<p>Ketamine cures depression for good.</p>"
    rewrite(left, name, said)
    told = command("import_site", left, **PUBLISH)
    assert "Every block: one of each”: new draft; stays a draft:" in told
    assert "- Every block: one of each" in told
    assert not ArticlePage.objects.get(slug="every-block").live
    assert ArticlePage.objects.get(slug="sleep").live


def test_publishing_takes_two_people_who_may(left, people):
    for options, why in (
        ({"publish": True}, "takes --publish"),
        ({"publish": True, "by": "editor", "reviewed_by": "editor"}, "Two different"),
        ({"publish": True, "by": "reviewer", "reviewed_by": "editor"}, "not an editor"),
        ({"by": "editor", "reviewed_by": "reviewer"}, "takes --publish"),
    ):
        with pytest.raises(CommandError, match=why):
            command("import_site", left, **options)
    assert not HomePage.objects.exists()


def test_an_alias_follows_its_source_here_too(left, people):
    command("import_site", left, **PUBLISH)
    alias = ArticlePage.objects.get(slug="sleep-as-well")
    sleep = ArticlePage.objects.get(slug="sleep")
    assert alias.alias_of_id == sleep.pk
    assert alias.live
    assert alias.body == sleep.body


def test_links_lead_to_pages_and_documents_by_their_new_keys(left, people):
    command("import_site", left, **PUBLISH)
    sleep, every = (ArticlePage.objects.get(slug=s) for s in ("sleep", "every-block"))
    leaflet = get_document_model().objects.get()
    (block,) = sleep.body
    source = block.value.source
    assert f'<a id="{every.pk}" linktype="page">' in source
    assert f'<a id="{leaflet.pk}" linktype="document">' in source
    assert [link.article_id for link in every.related_links.all()] == [sleep.pk]
    with leaflet.file.open() as file:
        assert file.read() == b"%PDF-1.4 a leaflet"


@pytest.mark.parametrize("after", [0, 1, 4])
def test_an_import_that_was_killed_goes_on_where_it_stopped(
    left, people, tmp_path, monkeypatch, after
):
    stored = []
    store = bring_pages._Filling._store

    def killed(self, *, publish):
        if len(stored) == after:
            store(self, publish=publish)
            raise KeyboardInterrupt
        stored.append(self.said["key"])
        return store(self, publish=publish)

    with monkeypatch.context() as patch:
        patch.setattr(bring_pages._Filling, "_store", killed)
        with pytest.raises(KeyboardInterrupt):
            command("import_site", left, **PUBLISH)
    # What came in is whole, and of what was on its way there is nothing.
    texts = Page.objects.filter(depth__gt=1, latest_revision__isnull=False)
    assert texts.count() == after

    said = command("import_site", left, **PUBLISH)

    assert "refused" not in said
    command("export_site", tmp_path / "again")
    assert differing(left, tmp_path / "again") == {"collections.json"}
