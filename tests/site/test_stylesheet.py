"""The style sheets: joined, small, collected, and exactly what a CSP hash allows."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import Context, Template
from django.utils.functional import empty

from clinic_site import stylesheet
from clinic_site.stylesheet import (
    CSS,
    INLINED,
    MANIFESTS,
    SITE,
    SOURCE,
    BundleFinder,
    build,
    bundle,
    minify,
)

MANIFEST_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def rendered(name: str) -> str:
    template = Template(f'{{% load site %}}{{% inline_stylesheet "{name}" %}}')
    return re.fullmatch(r"<style>(.*)</style>", template.render(Context()), re.S)[1]


@pytest.fixture
def collecting(settings, tmp_path):
    """Have static files collected and hashed into a folder of their own."""

    def collect():
        call_command("collectstatic", interactive=False, verbosity=0)
        staticfiles_storage._wrapped = empty
        stylesheet._cached.cache_clear()

    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": MANIFEST_STORAGE},
    }
    # Ours alone: Wagtail's files take long and are no part of a bundle.
    settings.STATICFILES_DIRS = [CSS.parent]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "clinic_site.stylesheet.BundleFinder",
    ]
    finders.get_finder.cache_clear()
    staticfiles_storage._wrapped = empty
    stylesheet._cached.cache_clear()
    yield collect
    finders.get_finder.cache_clear()
    staticfiles_storage._wrapped = empty
    stylesheet._cached.cache_clear()


@pytest.mark.parametrize("name", INLINED)
def test_hash_is_that_of_the_text_between_the_tags(name):
    digest = hashlib.sha256(rendered(name).encode()).digest()
    assert bundle(name).csp_hash == f"sha256-{base64.b64encode(digest).decode()}"


def test_manifest_names_every_file():
    on_disk = {str(path.relative_to(CSS))[:-4] for path in CSS.rglob("*.css")}
    assert {part for parts in MANIFESTS.values() for part in parts} == on_disk
    assert len(MANIFESTS["site"]) == len(set(MANIFESTS["site"]))


def test_every_file_of_the_site_says_which_pages_need_it():
    assert {kind for kinds in SITE.values() for kind in kinds.split()} == set(INLINED)


@pytest.mark.parametrize("name", [*INLINED, "site", "desk"])
def test_layers_are_declared_before_any_rule(name):
    assert build(name).startswith("@layer tokens,reset,base,layout,components")


def test_every_rule_stands_in_a_layer():
    for path in SOURCE.rglob("*.css"):
        if path.stem not in {"fonts", "tokens"}:
            code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            assert code.strip().startswith("@layer "), path.name


@pytest.mark.parametrize("name", [*INLINED, "site"])
def test_sheet_stays_within_its_budget(name):
    assert len(gzip.compress(build(name).encode(), 9)) <= 9 * 1024


def test_sheet_stays_within_its_lines():
    lines = sum(len(p.read_text().splitlines()) for p in SOURCE.rglob("*.css"))
    assert lines < 1200


def test_sheet_uses_no_important_and_no_ids():
    assert "!important" not in build("site")
    assert not re.search(r"#[a-z][\w-]*[^;{}]*\{", build("site"))


def test_only_tokens_name_colors():
    for path in SOURCE.rglob("*.css"):
        if path.stem != "tokens":
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(", path.read_text()), path.name


def test_inlined_sheet_needs_no_place_to_stand_in(settings):
    settings.STATIC_URL = "/elsewhere/"
    stylesheet._cached.cache_clear()
    text = bundle("reading").text
    stylesheet._cached.cache_clear()
    assert 'url("/elsewhere/fonts/fraunces.woff2")' in text
    assert "../" not in text


def test_collected_sheet_is_inlined_with_the_hashed_fonts(collecting):
    collecting()

    text = rendered("reading")

    addresses = re.findall(r'url\("/static/(fonts/[\w-]+\.\w+\.woff2)"\)', text)
    assert len(addresses) == 2
    for address in addresses:
        assert staticfiles_storage.exists(address)
    digest = hashlib.sha256(text.encode()).digest()
    expected = f"sha256-{base64.b64encode(digest).decode()}"
    assert bundle("reading").csp_hash == expected


def test_linked_sheet_reaches_the_fonts_from_where_it_lies(collecting):
    collecting()

    stored = staticfiles_storage.stored_name("css/bundles/desk.css")
    folder = Path(staticfiles_storage.path(stored)).parent
    text = Path(staticfiles_storage.path(stored)).read_text("utf-8")

    assert stored != "css/bundles/desk.css"
    for address in re.findall(r'url\("([^"]+\.woff2)"\)', text):
        assert (folder / address).exists()


def test_sheet_is_built_where_nothing_was_collected(collecting):
    assert bundle("list").text == build("list").replace("../../", "/static/")


def test_unchanged_bundle_is_not_written_again(settings, tmp_path):
    settings.VAR_DIR = tmp_path

    def dates():
        return {
            path: storage.get_modified_time(path)
            for path, storage in BundleFinder().list([])
        }

    assert dates() == dates()


@pytest.mark.parametrize(
    "path",
    ["css/bundles/site.css", "css/bundles/desk.css", "css/bundles/stock.css"],
)
def test_finder_gives_a_bundle_made_of_its_files(settings, tmp_path, path):
    settings.VAR_DIR = tmp_path
    found = BundleFinder().find(path)
    name = path.rpartition("/")[2][:-4]
    assert Path(found).read_text("utf-8") == build(name)


@pytest.mark.parametrize(
    "path",
    ["site", "site.css", "css/bundles/site", "css/bundles/../site.css", "js/site.js"],
)
def test_finder_knows_nothing_but_bundles(path):
    assert BundleFinder().find(path) == []


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("/* say */ a { color: red; }\n", "a{color:red}"),
        ('a::before { content: "/* no */  ; "; }', 'a::before{content:"/* no */  ; "}'),
        ("a { width: calc(1px + 2px); }", "a{width:calc(1px + 2px)}"),
        ("nav :is(a, b) > c { x: y }", "nav :is(a,b)>c{x:y}"),
        ("a { inset: 0.5rem -0.25em 10.5px 0 }", "a{inset:.5rem -.25em 10.5px 0}"),
        ("@media (width > 40rem) { a { b: c } }", "@media (width>40rem){a{b:c}}"),
        ('a { content: "0.5 > 0.4" }', 'a{content:"0.5 > 0.4"}'),
        ("@media (min-width: 2rem) { a { b: c } }", "@media (min-width:2rem){a{b:c}}"),
    ],
)
def test_minify_changes_no_meaning(css, expected):
    assert minify(css) == expected


def test_debug_reads_the_files_anew(settings, monkeypatch):
    before = bundle("site").text
    monkeypatch.setitem(MANIFESTS, "site", ["site/tokens"])
    assert bundle("site").text == before
    settings.DEBUG = True
    assert len(bundle("site").text) < len(before)


def test_fonts_stay_within_their_budget_and_keep_their_licenses():
    fonts = CSS.parent / "fonts"
    assert sum(font.stat().st_size for font in fonts.glob("*.woff2")) <= 60 * 1024
    for font in fonts.glob("*.woff2"):
        license_text = fonts / f"{font.stem}-OFL.txt"
        assert "SIL OPEN FONT LICENSE" in license_text.read_text().upper()


def test_every_font_of_the_sheet_is_asked_for_ahead():
    html = Template('{% include "layout/fonts.html" %}').render(Context())
    ahead = re.findall(r'href="/static/(fonts/[^"]+)"', html)
    assert ahead == re.findall(r'url\("\.\./\.\./([^"]+)"\)', build("reading"))
    assert build("reading").count("font-display:optional") == len(ahead)
