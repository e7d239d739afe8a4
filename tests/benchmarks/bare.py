"""The yardstick: the least that Django can do, one view that returns a string."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

PAGE = "<!doctype html><p>" + "0123456789" * 3_000

settings.configure(
    ALLOWED_HOSTS=["localhost"],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only-for-benchmarks",
)


def bare(request):
    """Answer as fast as can be: with a length, so that nothing goes out in chunks."""
    return HttpResponse(PAGE, headers={"Content-Length": str(len(PAGE))})


urlpatterns = [path("", bare)]
application = get_wsgi_application()
