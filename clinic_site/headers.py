"""What a browser may do with each answer of the site, by the part of it.

Nothing is allowed that a part does not use. Wagtail's admin still carries inline
scripts and styles, so its policy is looser; everything else runs without any.
"""

import posixpath
from functools import lru_cache

from django.conf import settings
from django.http import HttpResponseNotFound

from clinic_site.stylesheet import INLINED, bundle

CMS, DESK, SIGN_IN, DOCUMENTS = "/cms/", "/admin/", "/accounts/", "/documents/"
STYLEGUIDE = "/styleguide/"
SEARCH = "/search/"
FORM = "/request-a-consultation/"
PRIVATE = f"{FORM}yours/"
# Which links of a page may be fetched ahead: clinic_site.fetched_ahead.
SPECULATION_RULES = "/speculation-rules.json"
STAFF_ONLY = (CMS, DESK, SIGN_IN, STYLEGUIDE)
# Wagtail shows previews in frames, the style guide its samples; each its own alone.
FRAMING = (CMS, STYLEGUIDE)

# An SVG is a document that can run scripts; uploads of it are refused, and one that
# got into the folder by another way is not handed out either.
# Documents are handed out at an address of their own, which asks who may have them.
KEPT_ELSEWHERE = "documents/"
NEVER_SERVED = (".svg", ".svgz", ".html", ".htm", ".xml", ".xhtml")

POWERFUL_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
OF_A_VIDEO = ("autoplay", "fullscreen", "picture-in-picture")
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")


def _policy(**directives: str) -> str:
    return "; ".join(
        f"{name.replace('_', '-')} {sources}" for name, sources in directives.items()
    )


def _strict(frames: str = "'none'") -> str:
    return _with_sheets(tuple(bundle(name).csp_hash for name in INLINED), frames)


@lru_cache(maxsize=16)
def _with_sheets(hashes: tuple[str, ...], frames: str) -> str:
    sheets = " ".join(f"'{one}'" for one in hashes)
    return _policy(
        default_src="'none'",
        script_src="'self'",
        style_src=f"'self' {sheets}",
        img_src="'self' data:",
        font_src="'self'",
        connect_src="'self'",
        manifest_src="'self'",
        form_action="'self'",
        base_uri="'none'",
        frame_src=frames,
        frame_ancestors=frames,
    )


# Inline scripts are what Wagtail writes behind its fields for dates, choosers and
# repeated parts; inline styles are what its scripts write as they go. Frames are its
# previews; blob: is a picture that was chosen and not yet sent. It needs no eval, no
# code in attributes, no other host and no plugins.
# The one attribute with code, by which its tool for cropping asks for a touch screen.
TOUCH_PROBE = "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"
CMS_POLICY = _policy(
    default_src="'none'",
    script_src="'self' 'unsafe-inline'",
    script_src_attr=f"'unsafe-hashes' {TOUCH_PROBE}",
    style_src="'self' 'unsafe-inline'",
    img_src="'self' data: blob:",
    font_src="'self'",
    connect_src="'self'",
    manifest_src="'self'",
    frame_src="'self'",
    form_action="'self'",
    base_uri="'none'",
    frame_ancestors="'self'",
)
UPLOAD_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
# A sandboxed PDF does not open in Chromium's reader.
DOCUMENT_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def content_policy(path: str, frames: tuple[str, ...] = ()) -> str:
    """Return the content security policy of an address.

    `frames` are the hosts whose frames this one page may show.
    """
    if path.startswith(CMS):
        return _with_frames(CMS_POLICY, frames)
    if path.startswith(settings.MEDIA_URL):
        return UPLOAD_POLICY
    if path.startswith(DOCUMENTS):
        return DOCUMENT_POLICY
    if path.startswith(STYLEGUIDE):
        return _strict(frames="'self'")
    return _with_frames(_strict(), frames)


def _with_frames(policy: str, hosts: tuple[str, ...]) -> str:
    """Let a policy show frames of these hosts, too."""
    if not hosts:
        return policy
    shown = " ".join(hosts)
    policy = policy.replace("frame-src 'none'", f"frame-src {shown}")
    return policy.replace("frame-src 'self'", f"frame-src 'self' {shown}")


def permissions_policy(path: str, frames: tuple[str, ...] = ()) -> str:
    """Return which powerful features an address may use: passkeys at sign-in only.

    The hosts of a page's videos may play and fill the screen.
    """
    return _permissions("(self)" if path.startswith(SIGN_IN) else "()", frames)


@lru_cache(maxsize=64)
def _permissions(passkeys: str, frames: tuple[str, ...]) -> str:
    hosts = " ".join(["self", *(f'"{host}"' for host in frames)])
    lent = dict.fromkeys(OF_A_VIDEO, f"({hosts})") if frames else {}
    return ", ".join(
        [f"{feature}={lent.get(feature, '()')}" for feature in POWERFUL_FEATURES]
        + [f"{feature}={passkeys}" for feature in PASSKEYS]
    )


def is_never_served(path: str) -> bool:
    """Say whether an address of an upload leads to what is not handed out there."""
    if not path.startswith(settings.MEDIA_URL):
        return False
    # As it is read when the file is looked for: dots and slashes lead around nothing.
    inside = posixpath.normpath(path.removeprefix(settings.MEDIA_URL).lower())
    inside = inside.lstrip("/")
    return inside.startswith(KEPT_ELSEWHERE) or inside.endswith(NEVER_SERVED)


def is_for_reading(request, response) -> bool:
    """Say whether an answer is a page that leads on to others, for everybody alike."""
    return (
        response.status_code == 200
        and request.method in ("GET", "HEAD")
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not request.path_info.startswith((*STAFF_ONLY, SEARCH, FORM))
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


class NeverServedMiddleware:
    """Answer that an upload is not there, where it is not to be handed out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_never_served(request.path_info):
            return HttpResponseNotFound()
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Put the browser's limits on every answer, errors and static files included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        response = self.get_response(request)
        headers = response.headers
        # Set by a page that holds a video, for that page alone.
        frames = tuple(getattr(response, "frame_origins", ()))
        headers["Content-Security-Policy"] = content_policy(path, frames)
        headers["Permissions-Policy"] = permissions_policy(path, frames)
        framed = path.startswith(FRAMING)
        headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
        headers["X-Content-Type-Options"] = "nosniff"
        # The address holds what somebody looked for, or is a secret itself: no page
        # learns it from there.
        telling = path.startswith((SEARCH, PRIVATE))
        headers["Referrer-Policy"] = (
            "no-referrer" if telling else settings.SECURE_REFERRER_POLICY
        )
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if is_for_reading(request, response):
            headers["Speculation-Rules"] = f'"{SPECULATION_RULES}"'
        if path.startswith(STAFF_ONLY):
            # The Back button after signing out must not show what was on screen.
            headers["Cache-Control"] = "no-store, private"
        return response
