"""The application as a server loads it; production settings unless told otherwise."""

import os

from clinic_site.incoming import get_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings.production")

application = get_application()
