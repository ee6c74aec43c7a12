"""The application a web server runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from acquis.journal import demo_clock  # noqa: E402

if settings.ACQUIS.demo:
    demo_clock.install()

from acquis.site import warming  # noqa: E402

warming.begin()
