"""Whether a text is still as an import wrote it."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

# What changes by itself, without anybody writing.
_OF_THE_ROW = frozenset(
    {
        *("pk", "id", "path", "depth", "numchild", "url_path", "translation_key"),
        *("live", "has_unpublished_changes", "expired", "locked", "locked_at"),
        *("locked_by", "latest_revision", "latest_revision_created_at"),
        *("live_revision", "last_published_at", "draft_title", "owner", "minutes"),
        *("wagtail_admin_comments", "first_published_at", "content_type", "alias_of"),
    }
)


def digest(page) -> str:
    """Return a SHA-256 of what people write in a page."""
    text = {
        name: _plain(value)
        for name, value in page.serializable_data().items()
        if name not in _OF_THE_ROW
    }
    written = json.dumps(text, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value):
    """Return blocks as they are, however the JSON of them is ordered."""
    if isinstance(value, str) and value.startswith(("[", "{")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
