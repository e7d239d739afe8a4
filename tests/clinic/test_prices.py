"""Prices out of the list, and what an editor sees before a fact is saved."""

import re

import pytest
from django.test import TestCase
from django.urls import reverse

from clinic.blocks import BodyBlock
from clinic.models import ClinicSettings, FactChange, Price
from tests.clinic.fact_forms import (
    OLD,
    decide,
    price_form,
    save,
    settings_address,
    typed,
)
from tests.factories import (
    make_clinic,
    make_editor,
    make_location,
    make_plain_page,
    make_price,
    make_reviewer,
    make_service,
)

pytestmark = pytest.mark.django_db


def test_new_price_is_shown_once_two_people_agree(client):
    client.force_login(make_editor())
    client.post(reverse("wagtailsnippets_clinic_price:add"), price_form())
    price = Price.objects.get()
    page = make_plain_page(body=[("prices", {"title": "Costs", "prices": [price]})])
    assert "$475" not in client.get(page.url).text

    client.force_login(make_reviewer())
    assert "475.00" in client.get(reverse("facts")).text
    decide(client, FactChange.objects.get())

    assert "$475" in client.get(page.url).text


def test_copy_of_a_price_is_new(client):
    price = make_price()
    client.force_login(make_editor())
    address = reverse("wagtailsnippets_clinic_price:copy", args=[price.pk])
    action = re.search(
        r'<form\s+id="w-editor-form"\s+action="([^"]+)"', client.get(address).text
    )[1]
    client.post(action, price_form(name="Booster"))
    price.refresh_from_db()
    assert price.name == "Ketamine infusion"
    assert not Price.objects.get(name="Booster").is_vouched


def test_same_price_typed_another_way_is_no_change(client):
    price = make_price()
    client.force_login(make_editor())
    address = reverse("wagtailsnippets_clinic_price:edit", args=[price.pk])
    client.post(address, price_form(amount="475.00"))
    assert not FactChange.objects.exists()


def test_name_taken_meanwhile_is_said_and_nothing_breaks(client):
    price = make_price()
    client.force_login(make_editor())
    address = reverse("wagtailsnippets_clinic_price:edit", args=[price.pk])
    client.post(address, price_form(name="Booster"))
    make_price("Booster")
    client.force_login(make_reviewer())
    assert "already exists" in decide(client, FactChange.objects.get()).text


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("475", "$475"), ("1250.5", "$1,250.50"), ("0", "$0"), ("99.99", "$99.99")],
)
def test_amount_is_written_as_people_write_it(amount, shown):
    price = make_price(amount=amount)
    price.refresh_from_db()
    assert price.amount_display == shown


def page_with_price(price):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return make_service(
            body=[("prices", {"title": "What it costs", "prices": [price]})]
        )


def test_before_a_price_is_saved_the_pages_that_show_it_are_named(client):
    price = make_price()
    page = page_with_price(price)
    client.force_login(make_editor())
    address = reverse("wagtailsnippets_clinic_price:edit", args=[price.pk])

    asked = client.post(address, price_form(amount="500"))

    assert asked.status_code == 200
    html = asked.text
    places = re.search(r'<ul class="cms-places">.*?</ul>', html, re.DOTALL)[0]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in places
    assert "<strong>Amount</strong>" in html
    assert not FactChange.objects.exists()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    hidden.pop("csrfmiddlewaretoken", None)
    assert hidden == price_form(amount="500") | {"pages_seen": "yes"}

    assert client.post(address, hidden).status_code == 302
    assert FactChange.objects.get().values["amount"] == "500.00"


def test_before_a_setting_is_saved_all_pages_are_named(client, clinic):
    make_location()
    client.force_login(make_editor())
    asked = client.post(settings_address(clinic), typed(clinic, phone="+12025550177"))
    assert "All pages show it: 3 are published now." in asked.text
    clinic.refresh_from_db()
    assert clinic.phone == "+17035550100"
    save(client, clinic, phone="+12025550177")
    clinic.refresh_from_db()
    assert clinic.phone == "+12025550177"


def test_end_of_a_line_is_no_change(client):
    clinic = make_clinic(disclaimer="Not advice.\nAsk.", legal_notice="A.\nB.")
    clinic.refresh_from_db()
    client.force_login(make_editor())
    as_sent = {"disclaimer": "Not advice.\r\nAsk.", "legal_notice": "A.\r\nB."}
    saved = client.post(settings_address(clinic), typed(clinic, **as_sent))
    assert saved.status_code == 302
    assert not FactChange.objects.exists()
    asked = client.post(
        settings_address(clinic), typed(clinic, **as_sent, phone="+12025550177")
    )
    assert "<strong>Phone</strong>" in asked.text


def test_nothing_is_asked_without_a_change_or_with_a_mistake(client, clinic):
    client.force_login(make_editor())
    address = settings_address(clinic)
    assert client.post(address, typed(clinic)).status_code == 302
    wrong = client.post(address, typed(clinic, phone="abc"))
    assert "Write the number like" in wrong.text
    assert "Before you save" not in wrong.text


def test_snippet_that_no_page_shows_is_saved_at_once(client):
    price = make_price()
    client.force_login(make_editor())
    address = reverse("wagtailsnippets_clinic_price:edit", args=[price.pk])
    assert client.post(address, price_form(amount="500")).status_code == 302


def test_fact_in_a_text_is_the_record_itself(client):
    clinic = make_clinic(off_label_statement=OLD, phone="+12025550177")
    page = make_plain_page(
        body=[("fact", {"kind": kind}) for kind in ("phone", "off_label", "disclaimer")]
    )
    html = client.get(page.url).text.partition("<main")[2].partition("</main>")[0]
    assert 'href="tel:+12025550177">(202) 555-0177</a>' in html
    assert OLD in html
    assert str(clinic.disclaimer) in html


def test_preview_of_the_block_shows_prices_of_the_list():
    make_price()
    make_price("Not yet", agreed=False)
    block = BodyBlock().child_blocks["prices"]
    html = block.render(block.get_preview_value())
    assert "$475" in html
    assert "Not yet" not in html


def test_deleted_price_leaves_no_gap(client):
    price = make_price()
    page = page_with_price(price)
    price.delete()
    html = client.get(page.url).text
    assert "None" not in re.findall(r">\s*(None)\s*<", html)
    assert "What to know" not in html


def test_record_made_with_the_site_is_there_at_once():
    assert ClinicSettings.load().is_vouched
