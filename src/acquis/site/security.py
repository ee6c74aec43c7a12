"""What the answers' headers forbid browsers to do, derived from the configuration; and what no request may carry."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from .config import Config

#: Where Stripe's hosted pages are, unless a State has a domain of its own there (`ACQUIS_FORM_ORIGINS`).
STRIPE_PAGES = "https://checkout.stripe.com"
#: Powers that no page of ours asks for.
UNUSED_POWERS = ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "midi")


def origin(url: str) -> str:
    """Scheme, host and port of an address; empty for an empty one."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def content_policy(config: Config) -> dict[str, Any]:
    """Everything from ourselves and nothing inline.

    Forms are sent to ourselves; but browsers hold the redirect that answers a form to the same rule, and ours lead
    to the identity providers and to the card provider's page: their origins, from the configuration, are added.
    """
    ours = "'self'"
    after_forms = {
        origin(address)
        for address in (
            config.franceconnect_issuer,
            config.proconnect_issuer,
            STRIPE_PAGES if config.payments == "stripe" else config.payments_url,
            *config.form_origins.split(),
        )
    }
    return {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            "script-src": [ours],
            "style-src": [ours],
            "img-src": [ours, "data:"],
            "font-src": [ours],
            "connect-src": [ours],
            "manifest-src": [ours],
            "worker-src": [ours, "blob:"],
            "object-src": ["'none'"],
            "base-uri": ["'none'"],
            "frame-ancestors": ["'none'"],
            "form-action": [ours, *sorted(after_forms - {""})],
        }
    }


class PermissionsPolicyMiddleware(MiddlewareMixin):
    """Renounces the powers of the browser that no page uses."""

    header = ", ".join(f"{power}=()" for power in UNUSED_POWERS)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Permissions-Policy", self.header)
        return response


class NoNulMiddleware(MiddlewareMixin):
    """Turns away a NUL character in an address or a form: nobody types one, and PostgreSQL holds none."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        typed = [request.GET]
        # What machines send is theirs to read: a signed call is checked over its very bytes.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            typed.append(request.POST)
        if "\0" in request.path or any(
            "\0" in value for each in typed for values in each.lists() for value in (values[0], *values[1])
        ):
            raise BadRequest("a NUL character")
