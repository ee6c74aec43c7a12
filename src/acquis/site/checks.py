"""What must not start: stand-ins or invented secrets where people and money are real.

`manage.py check --deploy` says it, and `acquis serve` refuses to serve.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver

from acquis.outside.payments import ADAPTERS

from .settings import PLACEHOLDER


@register("acquis")
def stand_ins_stay_in_the_demonstration(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """No address of a stand-in, and no application of one, outside the demonstration."""
    if settings.ACQUIS.demo:
        return []
    found = [str(p.pattern) for p in get_resolver().url_patterns if _is_demo(p)]
    found += [name for name in settings.INSTALLED_APPS if name.endswith("_standin")]
    return [
        Error(
            f"{name} stands in for a foreign system, and may exist in the demonstration only.",
            hint="Remove it, or set ACQUIS_DEMO=true on invented data.",
            id="acquis.E001",
        )
        for name in found
    ]


def _is_demo(pattern: URLPattern | URLResolver) -> bool:
    return str(pattern.pattern).lstrip("^/").startswith("demo/")


@register("acquis", deploy=True)
def secrets_are_secret(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The placeholder of development signs nothing that matters."""
    if settings.SECRET_KEY != PLACEHOLDER or settings.DEBUG or settings.ACQUIS.demo:
        return []
    return [
        Error(
            "ACQUIS_SECRET_KEY is not set: sessions and links would be signed with a value everybody knows.",
            hint="Set it to 50 random characters, or put them in the file secrets/secret_key of ACQUIS_HOME.",
            id="acquis.E002",
        )
    ]


@register("acquis", deploy=True)
def cards_can_be_paid(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A card provider is one we can speak to, with what it wants; a key that moves no real money is said."""
    ours = settings.ACQUIS
    if ours.payments not in ADAPTERS:
        known = ", ".join(sorted(ADAPTERS))
        return [Error(f"ACQUIS_PAYMENTS is none of {known}: nobody could pay by card.", id="acquis.E006")]
    if ours.payments != "stripe":
        return []
    findings: list[CheckMessage] = []
    if not ours.payments_secret.startswith(("sk_", "rk_")) or not ours.payments_webhook_secret.startswith("whsec_"):
        findings.append(
            Error(
                "Stripe wants ACQUIS_PAYMENTS_SECRET (sk_… or rk_…) and ACQUIS_PAYMENTS_WEBHOOK_SECRET (whsec_…).",
                hint="docs/operations/stripe.md says where both are made.",
                id="acquis.E007",
            )
        )
    elif not ours.demo and "_live_" not in ours.payments_secret:
        findings.append(Warning("Stripe's key is a test key: holders would pay nothing.", id="acquis.W001"))
    return findings


@register("acquis", deploy=True)
def invoices_name_their_buyer(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Invoices are addressed to the operator: who that is cannot stay empty."""
    ours = settings.ACQUIS
    missing = [name for name in ("operator_name", "operator_address", "operator_siret") if not getattr(ours, name)]
    return [
        Error(f"ACQUIS_{name.upper()} is empty: no invoice could name its buyer.", id="acquis.E005") for name in missing
    ]


@register("acquis", deploy=True)
def addresses_are_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Outside this machine the site is reached over https, and not in debug."""
    findings: list[CheckMessage] = []
    local = settings.SITE_IS_LOCAL
    if not local and not settings.ACQUIS.site_url.startswith("https://"):
        findings.append(
            Error("ACQUIS_SITE_URL must be https: sessions and amounts would travel in clear.", id="acquis.E003")
        )
    if settings.ACQUIS.debug and settings.ACQUIS.demo is False and not local:
        findings.append(
            Error("ACQUIS_DEBUG shows code and settings to everybody: not on a public site.", id="acquis.E004")
        )
    return findings
