"""What may be done to somebody's access, by whom, and the methods that do it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from clinic import staff_notices
from clinic.models.one_time_link import OneTimeLink
from clinic.models.staff_event import StaffEvent, StaffEventKind
from clinic.roles import CLINIC_MANAGERS, DESK_ROLES, ROLES

MANAGES_STAFF = "clinic.manage_staff"

# As allauth calls an authenticator app, and passkeys and security keys.
STRONG_TYPES = ("totp", "webauthn")


class StaffRefused(Exception):
    """Something that may not be done to this access; its text says why."""


class StaffStatus(models.TextChoices):
    """How somebody stands with the clinic."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    LAPSED = "lapsed", _("Invitation ran out")
    WITHDRAWN = "withdrawn", _("Invitation withdrawn")
    ENDED = "ended", _("Access ended")


_NOT_JOINED = {StaffStatus.INVITED, StaffStatus.LAPSED, StaffStatus.WITHDRAWN}
# step -> the standings in which it makes sense
STEPS = {
    "roles": {StaffStatus.ACTIVE, StaffStatus.INVITED, StaffStatus.LAPSED},
    "contact": {StaffStatus.ACTIVE, *_NOT_JOINED},
    "invite_again": _NOT_JOINED,
    "withdraw": {StaffStatus.INVITED, StaffStatus.LAPSED},
    "password_link": {StaffStatus.ACTIVE},
    "reset_second_step": {StaffStatus.ACTIVE},
    "end": {StaffStatus.ACTIVE},
    "let_back": {StaffStatus.ENDED},
}


class Membership(models.Model):
    """Methods that change somebody's access, each taking `by=` and recorded.

    `by` is who does it, or None for a command on the server. Whoever may not gets
    StaffRefused, and nothing is changed.
    """

    class Meta:
        abstract = True

    @property
    def status(self) -> StaffStatus:
        """Return how the person stands; asks for their links where nobody has."""
        if self.is_active:
            return StaffStatus.ACTIVE
        if self.has_usable_password():
            return StaffStatus.ENDED
        links = list(self.one_time_links.all())
        if not links or links[-1].withdrawn_at:
            return StaffStatus.WITHDRAWN
        ran_out = links[-1].expires_at <= timezone.now()
        return StaffStatus.LAPSED if ran_out else StaffStatus.INVITED

    @property
    def role_names(self) -> list[str]:
        """Return the roles a person holds, in the order of the house."""
        held = {group.name for group in self.groups.all()}
        known = [role for role in ROLES if role in held]
        return known + sorted(held.difference(ROLES))

    @property
    def has_second_step(self) -> bool:
        """Say whether the person has an authenticator app or a passkey."""
        return self.authenticator_set.filter(type__in=STRONG_TYPES).exists()

    @property
    def may_use_link(self) -> bool:
        """Say whether a one-time link opens anything for the person."""
        if self.is_break_glass:
            return False
        return self.is_active or not self.has_usable_password()

    def why_not(self, step: str, by) -> str:
        """Return why somebody may not take a step on this person; "" if they may."""
        if self.status not in STEPS[step]:
            return str(_("This does not fit how the person stands now."))
        if by is None:
            return ""
        if not by.is_active or not by.has_perm(MANAGES_STAFF):
            return str(_("Only clinic managers may do this."))
        if self.pk == by.pk:
            return str(_("Nobody changes their own access: ask another manager."))
        if self.is_superuser and not by.is_superuser:
            return str(_("Only a superuser may change a superuser."))
        if self.is_break_glass and step != "end":
            return str(_("The emergency account is made anew on the server."))
        return ""

    @classmethod
    def managers(cls):
        """Return the managers who can sign in here."""
        found = cls.objects.filter(is_active=True, groups__name=CLINIC_MANAGERS)
        return found if settings.DEMO else found.filter(is_demo=False)

    @classmethod
    def with_address(cls, email: str):
        """Return whoever signs in with this address; letters' case makes no other."""
        taken = models.Q(email__iexact=email) | models.Q(username__iexact=email)
        return cls.objects.filter(taken)

    @classmethod
    @transaction.atomic
    def invite(cls, *, name: tuple[str, str], email: str, roles, by) -> OneTimeLink:
        """Make somebody's account and a link for it, and mail it where `by` is staff.

        `name` is first and last name. The address must be nobody's yet.
        """
        if by is not None and not by.has_perm(MANAGES_STAFF):
            raise StaffRefused(_("Only clinic managers may do this."))
        first, last = name
        person = cls(
            username=cls._free_username(f"{first} {last}"),
            first_name=first,
            last_name=last,
            email=email,
            is_active=False,
        )
        person.set_unusable_password()
        person.save()
        given, _taken = person._put_roles(roles)
        link = OneTimeLink.make(person, by=by)
        event = person._record(StaffEventKind.INVITED, by, given=given)
        if by is not None:
            staff_notices.send_link(link)
        if CLINIC_MANAGERS in given:
            staff_notices.tell_managers(event)
        return link

    def invite_again(self, *, by) -> OneTimeLink:
        """Send a new invitation; the one before it is void."""
        with self._acting("invite_again", by):
            return self._linked(StaffEventKind.INVITED_AGAIN, by)

    def password_link(self, *, by) -> OneTimeLink:
        """Send a link for a new password; the password now holds until it is used."""
        with self._acting("password_link", by):
            return self._linked(StaffEventKind.PASSWORD_LINK, by)

    def withdraw(self, *, by) -> None:
        """Take an invitation back: its link opens nothing any more."""
        with self._acting("withdraw", by):
            self._void_links(even_run_out=True)
            self._record(StaffEventKind.WITHDRAWN, by)

    @transaction.atomic
    def set_password_by_link(self, link: OneTimeLink, password: str) -> bool:
        """Use a link up and set the password; False where another press was first."""
        now = timezone.now()
        # Whoever ends an access at this moment waits for us, or we for them.
        fresh = type(self).objects.select_for_update().get(pk=self.pk)
        standing = OneTimeLink.objects.filter(pk=link.pk).standing(now)
        if not fresh.may_use_link or not standing.update(used_at=now):
            return False
        joins = not fresh.is_active
        self.set_password(password)
        self.is_active = True
        self.save(update_fields=["password", "is_active"])
        kind = StaffEventKind.JOINED if joins else StaffEventKind.PASSWORD_SET
        event = self._record(kind, self)
        if not joins:
            staff_notices.tell_subject(event)
        return True

    def set_roles(self, roles, *, by) -> None:
        """Give the person exactly these roles."""
        with self._acting("roles", by):
            given, taken = self._put_roles(roles)
            if not (given or taken):
                return
            if CLINIC_MANAGERS in taken and self.is_active:
                self._keep_one_manager()
            event = self._record(StaffEventKind.ROLES, by, given=given, taken=taken)
            if CLINIC_MANAGERS in (*given, *taken):
                staff_notices.tell_managers(event)

    def set_contact(self, *, name: tuple[str, str], email: str, by) -> None:
        """Change first and last name and the e-mail address.

        The address before is told, and no link that went there opens anything any more;
        an invitation that was open goes to the new one.
        """
        with self._acting("contact", by):
            events = [*self._rename(name, by), *self._readdress(email, by)]
            if CLINIC_MANAGERS in self.role_names:
                for event in events:
                    staff_notices.tell_managers(event)

    def _rename(self, name: tuple[str, str], by) -> Iterator[StaffEvent]:
        before = self.get_full_name()
        self.first_name, self.last_name = name
        if (after := self.get_full_name()) == before:
            return
        self.save(update_fields=["first_name", "last_name"])
        event = self._record(StaffEventKind.RENAMED, by, before=before, after=after)
        staff_notices.tell_subject(event)
        yield event

    def _readdress(self, email: str, by) -> Iterator[StaffEvent]:
        before, is_invited = self.email, self.status == StaffStatus.INVITED
        if email == before:
            return
        if type(self).with_address(email).exclude(pk=self.pk).exists():
            raise StaffRefused(_("Somebody else on the list has this address."))
        self.email = email
        self.save(update_fields=["email"])
        # Whatever the library of signing in remembers of the address before.
        self.emailaddress_set.all().delete()
        event = self._record(StaffEventKind.READDRESSED, by, before=before, after=email)
        staff_notices.tell_address(event, before)
        staff_notices.tell_subject(event)
        if is_invited:
            self._linked(StaffEventKind.INVITED_AGAIN, by)
        else:
            self._void_links()
        yield event

    def reset_second_step(self, *, by) -> None:
        """Remove every second step and recovery code, end all sessions, tell them."""
        with self._acting("reset_second_step", by):
            self.authenticator_set.all().delete()
            self._end_sessions()
            event = self._record(StaffEventKind.SECOND_STEP_RESET, by)
            staff_notices.tell_subject(event)
            if CLINIC_MANAGERS in self.role_names:
                staff_notices.tell_managers(event)

    def end(self, *, by, hand_over: Callable[[], int] = int) -> None:
        """End the person's access and their sessions at once.

        `hand_over` gives what they worked on to somebody else in the same transaction
        and returns how many that were; where it raises, nothing is ended.
        """
        with self._acting("end", by):
            if CLINIC_MANAGERS in self.role_names:
                self._keep_one_manager()
            self.is_active = False
            self.save(update_fields=["is_active"])
            self._void_links()
            self._end_sessions()
            event = self._record(StaffEventKind.ENDED, by, handed_over=hand_over())
            if CLINIC_MANAGERS in self.role_names:
                staff_notices.tell_managers(event)

    def let_back(self, *, by) -> None:
        """Let somebody in again, with their roles, password and second step."""
        with self._acting("let_back", by):
            self.is_active = True
            self.save(update_fields=["is_active"])
            event = self._record(StaffEventKind.LET_BACK, by)
            if CLINIC_MANAGERS in self.role_names:
                staff_notices.tell_managers(event)

    @contextmanager
    def _acting(self, step: str, by):
        """Hold what decides over a step while it is taken, and refuse it if need be.

        The role of managers is locked first: two managers who end each other at the
        same moment wait in line, and the second is none any more.
        """
        people = type(self).objects
        with transaction.atomic():
            list(Group.objects.select_for_update().filter(name=CLINIC_MANAGERS))
            people.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            actor = by and people.get(pk=by.pk)
            if why := self.why_not(step, actor):
                raise StaffRefused(why)
            yield

    def _linked(self, kind: str, by) -> OneTimeLink:
        link = OneTimeLink.make(self, by=by)
        self._record(kind, by)
        if by is not None:
            staff_notices.send_link(link)
        return link

    def _record(self, kind: str, by, **details) -> StaffEvent:
        kept = {name: value for name, value in details.items() if value}
        return StaffEvent.objects.create(
            kind=kind, subject=self, actor=by, details=kept
        )

    def _put_roles(self, roles) -> tuple[list[str], list[str]]:
        """Put the person into these groups; return the roles given and taken."""
        before, after = set(self.role_names), set(roles)
        self.groups.set(Group.objects.filter(name__in=after))
        self.is_staff = self.is_superuser or not after.isdisjoint(DESK_ROLES)
        self.save(update_fields=["is_staff"])
        # A list of roles that was fetched before would hide the change.
        getattr(self, "_prefetched_objects_cache", {}).pop("groups", None)
        return sorted(after - before), sorted(before - after)

    def _keep_one_manager(self) -> None:
        if not type(self).managers().exclude(pk=self.pk).exists():
            raise StaffRefused(
                _("This is the last clinic manager: make another first.")
            )

    def _void_links(self, *, even_run_out: bool = False) -> None:
        now = timezone.now()
        links = OneTimeLink.objects.filter(user=self, used_at=None, withdrawn_at=None)
        if not even_run_out:
            links = links.filter(expires_at__gt=now)
        links.update(withdrawn_at=now)
        getattr(self, "_prefetched_objects_cache", {}).pop("one_time_links", None)

    def _end_sessions(self) -> None:
        self.sign_in_epoch += 1
        self.save(update_fields=["sign_in_epoch"])

    @classmethod
    def _free_username(cls, name: str) -> str:
        """Return a username made of a name that nobody has yet."""
        base = slugify(name).replace("-", ".")[:140] or "staff"
        taken = set(
            cls.objects.filter(username__startswith=base).values_list(
                "username", flat=True
            )
        )
        numbered = (f"{base}{number}" for number in range(2, len(taken) + 3))
        return next(free for free in (base, *numbered) if free not in taken)
