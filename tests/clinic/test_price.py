"""A price names every part and computes what they come to."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from clinic.blocks import PriceBlock
from clinic.blocks.price import dollars
from tests.clinic.every_block import PRICE
from tests.factories import make_article


def price(**fields):
    block = PriceBlock()
    return block, block.to_python({**PRICE, **fields})


def refused(**fields) -> dict:
    block, value = price(**fields)
    with pytest.raises(StructBlockValidationError) as found:
        block.clean(value)
    return found.value.as_json_data()["blockErrors"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("480", "$480"),
        ("2880.00", "$2,880"),
        ("12.5", "$12.50"),
        ("0", "$0"),
        ("1000000.05", "$1,000,000.05"),
    ],
)
def test_amount_is_written_as_people_read_it(amount, words):
    assert dollars(Decimal(amount)) == words


def test_total_is_the_sum_of_every_line():
    block, value = price()
    value = block.clean(value)
    assert value.total == "$3,195"
    assert value.total_words == "Total for 6 visits"
    assert [(row.reckoned, row.shown) for row in value.rows] == [
        ("6 × $480", "$2,880"),
        ("", "$250"),
        ("2 × $32.50", "$65"),
    ]


def test_cents_are_added_exactly():
    _block, value = price(
        visits=3,
        price_each="0.10",
        costs=[{"name": "Stamp", "amount": "0.20", "times": 1}],
    )
    assert value.total == "$0.50"


def test_table_has_header_cells_for_columns_and_rows():
    block, value = price()
    html = block.render(value)
    assert "<caption>A course of six infusions</caption>" in html
    assert '<th scope="col">Cost</th>' in html
    assert html.count('<th scope="row">') == 4
    assert '<th scope="row">Total for 6 visits</th><td>$3,195</td>' in html
    assert "The ride home." in html


def test_price_without_other_costs_needs_somebody_to_say_so():
    assert "Name every cost" in str(refused(costs=[])["nothing_else"])
    block, value = price(costs=[], nothing_else=True)
    assert block.clean(value).total == "$2,880"
    assert "There are other costs" in str(refused(nothing_else=True)["nothing_else"])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"price_each": None}, "price_each"),
        ({"price_each": "-1"}, "price_each"),
        ({"price_each": "1.005"}, "price_each"),
        ({"visits": 0}, "visits"),
        ({"visits": None}, "visits"),
        ({"title": ""}, "title"),
        ({"not_included": ""}, "not_included"),
        ({"costs": [{"name": "", "amount": "5", "times": 1}]}, "costs"),
        ({"costs": [{"name": "Test", "amount": "-5", "times": 1}]}, "costs"),
        ({"costs": [{"name": "Test", "amount": "5", "times": 0}]}, "costs"),
        ({"costs": [{"name": "Test", "amount": None, "times": 1}]}, "costs"),
    ],
)
def test_price_without_one_of_its_parts_is_refused(fields, name):
    assert set(refused(**fields)) == {name}


def test_unfinished_price_is_kept_as_a_draft_and_shows_no_total():
    block, value = price(price_each=None, costs=[])
    assert block.clean_deferred(value)
    assert value.total == ""
    html = block.render(value)
    assert "Total" not in html
    assert "None" not in html


def test_one_cost_lacking_shows_no_total_that_is_too_low():
    block, value = price(costs=[{"name": "Test", "amount": None, "times": 1}])
    assert value.total == ""
    assert "Total" not in block.render(value)


def test_stored_price_is_plain_json_in_one_writing():
    block, value = price(price_each=Decimal(480))
    stored = json.loads(json.dumps(block.get_prep_value(value)))
    assert stored["price_each"] == "480.00"
    assert stored["costs"][0]["value"]["amount"] == "250.00"
    assert "total" not in stored
    assert block.to_python(stored).total == "$3,195"


@pytest.mark.django_db
def test_readers_text_holds_the_total_and_the_digest_every_amount(client):
    page = make_article(body=[("price", PRICE)])
    text = page.reader_text()
    assert "Infusion: 6 × $480 = $2,880" in text
    assert "Total for 6 visits: $3,195" in text
    assert "Not included: The ride home." in text
    before = page.reader_digest()
    page.body = [("price", {**PRICE, "price_each": Decimal("480.00")})]
    assert page.reader_digest() == before
    page.body = [("price", {**PRICE, "price_each": "481"})]
    assert page.reader_digest() != before
    assert "$3,195" in client.get(page.url).text


@pytest.mark.django_db
def test_free_cost_counts_as_one_and_is_part_of_the_digest():
    free = {**PRICE, "costs": [{"name": "Call", "amount": "0", "times": 1}]}
    page = make_article(body=[("price", free)])
    assert "Call: $0" in page.reader_text()
    before = page.reader_digest()
    page.body = [("price", {**free, "costs": [{**free["costs"][0], "amount": "1"}]})]
    assert page.reader_digest() != before


@pytest.mark.parametrize("typed", ["", "free", "1e40", "Infinity", "-1"])
def test_form_with_no_amount_in_it_is_compared_like_any_other(typed):
    block, value = price()
    field = block.child_blocks["price_each"].field
    sent = block.normalize(dict(value) | {"price_each": typed})

    assert block.get_prep_value(sent) != block.get_prep_value(value)
    with pytest.raises(ValidationError):
        field.clean(typed or None)
