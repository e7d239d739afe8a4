"""The application as a server loads it; production settings unless told otherwise."""

import os
from importlib import import_module

from clinic_site.incoming import get_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings.production")

django_application = get_application()
# It needs models, which are there by now.
application = import_module("clinic_site.page_cache.front").Front(django_application)
