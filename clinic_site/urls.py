"""Addresses of the site; pages of the CMS answer what nothing else does."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from articles.feeds import article_feed
from clinic.share_view import share_picture
from clinic_site import health, metrics
from clinic_site.fetched_ahead import speculation_rules
from clinic_site.glossary import glossary
from clinic_site.headers import SPECULATION_RULES
from clinic_site.made_pages.views import serve_page
from clinic_site.manifest import manifest
from clinic_site.media import serve_media
from clinic_site.robots import robots
from clinic_site.search import search, suggest
from clinic_site.sign_in_urls import admin_login_urlpatterns
from clinic_site.sitemaps import site_map, site_map_part

handler400 = "clinic_site.errors.bad_request"
handler403 = "clinic_site.errors.permission_denied"
handler404 = "clinic_site.errors.page_not_found"
handler500 = "clinic_site.errors.server_error"

# Browsers and feed readers ask here without being told to.
favicon = lazy(static, str)("images/favicon.ico")

# English stands without a prefix; another language gets its own, one line each. What
# is asked for most and never kept comes first.
urlpatterns = i18n_patterns(
    path("request-a-consultation/", include("consultations.urls")),
    path("search/", search, name="search"),
    path("search/suggest/", suggest, name="search_suggest"),
    prefix_default_language=False,
)
urlpatterns += [
    *admin_login_urlpatterns,
    path("admin/", admin.site.urls),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("clinic_site.sign_in_urls")),
    path("styleguide/", include("clinic_site.styleguide.urls")),
    path("sitemap.xml", site_map, name="sitemap"),
    path("sitemap-<slug:section>.xml", site_map_part, name="sitemap_part"),
    path("robots.txt", robots, name="robots"),
    path(SPECULATION_RULES[1:], speculation_rules, name="speculation_rules"),
    path("site.webmanifest", manifest, name="manifest"),
    path("favicon.ico", RedirectView.as_view(url=favicon), name="favicon"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", metrics.metrics, name="metrics"),
]

if settings.SERVE_MEDIA:
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve_media, name="media")]

urlpatterns += i18n_patterns(
    path("glossary/", glossary, name="glossary"),
    path("articles/feed/", article_feed, name="article_feed"),
    path(
        "share/<int:page_id>/<slug:digest>.jpg",
        share_picture,
        name="share_picture",
    ),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
