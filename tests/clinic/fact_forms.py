"""The forms in which facts are kept, as a browser would send them."""

from django.urls import reverse

OLD, NEW = "Ketamine is off-label here.", "Ketamine is off-label, for every use here."


def settings_address(clinic) -> str:
    return reverse("wagtailsettings:edit", args=["clinic", "clinicsettings", clinic.pk])


def typed(clinic, **changed) -> dict:
    names = [
        "clinic_name",
        "legal_name",
        "tagline",
        "description",
        "phone",
        "calling_number",
        "email",
        "off_label_statement",
        "disclaimer",
        "crisis_wording",
        "legal_notice",
    ]
    declared = [f.name for f in clinic._meta.fields if f.choices]
    return {name: getattr(clinic, name) for name in names + declared} | changed


def save(browser, clinic, **changed):
    """Save the clinic's record, having seen what shows it."""
    return browser.post(
        settings_address(clinic), typed(clinic, pages_seen="yes", **changed)
    )


def price_form(**changed) -> dict:
    fields = {
        "name": "Ketamine infusion",
        "amount": "475",
        "unit": "for each infusion",
        "note": "",
    }
    return fields | changed


def decide(browser, change, press="approve", **more):
    data = {"change": change.pk, "version": change.version, press: "yes"} | more
    return browser.post(reverse("facts"), data, follow=True)
