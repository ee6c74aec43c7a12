"""The partners' addresses described (OpenAPI 3.1): what every operation may answer, and which scope it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja.openapi.schema import OpenAPISchema

from acquis.partners.types import Scope

from .problems import MEDIA_TYPE

if TYPE_CHECKING:
    from ninja import NinjaAPI

TOKEN_PATH = "/api/partners/v1/token"  # noqa: S105, an address
DESCRIPTION = (
    "Pour les machines de ceux qui complètent l’achat de formations. Une clé s’inscrit sur le site (« Clés d’accès »), "
    "avec la moitié publique d’une paire de clés : aucun secret n’est partagé. La machine signe une assertion "
    "(RFC 7523, `private_key_jwt`), reçoit un jeton pour dix minutes et le montre (`Authorization: Bearer`). Les "
    "montants sont en centimes d’euro, les moments disent leur fuseau, les erreurs sont des « problem details » "
    "(RFC 9457) en français, qui désignent le champ. `RateLimit` dit ce qui reste de la minute. Ce qui écrit porte une "
    "`Idempotency-Key` : la même clé et le même contenu reçoivent la même réponse, une seule fois faite. Une clé de "
    "bac à sable a les mêmes adresses : ce qu’elle écrit est jugé pour de vrai puis défait, et les personnes qu’elle "
    "lit sont inventées. Personne n’est nommé ; aucun numéro de sécurité sociale n’est dans une adresse ni une réponse."
)
SAID_OF_SCOPES = {
    Scope.CONVENTIONS_READ: "Lire ses conventions.",
    Scope.BUDGETS_READ: "Lire ses budgets et ce qui y est versé.",
    Scope.PROMISES_READ: "Lire les aides promises, sans nom.",
}
#: What each status says, where it is said as a problem detail.
_SENSE = {
    400: "Ce n’est pas du JSON, ou des caractères que rien ne contient.",
    401: "Pas de jeton, ou un jeton qui n’ouvre rien (plus).",
    403: "Cette clé ne le permet pas.",
    404: "Il n’y a rien ici, ou rien pour vous.",
    409: "L’acte est refusé : `detail` dit pourquoi.",
    422: "Un champ est à corriger : `errors` dit lequel.",
    429: "Trop de questions dans la minute : `Retry-After` dit quand revenir.",
}
_PROBLEM = {
    "title": "Problem",
    "description": "Ce qui ne va pas (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "header": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "examples": [
        {
            "type": "about:blank",
            "title": "Des champs sont à corriger",
            "status": 422,
            "errors": [{"parameter": "limit", "code": "less_than_equal", "detail": "Ce nombre est trop grand."}],
        }
    ],
}


def finished(schema: OpenAPISchema, api: NinjaAPI) -> OpenAPISchema:
    """The library's description, with scopes and problems."""
    components: dict[str, Any] = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["securitySchemes"] = {
        "partner": {
            "type": "oauth2",
            "description": "Assertion signée (RFC 7523) : `iss` et `sub` la clé d’accès, `aud` l’adresse de "
            "/api/partners/v1/token, `exp` à cinq minutes au plus, `jti` jamais deux fois. ES256, ES384, PS256, EdDSA.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": TOKEN_PATH,
                    "scopes": {str(scope): SAID_OF_SCOPES[scope] for scope in Scope},
                }
            },
        }
    }
    components["responses"] = {
        str(status): {
            "description": sense,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, sense in _SENSE.items()
    }
    scopes = {operation.operation_id: operation.auth_callbacks[0].scope for operation in _operations(api)}
    for operations in schema["paths"].values():
        for operation in operations.values():
            scope = scopes[operation["operationId"]]
            operation["security"] = [{"partner": [str(scope)] if scope else []}]
            for status in _SENSE:
                operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{status}"})
    return schema


def _operations(api: NinjaAPI) -> list[Any]:
    """Every operation, each with its way in."""
    return [
        operation
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]
