"""Files made to eat the memory are refused, and long ones are streamed."""

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from articles.imports.wordpress import ExportFileError, read_export
from articles.imports.wordpress import limits as limits_module
from tests.articles.exporting import HEAD, SITE, TAIL, item

START = HEAD.format(site=SITE)


def refusal(tmp_path, parts) -> str:
    """Return why a file is refused, and how much memory that took in MB."""
    path = tmp_path / "export.xml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts)
    tracemalloc.start()
    try:
        with pytest.raises(ExportFileError) as refused:
            for _ in read_export(path):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 25_000_000
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def small(monkeypatch):
    """Lower the limits of texts, so that files stay small."""
    monkeypatch.setattr(limits_module, "LONGEST_ITEM", 2_000_000)
    monkeypatch.setattr(limits_module, "LONGEST_HEAD", 2_000_000)


def test_deep_nesting_is_refused(tmp_path):
    parts = [START, "<item>", *["<a>"] * 200_000]

    assert "nested more than 64 deep" in refusal(tmp_path, parts)


def test_hundreds_of_attributes_are_refused(tmp_path):
    attributes = [f' a{number}="1"' for number in range(500)]

    assert "more than 100 attributes" in refusal(
        tmp_path, [START, "<item><title", *attributes, ">x</title></item>", TAIL]
    )


def test_million_attributes_are_refused_before_they_are_held(tmp_path):
    attributes = (f' a{number}="1"' for number in range(1_000_000))

    assert "longer than 1024 KB" in refusal(
        tmp_path, [START, "<item><title", *attributes, ">x</title></item>", TAIL]
    )


def test_endless_remark_is_refused(tmp_path):
    assert "longer than 1024 KB" in refusal(
        tmp_path, [START, "<!-- ", *["x" * 1_000_000] * 20, "-->", TAIL]
    )


def test_ever_new_tags_are_refused(tmp_path):
    tags = (f"<a{number}/>" for number in range(100_000))

    assert "more than 2000 different tags" in refusal(tmp_path, [START, *tags, TAIL])


def test_gigantic_text_is_refused_with_the_title_of_its_item(tmp_path, small):
    begin, end = item(1, "Our diary", "CONTENT").split("CONTENT")

    text = refusal(tmp_path, [START, begin, *["word " * 200_000] * 20, end, TAIL])

    assert "“Our diary…” holds more than" in text


def test_million_small_parts_of_one_item_are_refused(tmp_path, small):
    begin, end = item(1).split("</item>")
    use = '<category domain="post_tag" nicename="a">a</category>'

    assert "holds more than" in refusal(
        tmp_path, [START, begin, *[use] * 300_000, "</item>", end, TAIL]
    )


def test_million_authors_are_refused(tmp_path, small):
    one = "<wp:author><wp:author_login>a{}</wp:author_login></wp:author>"
    many = (one.format(number) for number in range(300_000))

    assert "lists of authors" in refusal(tmp_path, [START, *many, TAIL])


def test_gigantic_builder_data_and_comments_are_never_held(tmp_path, small):
    path = tmp_path / "export.xml"
    begin, end = item(1, meta=[("_elementor_data", "LONG")], comments=1).split("LONG")
    end = end.replace("canary-comment", "word " * 600_000)
    with path.open("w") as file:
        file.writelines([START, begin, *["word " * 200_000] * 10, end, TAIL])

    tracemalloc.start()
    try:
        _, post = read_export(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (post.builders, post.comments) == (("Elementor",), 1)
    assert peak < 5_000_000


READ = """
import re, sys
from pathlib import Path
import django
django.setup()
from articles.imports.wordpress.unpacked import unpacked
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
with unpacked(sys.argv[1]) as export:
    count = sum(1 for post in export.items("post") if post.content)
print(count, peak() - before)
"""


def grown_by_reading(path) -> tuple[int, int]:
    """Return how many posts another process laid out, and by how much it grew (KB)."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "clinic_site.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    count, grown = done.stdout.split()
    return int(count), int(grown)


def write_long_export(path, megabytes: int) -> int:
    """Write an export of about so many MB and return how many items it has."""
    text = "<p>" + "Plain words for a long file. " * 300 + "</p>"
    one = item(1, content=text, comments=3, meta=[("_elementor_data", "x" * 4000)])
    before, after = one.split("<wp:post_id>1<")
    count = megabytes * 1_000_000 // len(one)
    with path.open("w") as file:
        file.write(START)
        for number in range(1, count + 1):
            file.write(f"{before}<wp:post_id>{number}<{after}")
        file.write(TAIL)
    return count


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="no /proc: memory is not measured"
)
def test_memory_stays_flat_however_long_the_file_is(tmp_path):
    sizes = [4, int(os.environ.get("LONG_EXPORT_MB", "40"))]
    grown = []
    for megabytes in sizes:
        path = tmp_path / f"{megabytes}.xml"
        count = write_long_export(path, megabytes)
        found, kilobytes = grown_by_reading(path)
        assert found == count
        grown.append(kilobytes)
    print(f"{sizes} MB read, grown by {grown} KB")  # noqa: T201

    assert grown[1] < grown[0] + 3_000
