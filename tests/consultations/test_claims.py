"""What the form and its mail say is public, too: the guard reads it when saved."""

import pytest
from django.core.exceptions import ValidationError

from consultations.models import ConsentWording, IntakeSettings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["heading", "intro", "received_text"])
def test_claim_in_the_intake_settings_is_refused_at_its_field(name):
    settings = IntakeSettings(**{name: "Ask for the cure for depression."})
    with pytest.raises(ValidationError) as refused:
        settings.full_clean()
    assert "cure" in " ".join(refused.value.message_dict[name])


def test_claim_in_a_consent_wording_is_refused():
    with pytest.raises(ValidationError, match="cure"):
        ConsentWording(version=9, text="I agree to be cured; it cures.").clean()


def test_words_that_come_with_the_site_pass():
    IntakeSettings().full_clean()
    for wording in ConsentWording.objects.all():
        wording.clean()
