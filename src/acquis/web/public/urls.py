"""Addresses of the public pages."""

from django.urls import URLPattern, URLResolver

from acquis.web.door import route

from . import components, home, language

urlpatterns: list[URLPattern | URLResolver] = [
    route("", get=home.show, name="home"),
    route("langue", post=language.choose, name="language"),
    route("composants", get=components.show, name="components"),
]
