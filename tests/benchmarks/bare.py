"""The yardsticks: the least that Django can do on the same server as the site.

One view returns a string; one keeps what a form says in one row, as safely as the site
does: its database settings are the site's own.
"""

from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpResponse
from django.urls import path

PAGE = "<!doctype html><p>" + "0123456789" * 3_000

application = get_wsgi_application()


class Row(models.Model):
    """What the second yardstick keeps."""

    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=60)
    message = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"

    def __str__(self):
        return self.name


def bare(request):
    """Answer as fast as can be: with a length, so that nothing goes out in chunks."""
    return HttpResponse(PAGE, headers={"Content-Length": str(len(PAGE))})


def insert(request):
    """Keep what a form says in one row, and answer as the form of the site does."""
    sent = {name: request.POST[name] for name in ("name", "phone", "message")}
    Row.objects.create(**sent)
    return HttpResponse(status=302, headers={"Location": "/", "Content-Length": "0"})


urlpatterns = [path("", bare), path("insert/", insert)]
