"""Pages compressed on their way to people who are not signed in.

A page that is compressed tells by its size how much of it repeats what an address made it say. So nothing is compressed
that holds what is known of somebody: pages of a session go as they are.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Compress what goes to a visitor without a session; machines of the open API among them."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
