"""Settings of the yardsticks: the site's database and server, nothing else of it."""

import os

from tests.benchmarks import served

ALLOWED_HOSTS = ["localhost"]
DATABASES = served.DATABASES
DEBUG = False
DEFAULT_AUTO_FIELD = served.DEFAULT_AUTO_FIELD
LOG_AS, LOGGING = served.LOG_AS, served.LOGGING
MIDDLEWARE = []
PORT = int(os.environ["PORT"])
ROOT_URLCONF = "tests.benchmarks.bare"
SECRET_KEY = served.SECRET_KEY
USE_TZ = True
