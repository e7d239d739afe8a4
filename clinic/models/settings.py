import phonenumbers
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from clinic.claims.checked import ClaimsChecked
from clinic.memory import remembered
from clinic.models.facts import FactForm, VouchedFact
from clinic.notices import Declared
from clinic.phone import display, href


def validate_e164(value: str) -> None:
    """Refuse a phone number that is not valid in international writing."""
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Write the number like +17035550142."))


def declared(name, help_text) -> models.CharField:
    """Return a field in which the clinic says yes, no, or nothing yet."""
    return models.CharField(
        name,
        max_length=7,
        choices=Declared.choices,
        default=Declared.UNKNOWN,
        help_text=help_text,
    )


@register_setting(icon="home")
class ClinicSettings(ClaimsChecked, VouchedFact, BaseGenericSetting):
    """The clinic's own record: one place that header, footer and notices read."""

    clinic_name = models.CharField(
        _("name"),
        max_length=120,
        default="Nova Health Recovery",
        help_text=_("As people call it; at the top and the foot of every page."),
    )
    legal_name = models.CharField(
        _("legal name"),
        max_length=160,
        blank=True,
        help_text=_(
            "In small type at the foot of every page, like “Example Health LLC”."
        ),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        default="Relax the mind, awaken the spirit",
        help_text=_(
            "The home page’s name in a browser, and what stands in for the sentence "
            "below where that is empty."
        ),
    )
    description = models.TextField(
        _("in one sentence"),
        max_length=300,
        blank=True,
        help_text=_("In the footer, in search results and on share cards."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=20,
        default="+17035550142",
        validators=[validate_e164],
        help_text=_("What visitors call, written like +17035550142."),
    )
    calling_number = models.CharField(
        _("number that calls people"),
        max_length=20,
        default="+17035550142",
        validators=[validate_e164],
        help_text=_("What a phone shows when the clinic calls."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    off_label_statement = models.TextField(
        _("off-label statement"),
        default=_(
            "Ketamine is approved by the FDA as an anesthetic. Its use for mental "
            "health conditions or pain is off-label: the FDA has not approved it "
            "for them."
        ),
        help_text=_("Shown on every service and article, once two people agree."),
    )
    disclaimer = models.TextField(
        _("disclaimer"),
        help_text=_("Shown on every service and article, once two people agree."),
        default=_(
            "This page informs and does not replace advice from a clinician who "
            "knows you."
        ),
    )
    crisis_wording = models.CharField(
        _("words before the crisis numbers"),
        max_length=80,
        default=_("Need support now?"),
        help_text=_("The line on top of every page; the numbers themselves are fixed."),
    )
    legal_notice = models.TextField(
        _("legal notice"), blank=True, help_text=_("In small type in the footer.")
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("privacy practices"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked from the foot of every page and from the request form."),
    )
    review_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("how articles are reviewed"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked from the foot of every page."),
    )

    estimate_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("good-faith estimates"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked from the foot of every page and from the request form."),
    )
    covered_by_hipaa = declared(
        _("covered by HIPAA"),
        _("For the clinic’s lawyer to say. Unless “No”, privacy practices are needed."),
    )
    takes_insurance = declared(
        _("takes insurance"),
        _("Unless “Yes”, a page on good-faith estimates is needed."),
    )
    gives_estimates = declared(
        _("owes good-faith estimates"),
        _("Unless “No”, a page on good-faith estimates is needed."),
    )
    is_off_label = declared(
        _("treats off-label"), _("Unless “No”, the off-label statement is needed.")
    )

    base_form_class = FactForm
    vouched_fields = ["off_label_statement", "disclaimer"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("clinic_name"),
                FieldPanel("legal_name"),
                FieldPanel("tagline"),
                FieldPanel("description"),
            ],
            _("Who we are"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("calling_number"),
            ],
            _("How to reach us"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("off_label_statement"),
                FieldPanel("disclaimer"),
                FieldPanel("crisis_wording"),
                FieldPanel("legal_notice"),
                FieldPanel("privacy_page"),
                FieldPanel("estimate_page"),
                FieldPanel("review_page"),
            ],
            _("Notices"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("covered_by_hipaa"),
                FieldPanel("takes_insurance"),
                FieldPanel("gives_estimates"),
                FieldPanel("is_off_label"),
            ],
            _("Legal status"),
            help_text=_(
                "Decides which notices this site must have. A check before going live "
                "fails while one is missing."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("clinic")

    def __str__(self):
        return self.clinic_name

    @classmethod
    def with_notices(cls) -> "ClinicSettings":
        """Return the record with the pages that every footer links."""
        linked = ("privacy_page", "review_page", "estimate_page")
        return cls.objects.select_related(*linked).first() or cls.load()

    @classmethod
    def in_use(cls) -> "ClinicSettings":
        """Return the record as this process keeps it; nobody may change it."""
        return remembered("clinic", cls.with_notices)

    @property
    def phone_display(self) -> str:
        """Return the number as people here write it."""
        return display(self.phone)

    @property
    def phone_href(self) -> str:
        """Return the number as a tel: address."""
        return href(self.phone)

    @property
    def calling_number_display(self) -> str:
        """Return the number a phone shows when the clinic calls."""
        return display(self.calling_number)
