"""The form that an export or a document is uploaded with."""

import zipfile

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.generic import FormView

from articles.imports import uploads
from articles.imports.screens.access import IMPORT, ImportScreen
from articles.models import ImportRun

TRIAL, REAL = "trial", "real"
WORDPRESS_ENDING, ZIP_ENDING = ".xml", ".zip"
# An export names itself within its first lines.
HEAD = 65_536


class UploadForm(forms.Form):
    """A file, the pictures it needs, and whether it is tried first."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            (TRIAL, gettext_lazy("Trial run: reads everything and writes nothing")),
            (REAL, gettext_lazy("Import now, as drafts")),
        ],
        initial=TRIAL,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "The trial run ends with the same report. If you like it, one press "
            "imports for real; you need not upload again."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Export or document"),
        max_length=uploads.LONGEST_NAME,
        help_text=gettext_lazy(
            "The .xml file that WordPress makes under Tools, Export, All content (at "
            "most 1 GB), or one Word document (.docx, at most 50 MB)."
        ),
        widget=forms.FileInput(
            attrs={
                "accept": ".xml,.docx",
                "data-limit": uploads.LIMITS[uploads.FILE],
                "data-word-limit": uploads.WORD_LIMIT,
            }
        ),
    )
    media = forms.FileField(
        label=gettext_lazy("Pictures"),
        required=False,
        max_length=uploads.LONGEST_NAME,
        help_text=gettext_lazy(
            "Only for WordPress: the folder wp-content/uploads as one .zip (at most "
            "4 GB). Without it the texts come in and each missing picture is listed."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".zip", "data-limit": uploads.LIMITS[uploads.MEDIA]}
        ),
    )

    def clean_file(self):
        """Refuse what is neither of the two, judged by name and first bytes."""
        file = self.cleaned_data["file"]
        name = file.name.lower()
        if name.endswith(uploads.WORD):
            if not is_document(file.path()):
                raise ValidationError(
                    _(
                        "This is no Word document that can be read. Open it in Word, "
                        "save it as .docx and upload that."
                    )
                )
        elif not name.endswith(WORDPRESS_ENDING):
            raise ValidationError(
                _(
                    "Upload the .xml file of a WordPress export or a .docx document. "
                    "Word saves an older .doc as .docx."
                )
            )
        elif not is_export(file.path()):
            raise ValidationError(
                _(
                    "This .xml file is no WordPress export. Make one in WordPress "
                    "under Tools, Export, All content."
                )
            )
        return file

    def clean_media(self):
        """Refuse pictures that are not in a zip."""
        media = self.cleaned_data["media"]
        if media and not zipfile.is_zipfile(media.path()):
            raise ValidationError(
                _("This is no .zip that can be opened. Pack the folder once more.")
            )
        return media

    def clean(self):
        """Refuse pictures beside a document, which brings its own."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and cleaned.get("media") and kind_of(file) == ImportRun.Kind.WORD:
            self.add_error(
                "media",
                _("A Word document brings its own pictures. Leave this empty."),
            )
        return cleaned


def kind_of(file) -> str:
    """Return what kind of import a file is."""
    word = file.name.lower().endswith(uploads.WORD)
    return ImportRun.Kind.WORD if word else ImportRun.Kind.WORDPRESS


def is_export(path) -> bool:
    """Say whether a file names itself an export of WordPress, in whatever charset."""
    with path.open("rb") as file:
        head = file.read(HEAD).replace(b"\0", b"")
    return b"<rss" in head and b"wordpress.org/export/" in head


def is_document(path) -> bool:
    """Say whether a file is a zip with a Word document's text in it."""
    try:
        with zipfile.ZipFile(path) as parts:
            return "word/document.xml" in parts.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


class UploadView(ImportScreen, FormView):
    """Takes the file; its address is exempt from the usual look for forgeries.

    That look would read the form, and keep what is in it, before anybody asked who
    sends it. Here it comes after the permission and with our own keeper of files.
    """

    permission = IMPORT
    template_name = "articles/imports/upload.html"
    page_title = gettext_lazy("Import a text or a site")
    form_class = UploadForm

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Upload")}]

    def post(self, request, *args, **kwargs):
        self.keeper = uploads.ImportUploadHandler(request)
        request.upload_handlers = [self.keeper]
        try:
            return self._take(request, *args, **kwargs)
        finally:
            self.keeper.discard()

    @method_decorator(csrf_protect)
    def _take(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if form.is_bound and self.keeper.refusal:
            form.add_error(None, self.keeper.refusal)
            # That it is missing would be said, too, and is not what was wrong.
            form.errors.pop("file", None)
        return form

    @transaction.atomic
    def form_valid(self, form):
        """Keep the files and let the worker know."""
        file, media = form.cleaned_data["file"], form.cleaned_data["media"]
        run = ImportRun.objects.create(
            kind=kind_of(file),
            name=file.name,
            digest=file.digest,
            file=file.keep(),
            media_file=media.keep() if media else "",
            dry_run=form.cleaned_data["how"] == TRIAL,
        )
        run.start(by=self.request.user)
        messages.success(self.request, _("The file is here. You may leave this page."))
        if self.request.headers.get("Accept") == "application/json":
            # Its script shows how much has gone, and then leads on by itself.
            return JsonResponse({"to": reverse("article_imports:run", args=[run.pk])})
        return redirect("article_imports:run", run.pk)
