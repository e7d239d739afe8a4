"""Uploads in a bucket of S3's kind, which several web machines share.

Needs requirements-many.lock. The bucket stays private: visitors get pictures from the
site, at the same addresses as on one machine, so that no other host learns of them.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name


class Bucket(S3Storage):
    """Files in a bucket that nobody but the site reads."""

    def get_default_settings(self) -> dict:
        """Return django-storages's own, with what keeps the files ours."""
        return super().get_default_settings() | {
            "default_acl": None,
            "file_overwrite": False,
        }

    def url(self, name, parameters=None, expire=None, http_method=None) -> str:
        """Return the address on this site."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(clean_name(name)))
