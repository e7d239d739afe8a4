"""The style guide: nothing is missing, every state renders, only staff see it."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.template import engines
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.text import slugify

from clinic_site.styleguide import tokens
from clinic_site.styleguide.rooms import ROOMS
from clinic_site.styleguide.sample import CSS, TEMPLATES, WHOLE, classes_of
from tests.site.staff import make_person

pytestmark = pytest.mark.django_db

DESK = "admin/consultations/consultationrequest"
SAMPLES = [(room, sample) for room in ROOMS.values() for sample in room.samples]
STATES = [
    pytest.param(room, sample, label, id=f"{sample.template}: {label}")
    for room, sample in SAMPLES
    for label in sample.states
]
MOST_QUERIES = 12


def to_show() -> set[str]:
    """Return every template that is a component or a part of one."""
    found = set()
    for folder in ("components", "layout", "blocks", DESK):
        found |= {
            path.relative_to(TEMPLATES).as_posix()
            for path in (TEMPLATES / folder).rglob("*.html")
        }
    # A page of the desk stands on the desk's frame; a part of one does not.
    return {path for path in found if not is_page(path)}


def is_page(path: str) -> bool:
    text = (TEMPLATES / path).read_text("utf-8")
    return path.startswith(DESK) and "{% extends" in text


def test_every_component_has_a_sample():
    shown = {path for _room, s in SAMPLES for path in (s.template, *s.also)}
    shown |= {
        f.removeprefix("templates/")
        for _room, sample in SAMPLES
        if sample.place == WHOLE
        for f in sample.files[:2]
    }

    missing = to_show() - shown

    assert not missing, (
        "Show these in the style guide: add a Sample to the room where each belongs, "
        f"in clinic_site/styleguide/rooms/.\n{chr(10).join(sorted(missing))}"
    )


def test_every_sheet_of_a_component_is_seen_in_some_state(rf):
    seen = set()
    for _room, sample in SAMPLES:
        for label in sample.states:
            for written in re.findall(
                r'class="([^"]*)"', sample.render(label, rf.get("/"))
            ):
                seen |= set(written.split())
    unseen = {
        sheet.stem
        for sheet in (CSS / "site" / "components").glob("*.css")
        if not classes_of(sheet) & seen
    }

    assert not unseen, "Show these in clinic_site/styleguide/rooms/pieces.py."


def test_every_sample_shows_a_template_that_is_there():
    gone = {s.template for _room, s in SAMPLES if not (TEMPLATES / s.template).exists()}

    assert not gone


def test_samples_of_a_room_have_addresses_of_their_own():
    for room in ROOMS.values():
        names = [sample.name for sample in room.samples]
        assert sorted(set(names)) == sorted(names)


def leads_nowhere(variable: Variable, context) -> bool:
    """Say whether a name is unknown; what is known to be empty has no parts."""
    for length in range(1, len(variable.lookups) + 1):
        part = Variable(".".join(variable.lookups[:length]))
        try:
            if part.resolve(context) in (None, ""):
                return False
        except VariableDoesNotExist:
            # The first of a list that is empty is nothing, not a mistake.
            return not variable.lookups[length - 1].isdigit()
    return False


@pytest.fixture
def undefined(monkeypatch):
    """Collect variables that a template of ours writes and nobody gave it."""
    found = []
    resolve = FilterExpression.resolve

    def watched(self, context, ignore_failures=False):
        has_default = any(each[0].__name__ == "default" for each in self.filters)
        origin = Path(context.render_context.template.origin.name)
        ours = self.is_var and self.var.lookups and origin.is_relative_to(TEMPLATES)
        asked = ours and not (ignore_failures or has_default)
        if asked and leads_nowhere(self.var, context):
            found.append(f"{origin.relative_to(TEMPLATES)}: {self.token}")
        return resolve(self, context, ignore_failures)

    monkeypatch.setattr(FilterExpression, "resolve", watched)
    return found


@pytest.mark.parametrize(("room", "sample", "label"), STATES)
def test_state_renders_and_leaves_no_variable_undefined(
    room, sample, label, undefined, rf
):
    markup = sample.render(label, rf.get("/styleguide/"))

    assert not undefined
    assert "{{" not in markup
    assert "None" not in re.sub(r"<[^>]*>", "", markup)


def test_undefined_variable_is_noticed(undefined):
    template = engines["django"].from_string("{{ nobody }}{{ none|default:'' }}")
    template.template.origin.name = str(TEMPLATES / "x.html")
    template.render()

    assert undefined == ["x.html: nobody"]


@pytest.fixture
def coordinator(client):
    person = make_person("coordinator")
    client.force_login(person)
    return person


def addresses() -> list[str]:
    """Return every page of the style guide."""
    rooms = [reverse("styleguide_room", args=[slug]) for slug in ROOMS]
    states = [
        reverse("styleguide_sample", args=[room.slug, sample.name, slugify(label)])
        for room, sample in SAMPLES
        for label in sample.states
    ]
    return [reverse("styleguide"), *rooms, *states]


def test_every_page_of_it_opens_on_an_empty_database_in_few_queries(
    client, coordinator
):
    costly = []
    for address in addresses():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200, address
        if len(queries) > MOST_QUERIES:
            costly.append(f"{address}: {len(queries)} queries")

    assert not costly


@pytest.mark.parametrize(
    "address",
    ["/styleguide/no-room/", "/styleguide/cards/x/y/", "/styleguide/cards/card/x/"],
)
def test_address_of_nothing_is_not_found(client, coordinator, address):
    assert client.get(address).status_code == 404


def test_visitor_is_asked_to_sign_in(client):
    response = client.get("/styleguide/cards/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/styleguide/cards/"


@pytest.mark.parametrize(
    "role", ["editor", "reviewer", "coordinator", "clinician", "manager"]
)
def test_member_of_staff_gets_in(client, role):
    client.force_login(make_person(role))

    assert client.get("/styleguide/").status_code == 200


def test_account_without_any_right_is_refused(client):
    client.force_login(make_person("nobody"))

    for address in addresses()[:7]:
        assert client.get(address).status_code == 403


def test_it_asks_for_the_second_step(client, settings, coordinator):
    settings.SECOND_STEP_REQUIRED = True

    assert client.get("/styleguide/").status_code == 302


def test_only_the_style_guide_may_show_its_samples_and_nobody_keeps_them(
    client, coordinator
):
    for address in ("/styleguide/", "/styleguide/cards/card/words-alone/"):
        response = client.get(address)

        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert "frame-src 'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "no-store" in response["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in response.text


def test_palette_says_of_every_color_what_it_is_for():
    named = [name for uses in tokens.PALETTE.values() for name in uses]

    assert sorted(named) == sorted(tokens.colors())


@pytest.mark.parametrize(
    "pair", tokens.contrasts(), ids=lambda pair: f"{pair.text} on {pair.ground}"
)
def test_contrast_is_enough_by_day_and_by_night(pair):
    assert min(pair.light, pair.dark) >= pair.needed


def test_contrast_is_that_of_wcag():
    assert tokens.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_sizes_are_computed_for_a_phone_and_a_wide_window():
    sizes = {step.name: step for step in tokens.steps()}

    assert list(sizes)[:6] == ["s-1", "s0", "s1", "s2", "s3", "s4"]
    assert sizes["s4"].narrow == 40
    assert sizes["s4"].wide == 72
