"""What the stand-in remembers between two requests: a code it gave, and the access token given for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Grant(models.Model):
    """One persona's agreement; code and access token are kept as digests, and serve once."""

    code = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=20)
    persona = models.CharField(max_length=40)
    redirect_uri = models.CharField(max_length=500)
    scope = models.CharField(max_length=500)
    nonce = models.CharField(max_length=500)
    acr = models.CharField(max_length=100)
    challenge = models.CharField(max_length=100, blank=True)
    given_at = models.DateTimeField()
    exchanged_at = models.DateTimeField(null=True)
    access = models.CharField(max_length=64, null=True, unique=True)

    objects: ClassVar[models.Manager[Grant]] = models.Manager()

    class Meta:
        # Said here, so that tests may use the table without installing the stand-in.
        app_label = "identity_standin"
