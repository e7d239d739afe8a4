"""What has no place here: counted, and listed where readers could see it."""

from collections import Counter

from django.utils.translation import gettext as _

from articles.imports.storing.pages import MODELS, WELCOME
from articles.imports.storing.work import Outcome, Work

# Taken by a part of the import of its own.
TAKEN = (*MODELS, "attachment", "nav_menu_item")
# What WordPress and its plugins keep for themselves; nobody ever read it as a page.
_INNER = """
    revision custom_css customize_changeset oembed_cache user_request wp_block
    wp_template wp_template_part wp_global_styles wp_navigation wp_font_family
    wp_font_face elementor_library acf-field acf-field-group wpcf7_contact_form
"""
INNER = frozenset(_INNER.split())


def store_all(work: Work) -> None:
    """List every item of another type that was public in WordPress."""
    for post in work.export.others(*TAKEN):
        if is_listed(post.post_type) and post.is_public:
            work.take(
                f"{post.post_type} {post.wordpress_id}",
                post.post_type,
                post.title,
                _leave_out,
                [post.link, post.guid],
            )


def is_listed(kind: str) -> bool:
    """Say whether items of a type are pages that readers could open."""
    return kind not in TAKEN and kind not in INNER


def _leave_out(item) -> None:
    item.outcome = Outcome.LEFT_OUT
    item.notes.append(
        _("“%(type)s” is a type of its own, which has no place here")
        % {"type": item.kind}
    )


def counted(work: Work) -> dict[str, int]:
    """Return how many things of which type and status were left out."""
    found: Counter[str] = Counter()
    found["comment"] = sum(work.export.comments.values())
    for (kind, status), count in work.export.counts().items():
        if kind in MODELS and status not in WELCOME:
            found[f"{kind} ({status})"] += count
        elif kind not in TAKEN:
            found[kind] += count
    found["repeated"] = work.export.repeated
    for term in work.export.terms():
        if term.taxonomy not in ("category", "post_tag", "nav_menu"):
            found[f"taxonomy {term.taxonomy}"] += 1
    return {name: count for name, count in found.items() if count}
