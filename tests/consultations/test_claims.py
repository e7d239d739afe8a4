"""What the form and its mail say is public, too: the guard reads it when saved."""

import pytest
from django.core.exceptions import ValidationError

from consultations.models import IntakeSettings, Wording, WordingKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["heading", "intro", "received_text"])
def test_claim_in_the_intake_settings_is_refused_at_its_field(name):
    settings = IntakeSettings(**{name: "Ask for the cure for depression."})
    with pytest.raises(ValidationError) as refused:
        settings.full_clean()
    assert "cure" in " ".join(refused.value.message_dict[name])


@pytest.mark.parametrize("kind", WordingKind.values)
def test_claim_in_a_wording_is_refused_whatever_it_is_for(kind):
    with pytest.raises(ValidationError, match="cure"):
        Wording(kind=kind, text="We open {opening}; it cures depression.").clean()


def test_words_that_come_with_the_site_pass():
    IntakeSettings().full_clean()
    for wording in Wording.objects.all():
        wording.clean()
