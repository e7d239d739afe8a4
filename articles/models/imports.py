from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log


class NotNow(Exception):
    """An import cannot do that in the state it is in; the text says so, for people."""


class ImportRunQuerySet(models.QuerySet):
    def left(self):
        """Keep the runs that the worker has to take up: uploads, the oldest first.

        What a command was given has no file here, and is the command's own.
        """
        silent = timezone.now() - ImportRun.SILENT_AFTER
        state = ImportRun.State
        at_rest = models.Q(alive_at=None) | models.Q(alive_at__lt=silent)
        return (
            self.filter(
                models.Q(state=state.WAITING)
                | models.Q(state=state.RUNNING) & at_rest
                | models.Q(state=state.UNDOING) & at_rest,
            )
            .filter(~models.Q(file="") | models.Q(state=state.UNDOING))
            .order_by("pk")
        )

    def under_way(self):
        """Keep the runs that somebody is at work on at this moment."""
        alive = timezone.now() - ImportRun.SILENT_AFTER
        working = [ImportRun.State.RUNNING, ImportRun.State.UNDOING]
        return self.filter(state__in=working, alive_at__gte=alive)


class ImportRun(models.Model):
    """One import of an export or a document: how far it is, and what it came to.

    What became of each thing in the file stands in its items, so that a run that was
    cut short goes on where it stopped, and can be proved and undone afterwards.
    """

    class Kind(models.TextChoices):
        WORDPRESS = "wordpress", _("WordPress export")
        WORD = "word", _("Word document")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    # Nobody is at work on a run that gave no sign of life for so long.
    SILENT_AFTER = timedelta(minutes=1)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    name = models.CharField(_("file"), max_length=255)
    # SHA-256 of the file's bytes.
    digest = models.CharField(_("digest of the file"), max_length=64)
    # Where an upload lies until it was read, below the folder for imports; empty for
    # a file that a command was given, which stays where it is.
    file = models.CharField(max_length=255, blank=True)
    media_file = models.CharField(max_length=255, blank=True)
    dry_run = models.BooleanField(_("trial run"), default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True)
    # Written while it runs: a run that nobody works on any more is taken up again.
    alive_at = models.DateTimeField(null=True)
    # How often it was taken up since it last got on: what kills its worker each time
    # is not tried for ever.
    attempts = models.PositiveSmallIntegerField(default=0)
    # Somebody wants it to end early; what came in until then stays.
    stop_asked_at = models.DateTimeField(null=True)
    # The trial run that this one carries out for real.
    trial = models.ForeignKey(
        "self",
        verbose_name=_("trial run"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="for_real",
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    total_items = models.PositiveIntegerField(_("items in the file"), null=True)
    done_items = models.PositiveIntegerField(_("items done"), default=0)
    error = models.TextField(_("why it failed"), blank=True)
    # The old site's title and address, counts of what was left out, and the like.
    summary = models.JSONField(default=dict)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("add", "view")

    def __str__(self):
        return self.name

    @property
    def is_open(self) -> bool:
        """Say whether the worker has still something to do for it."""
        return self.state in OPEN

    @property
    def percent(self) -> int | None:
        """Return how far it is, None while nobody knows how much there is."""
        if not self.total_items:
            return None
        return min(100, 100 * self.done_items // self.total_items)

    @property
    def may_be_undone(self) -> bool:
        """Say whether it wrote something that an undo could take back."""
        ended = (self.State.DONE, self.State.FAILED, self.State.STOPPED)
        wrote = not self.dry_run and self.state in ended
        return wrote and self.items.exists()

    @property
    def may_go_on(self) -> bool:
        """Say whether it ended early and its file is still here."""
        early = (self.State.FAILED, self.State.STOPPED)
        return self.state in early and bool(self.file)

    @property
    def may_be_for_real(self) -> bool:
        """Say whether this is a trial that one press can carry out."""
        return self.dry_run and self.state == self.State.DONE and bool(self.file)

    @transaction.atomic
    def ask_to_stop(self, *, by) -> None:
        """End it after the item in hand; one that has not begun never does.

        Raises NotNow where it has ended already.
        """
        now = timezone.now()
        state = self.State
        waiting = self._change([state.WAITING], state=state.STOPPED, finished_at=now)
        if not waiting and not self._change([state.RUNNING], stop_asked_at=now):
            raise NotNow(_("It has ended already."))
        log(self, "articles.import_stop", user=by)

    @transaction.atomic
    def try_again(self, *, by) -> None:
        """Let the worker go on where it ended early; raises NotNow where it cannot."""
        early = [self.State.FAILED, self.State.STOPPED]
        fresh = {"error": "", "attempts": 0, "alive_at": None, "finished_at": None}
        fresh["stop_asked_at"] = None
        if not self.may_go_on or not self._change(
            early, state=self.State.WAITING, **fresh
        ):
            raise NotNow(_("Its file is gone, or it goes on already."))
        log(self, "articles.import_again", user=by)

    @transaction.atomic
    def import_for_real(self, *, by) -> "ImportRun":
        """Make the run that carries this trial out, with the file that it read.

        Raises NotNow where the file is gone or somebody else was quicker.
        """
        held = {"file": self.file, "media_file": self.media_file}
        taken = self.may_be_for_real and (
            type(self)
            .objects.filter(pk=self.pk, state=self.State.DONE, **held)
            .update(file="", media_file="")
        )
        if not taken:
            raise NotNow(_("Its file is gone, or it is being imported already."))
        self.file = self.media_file = ""
        run = type(self).objects.create(
            kind=self.kind, name=self.name, digest=self.digest, trial=self, **held
        )
        run.start(by=by)
        return run

    def start(self, *, by) -> None:
        """Note who wants it, in the row and in the log."""
        self.started_by = by
        self.save(update_fields=["started_by"])
        data = {"trial": self.dry_run}
        log(self, "articles.import", user=by, data=data)

    @transaction.atomic
    def ask_to_undo(self, *, by) -> None:
        """Let the worker take back what came in; raises NotNow where it cannot."""
        ended = [self.State.DONE, self.State.FAILED, self.State.STOPPED]
        asked = {"undone_by": by, "alive_at": None, "attempts": 0, "error": ""}
        if self.dry_run or not self._change(ended, state=self.State.UNDOING, **asked):
            raise NotNow(_("There is nothing to undo at this moment."))
        log(self, "articles.import_undo", user=by)

    def _change(self, states, **fields) -> int:
        """Write fields if the run is still in one of these states."""
        changed = type(self).objects.filter(pk=self.pk, state__in=states)
        done = changed.update(**fields)
        if done:
            for name, value in fields.items():
                setattr(self, name, value)
        return done


OPEN = (ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.UNDOING)


class ImportedItemQuerySet(models.QuerySet):
    def standing(self):
        """Keep what is really here: no trial, and nothing that an undo took away.

        Whoever imports again asks these what was written before, and no others.
        """
        return self.filter(run__dry_run=False).exclude(
            undone__in=[ImportedItem.Undone.REMOVED, ImportedItem.Undone.PUT_BACK]
        )


class ImportedItem(models.Model):
    """What became of one thing in an import: a post, a picture, a category ..."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("imported as a draft")
        UPDATED = "updated", _("brought up to date")
        UNCHANGED = "unchanged", _("unchanged")
        EDITED_HERE = "edited", _("left alone: it was edited here")
        LEFT_OUT = "left_out", _("left out")
        FAILED = "failed", _("not imported")

    class Undone(models.TextChoices):
        NOTHING = "nothing", _("nothing to undo")
        REMOVED = "removed", _("removed")
        PUT_BACK = "put_back", _("put back as it was before")
        KEPT = "kept", _("kept")

    run = models.ForeignKey(
        ImportRun,
        verbose_name=_("import"),
        on_delete=models.CASCADE,
        related_name="items",
    )
    # Names the thing in every export of the same site: “post 12”, “attachment 5”.
    source = models.CharField(_("in the file"), max_length=255)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=255, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome)
    published = models.BooleanField(_("published"), default=False)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture = models.ForeignKey(
        "clinic.ClinicImage",
        verbose_name=_("picture"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topic = models.ForeignKey(
        "articles.Topic",
        verbose_name=_("topic"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Where it stood before; each of these leads to the page.
    old_urls = models.JSONField(default=list)
    # Keys of the redirects that the run made for it.
    redirects = models.JSONField(default=list)
    # SHA-256 of what the file says of it, and of what was written here: a rerun tells
    # by them what changed there, and what somebody edited here.
    source_digest = models.CharField(max_length=64, blank=True)
    written_digest = models.CharField(max_length=64, blank=True)
    # The revision before a run brought it up to date, to go back to.
    revision_before = models.PositiveBigIntegerField(null=True)
    words_in = models.PositiveIntegerField(_("words in"), default=0)
    words_out = models.PositiveIntegerField(_("words out"), default=0)
    # Differences between words, pictures, links and what had no place here.
    proof = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    finished_at = models.DateTimeField(_("finished at"), default=timezone.now)
    # Empty until the import is undone.
    undone = models.CharField(
        _("undone"), max_length=10, choices=Undone, blank=True, default=""
    )
    undone_why = models.CharField(_("why it was kept"), max_length=400, blank=True)

    # Kinds that come in for use: texts and people alone wait as drafts.
    NO_DRAFTS = frozenset({"category", "tag", "picture", "attachment"})

    objects = ImportedItemQuerySet.as_manager()
    # It remembers pages and pictures, and shows them to nobody.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["run", "source"], name="articles_item_once_a_run"
            )
        ]
        indexes = [
            # The newest word on a thing, whichever run it was.
            models.Index(fields=["source", "-id"], name="articles_item_newest"),
            # The picture that was made of the same bytes before.
            models.Index(fields=["written_digest"], name="articles_item_written"),
        ]

    def __str__(self):
        return self.title or self.source

    @classmethod
    def told(cls, outcome: str, kind: str) -> str:
        """Return in words what became of a thing of some kind."""
        if outcome == cls.Outcome.CREATED and kind in cls.NO_DRAFTS:
            return str(_("imported"))
        return str(cls.Outcome(outcome).label)

    @property
    def became(self) -> str:
        """Return in words what became of it."""
        return self.told(self.outcome, self.kind)
