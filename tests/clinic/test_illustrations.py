import pytest
from django.template.loader import get_template, render_to_string

from articles.models import Topic
from clinic import illustrations
from clinic.models import ServicePage
from clinic_site.demo.articles import TOPICS
from clinic_site.demo.services import SERVICES

WHOLE = "components/illustration.html"


@pytest.mark.parametrize("name", illustrations.ILLUSTRATIONS)
def test_every_drawing_of_the_registry_is_drawn(name):
    assert get_template(illustrations.template_of(name))
    assert "<path" in render_to_string(WHOLE, {"name": name})


@pytest.mark.parametrize("name", ["", "no such drawing", "../../base"])
def test_unknown_drawing_gives_way_to_the_default(name):
    usual = render_to_string(WHOLE, {"name": illustrations.DEFAULT})
    assert render_to_string(WHOLE, {"name": name}) == usual


@pytest.mark.parametrize("model", [ServicePage, Topic])
def test_services_and_topics_choose_from_the_registry(model):
    field = model._meta.get_field("illustration")
    assert dict(field.choices) == illustrations.ILLUSTRATIONS
    assert field.default in illustrations.ILLUSTRATIONS


def test_demo_gives_each_service_and_topic_a_drawing_of_its_own():
    chosen = [entry["illustration"] for entry in [*SERVICES, *TOPICS]]
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(illustrations.ILLUSTRATIONS)
