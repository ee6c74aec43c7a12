"""Addresses for machines."""

from django.urls import URLPattern, URLResolver, path

from . import payments
from .open.ledger import router as ledger
from .open.trainings import api

api.add_router("", ledger)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/open/v1/", api.urls),
    path("webhooks/payments", payments.hear, name="webhooks-payments"),
]
