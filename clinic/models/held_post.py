"""What somebody sent while their desk was locked: it waits for them alone."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from clinic.encryption import EncryptedTextField, lookup_digest

HELD_FOR = timedelta(days=7)
AT_MOST = 20
LONGEST_ADDRESS = 500
NOT_TYPED = ("csrfmiddlewaretoken", "held_post")


class HeldPostQuerySet(models.QuerySet):
    """Questions about what waits to be sent once more."""

    def of(self, user):
        """Return what waits for this person, the newest first."""
        return self.filter(user=user).order_by("-at", "-pk")

    def forget_old(self) -> int:
        """Delete what nobody came back for within a week; return how many."""
        return self.filter(at__lt=timezone.now() - HELD_FOR).delete()[0]


class HeldPost(models.Model):
    """A form that was not carried out; deleted once it was, or thrown away.

    `tried_at` is set while it is being carried out, and stays where nobody knows
    how that ended.
    """

    PHI_FIELDS = frozenset({"body"})
    CLEAR_FIELDS = frozenset({"id", "user", "address", "digest", "at", "tried_at"})

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("who sent it"),
    )
    address = models.CharField(_("where it was sent"), max_length=LONGEST_ADDRESS)
    body = EncryptedTextField(_("what was sent"))
    digest = models.CharField(_("keyed digest of all of it"), max_length=64)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    tried_at = models.DateTimeField(_("being sent since"), null=True, blank=True)

    objects = HeldPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("held form")
        verbose_name_plural = _("held forms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="held_once")
        ]

    def __str__(self):
        return f"{self.address} {self.pk}"

    @classmethod
    @sensitive_variables()
    def hold(cls, user, address: str, sent: QueryDict) -> "HeldPost | None":
        """Keep a form, once however often it was sent.

        Return None where it is not kept: too many wait already.
        """
        typed = sent.copy()
        for name in NOT_TYPED:
            typed.pop(name, None)
        body = typed.urlencode()
        digest = lookup_digest("held_post", f"{address}\n{body}")
        known = cls.objects.filter(user=user, digest=digest).first()
        if known is None and cls.objects.filter(user=user).count() >= AT_MOST:
            return None
        return (
            known
            or cls.objects.get_or_create(
                user=user, digest=digest, defaults={"address": address, "body": body}
            )[0]
        )

    @sensitive_variables()
    def fields(self) -> list[tuple[str, str]]:
        """Return the names and values of the form, in the order they were sent in."""
        sent = QueryDict(self.body)
        return [(name, value) for name, values in sent.lists() for value in values]

    @sensitive_variables()
    def words(self) -> list[str]:
        """Return what somebody typed in it, for them to know it again."""
        return [value for _name, value in self.fields() if len(value.split()) > 1]

    def claim(self) -> bool:
        """Begin to carry it out; False where somebody else has begun meanwhile."""
        mine = type(self).objects.filter(pk=self.pk, tried_at=self.tried_at)
        return bool(mine.update(tried_at=timezone.now()))

    def give_back(self) -> None:
        """Let it wait on: carrying it out was refused."""
        type(self).objects.filter(pk=self.pk).update(tried_at=None)
