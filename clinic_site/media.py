"""Uploaded pictures, where no web server in front hands them out."""

from errno import ENAMETOOLONG

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a file of `MEDIA_ROOT`; a name that no disk can hold is not there."""
    try:
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:
        if error.errno == ENAMETOOLONG:
            raise Http404 from error
        raise
