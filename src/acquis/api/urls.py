"""Addresses for machines."""

from django.urls import URLPattern, URLResolver, path

from . import payments
from .open import certifications, exports, ledger, offers
from .open.door import api, knowing_its_fields, read_only
from .partners.urls import urlpatterns as partners

for each in (offers, certifications, exports, ledger):
    each.router.add_decorator(knowing_its_fields, mode="operation")
    api.add_router("", each.router)
addresses, application, namespace = api.urls
for pattern in addresses:
    if isinstance(pattern, URLPattern):
        read_only(pattern)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/open/v1/", (addresses, application, namespace)),
    *partners,
    path("webhooks/payments", payments.hear, name="webhooks-payments"),
]
