"""The style sheet: joined, small, and exactly what its CSP hash allows."""

import base64
import gzip
import hashlib
import re

import pytest
from django.template import Context, Template

from clinic_site import stylesheet
from clinic_site.stylesheet import MANIFESTS, SOURCE, bundle, minify


def rendered() -> str:
    html = Template("{% load site %}{% inline_stylesheet %}").render(Context())
    return re.fullmatch(r"<style>(.*)</style>", html, re.DOTALL)[1]


def test_hash_is_that_of_the_text_between_the_tags():
    digest = hashlib.sha256(rendered().encode()).digest()
    assert bundle().csp_hash == f"sha256-{base64.b64encode(digest).decode()}"


def test_manifest_names_every_file_once():
    on_disk = {str(p.relative_to(SOURCE))[:-4] for p in SOURCE.rglob("*.css")}
    assert sorted(MANIFESTS["site"]) == sorted(on_disk)


def test_layers_are_declared_before_any_rule():
    assert bundle().text.startswith("@layer tokens,reset,base,layout,components")


def test_every_rule_stands_in_a_layer():
    for path in SOURCE.rglob("*.css"):
        if path.stem not in {"fonts", "tokens"}:
            code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            assert code.strip().startswith("@layer "), path.name


def test_sheet_stays_within_its_budget():
    assert len(gzip.compress(bundle().text.encode(), 9)) <= 9 * 1024
    lines = sum(len(p.read_text().splitlines()) for p in SOURCE.rglob("*.css"))
    assert lines < 1200


def test_sheet_uses_no_important_and_no_ids():
    assert "!important" not in bundle().text
    assert not re.search(r"#[a-z][\w-]*[^;{}]*\{", bundle().text)


def test_only_tokens_name_colors():
    for path in SOURCE.rglob("*.css"):
        if path.stem != "tokens":
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(", path.read_text()), path.name


def test_font_addresses_are_those_of_the_static_storage(settings, tmp_path):
    settings.STATIC_URL = "/elsewhere/"
    stylesheet._cached.cache_clear()
    text = bundle().text
    stylesheet._cached.cache_clear()
    assert re.search(r'url\("[^"]*fonts/fraunces[^"]*\.woff2"\)', text)
    assert "../" not in text


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("/* say */ a { color: red; }\n", "a{color:red}"),
        ('a::before { content: "/* no */  ; "; }', 'a::before{content:"/* no */  ; "}'),
        ("a { width: calc(1px + 2px); }", "a{width:calc(1px + 2px)}"),
        ("nav :is(a, b) > c { x: y }", "nav :is(a,b) > c{x:y}"),
        ("@media (min-width: 2rem) { a { b: c } }", "@media (min-width:2rem){a{b:c}}"),
    ],
)
def test_minify_changes_no_meaning(css, expected):
    assert minify(css) == expected


def test_debug_reads_the_files_anew(settings, monkeypatch):
    before = bundle().text
    monkeypatch.setitem(MANIFESTS, "site", ["tokens"])
    assert bundle().text == before
    settings.DEBUG = True
    assert len(bundle().text) < len(before)
