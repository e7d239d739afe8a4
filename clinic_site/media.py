"""Hands out uploaded pictures where no web server does: demo sites, and buckets."""

import mimetypes
from errno import ENAMETOOLONG

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# May be for some people only; Wagtail asks who it is, under /documents/.
DOCUMENTS = "documents/"
AGE = 60 * 60 * 24
# Bytes of the longest name that a bucket can hold.
LONGEST_NAME = 1024


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return an uploaded picture; `SecurityHeadersMiddleware` limits what it may do.

    A name that nothing can hold is not there.
    """
    if path.startswith(DOCUMENTS):
        raise Http404
    if settings.MEDIA_S3_BUCKET:
        return _from_bucket(path)
    try:
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:
        if error.errno == ENAMETOOLONG:
            raise Http404 from error
        raise


def _from_bucket(path: str) -> HttpResponseBase:
    if not path or len(path.encode()) > LONGEST_NAME:
        raise Http404
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, SuspiciousFileOperation):
        raise Http404 from None
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    answer = FileResponse(file, content_type=kind)
    answer["Cache-Control"] = f"max-age={AGE}, public"
    return answer
