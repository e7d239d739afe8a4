"""What nginx shows while the site is away: a whole page with the phone number."""

import base64
import hashlib
import re

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from clinic import bare
from clinic.jobs import jobs
from tests.factories import make_clinic


@pytest.fixture
def written(settings, tmp_path, capsys):
    """Write the page and return it, with what was said."""
    settings.VAR_DIR = tmp_path

    def write():
        bare.forget()
        call_command("write_away_page")
        said = capsys.readouterr().out
        return (tmp_path / "away" / "away.html").read_text(), said

    yield write
    bare.forget()


@pytest.mark.django_db
def test_it_names_the_clinic_and_its_phone(written):
    make_clinic(clinic_name="Alder Clinic", phone="+17035550177")
    page, said = written()

    assert "Alder Clinic" in page
    assert 'href="tel:+17035550177"' in page and "tel:988" in page
    assert "(703) 555-0177" in said
    assert "it arrives once" in page


@pytest.mark.django_db
def test_it_is_written_anew_when_the_number_changes(written):
    clinic = make_clinic(phone="+17035550177")
    written()
    clinic.phone = "+17035550188"
    clinic.save()

    page, _said = written()
    assert "+17035550188" in page and "+17035550177" not in page


@pytest.mark.django_db
def test_the_worker_keeps_it_up_to_date(settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    make_clinic(phone="+17035550199")
    jobs()["write_away_page"].run()

    assert "+17035550199" in (tmp_path / "away" / "away.html").read_text()
    assert capsys.readouterr().out == ""
    bare.forget()


@pytest.mark.django_db
def test_without_the_database_the_environment_tells_the_number(written, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", refuse)
    page, said = written()

    assert "The database is away" in said
    assert 'href="tel:+17035550100"' in page


@pytest.mark.django_db
def test_it_needs_nothing_but_itself_and_its_policy_allows_no_more(written):
    page, _said = written()

    assert not re.search(r'\bsrc="|<link|<script|style=', page)
    # Fonts lie in files that nginx has by itself; without them the page stands as well.
    assert set(re.findall(r"url\([^)]*?(\.\w+)\W*\)", page)) == {".woff2"}
    (sheet,) = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (policy,) = re.findall(r'-Security-Policy" content="(.+?)"', page)
    assert policy.startswith("default-src &#x27;none&#x27;;")
    assert f"sha256-{digest}" in policy.replace("&#x27;", "'")
