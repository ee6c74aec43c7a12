"""The addresses of the partners, and their description."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from . import conventions
from .door import api, knows, nothing_here, reads, told_as_problems
from .token import token

ROOT = "api/partners/v1/"

conventions.router.add_decorator(reads, mode="operation")
conventions.router.add_decorator(knows, mode="operation")
api.add_router("", conventions.router)
addresses, application, namespace = api.urls
for pattern in addresses:
    if isinstance(pattern, URLPattern):
        told_as_problems(pattern)


@require_GET
def description(request: HttpRequest) -> HttpResponse:
    """The description, for whoever writes a client; it says nothing of anybody."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


def described() -> dict[str, object]:
    """The same, as it is printed to docs/ too."""
    return dict(api.get_openapi_schema(path_prefix=f"/{ROOT}"))


urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{ROOT}token", token, name="partners-token"),
    path(f"{ROOT}openapi.json", description, name="partners-description"),
    path(ROOT, (addresses, application, namespace)),
    path("api/partners/<path:rest>", csrf_exempt(nothing_here), name="partners-nothing"),
]
