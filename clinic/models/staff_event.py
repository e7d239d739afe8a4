from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.models.append_only import AppendOnlyQuerySet, WrittenOnce


class StaffEventKind(models.TextChoices):
    """What happened to somebody's access."""

    INVITED = "invited", _("Invited")
    INVITED_AGAIN = "invited_again", _("Invited again; the link before is void")
    WITHDRAWN = "withdrawn", _("Invitation withdrawn")
    JOINED = "joined", _("Set a password and joined")
    ROLES = "roles", _("Roles changed")
    RENAMED = "renamed", _("Name changed")
    READDRESSED = "readdressed", _("E-mail address changed")
    PASSWORD_LINK = "password_link", _("Sent a link for a new password")
    PASSWORD_SET = "password_set", _("Set a new password by the link")
    SECOND_STEP_RESET = "second_step", _("Second step reset, all sessions ended")
    ENDED = "ended", _("Access ended, all sessions ended")
    LET_BACK = "let_back", _("Let back in")
    BREAK_GLASS_MADE = "glass_made", _("Emergency account made")
    BREAK_GLASS_USED = "glass_used", _("Emergency account used to sign in")
    BREAK_GLASS_SEEN = "glass_seen", _("Use of the emergency account taken note of")


class StaffEventQuerySet(AppendOnlyQuerySet):
    def unseen_by(self, person):
        """Uses of the emergency account that a person has not taken note of yet."""
        used = self.filter(kind=StaffEventKind.BREAK_GLASS_USED)
        seen = StaffEvent.objects.filter(
            kind=StaffEventKind.BREAK_GLASS_SEEN,
            actor=person,
            subject=models.OuterRef("subject"),
            pk__gt=models.OuterRef("pk"),
        )
        return used.exclude(models.Exists(seen))


class StaffEvent(WrittenOnce):
    """One thing that happened to somebody's access: who did it, to whom, when."""

    NEVER_CHANGED = "What happened to an account is never changed."
    NEVER_DELETED = "What happened to an account is never deleted."

    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=20, choices=StaffEventKind.choices)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="staff_events",
        verbose_name=_("to whom"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Nobody: a command on the server."),
    )
    details = models.JSONField(
        _("details"), default=dict, help_text=_("Names, addresses and counts.")
    )

    objects = StaffEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff event")
        verbose_name_plural = _("staff events")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "subject"], name="staff_event_kind_subject")
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def actor_name(self) -> str:
        """Return who did it, in words."""
        return str(self.actor) if self.actor_id else str(_("A command on the server"))

    @property
    def summary(self) -> str:
        """Return what happened, in words."""
        parts = [str(self.get_kind_display())]
        for key, words in (("given", _("given")), ("taken", _("taken"))):
            if roles := self.details.get(key):
                parts.append(f"{words}: {', '.join(roles)}")
        if after := self.details.get("after"):
            change = {"before": self.details.get("before") or "–", "after": after}
            parts.append(_("from %(before)s to %(after)s") % change)
        if count := self.details.get("handed_over"):
            parts.append(_("open requests handed over: %d") % count)
        return "; ".join(parts)
