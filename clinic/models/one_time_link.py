import base64
import hmac
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.encryption import lookup_digests

VALID_FOR = timedelta(days=3)
_SELECTOR_BYTES, _PROOF_BYTES = 12, 18
_TOKEN = re.compile(r"([A-Za-z0-9_-]{16})([A-Za-z0-9_-]{24})")


def fresh_selector() -> str:
    """Return sixteen random characters."""
    return secrets.token_urlsafe(_SELECTOR_BYTES)


class OneTimeLinkQuerySet(models.QuerySet):
    def standing(self, now):
        """Links that were neither used nor withdrawn nor ran out."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)

    def of_token(self, token: str) -> "OneTimeLink | None":
        """Return the link that a token opens now; None for every other token."""
        parts = _TOKEN.fullmatch(token)
        standing = self.standing(timezone.now()).select_related("user")
        found = standing.filter(selector=parts[1]).first() if parts else None
        if found is None or not found.proves(parts[2]) or not found.user.may_use_link:
            return None
        return found


class OneTimeLink(models.Model):
    """A link by which one person sets a password, once, within three days.

    Its token is a random selector and a proof: a digest keyed with a lookup key. The
    row holds the selector alone, so nobody who reads the database can write the link,
    and the mail can be built again at each attempt.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="one_time_links",
        verbose_name=_("for whom"),
    )
    selector = models.CharField(max_length=16, unique=True, default=fresh_selector)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        ordering = ["pk"]

    def __str__(self):
        return f"link {self.pk}"

    @classmethod
    def make(cls, user, *, by) -> "OneTimeLink":
        """Make a link for a person; the ones before it open nothing any more."""
        now = timezone.now()
        cls.objects.filter(user=user).standing(now).update(withdrawn_at=now)
        return cls.objects.create(
            user=user, made_by=by, made_at=now, expires_at=now + VALID_FOR
        )

    @property
    def address(self) -> str:
        """Return the full address to hand to the person, and to nobody else."""
        token = self.selector + self._proofs()[0]
        return settings.SITE_URL + reverse("staff_join", args=[token])

    def proves(self, proof: str) -> bool:
        """Say whether a proof was made for this link; near misses take as long."""
        given = proof.encode()
        matches = [hmac.compare_digest(given, own.encode()) for own in self._proofs()]
        return any(matches)

    def _proofs(self) -> list[str]:
        """Return the proof under each lookup key, the current one first."""
        digests = lookup_digests("one_time_link", f"{self.user_id}\0{self.selector}")
        cut = [bytes.fromhex(digest)[:_PROOF_BYTES] for digest in digests]
        return [base64.urlsafe_b64encode(proof).decode() for proof in cut]
