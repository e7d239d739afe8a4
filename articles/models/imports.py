from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
        UNDONE = "undone", _("undone")

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
    finished_at = models.DateTimeField(_("finished at"), null=True)
    total_items = models.PositiveIntegerField(_("items in the file"), null=True)
    done_items = models.PositiveIntegerField(_("items done"), default=0)
    error = models.TextField(_("why it failed"), blank=True)
    # The old site's title and address, counts of what was left out, and the like.
    summary = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("add", "view")

    def __str__(self):
        return self.name


class ImportedItem(models.Model):
    """What became of one thing in an import: a post, a picture, a category ..."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("imported as a draft")
        UPDATED = "updated", _("brought up to date")
        UNCHANGED = "unchanged", _("unchanged")
        EDITED_HERE = "edited", _("left alone: it was edited here")
        LEFT_OUT = "left_out", _("left out")
        FAILED = "failed", _("not imported")

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
