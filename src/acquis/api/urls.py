"""Addresses for machines."""

from django.urls import URLPattern, URLResolver, path

from . import payments
from .open import certifications, exports, ledger, offers
from .open.door import api

for each in (offers, certifications, exports, ledger):
    api.add_router("", each.router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/open/v1/", api.urls),
    path("webhooks/payments", payments.hear, name="webhooks-payments"),
]
