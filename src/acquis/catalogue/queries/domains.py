"""The domains of Formacode by the first three digits of their codes."""

from __future__ import annotations

from ..models import CertificationCode
from ..search.concepts import domain_names as own_names

#: In Formacode the general word of a domain ends so: 15254 is « langues ».
_HEAD = "54"


def domain_names() -> dict[str, str]:
    """The first three digits of a domain → its name, as the registers name its general word, else our own."""
    rows = CertificationCode.objects.filter(scheme="formacode", code__endswith=_HEAD).exclude(label="")
    return own_names() | {
        code[:3]: label[:1].upper() + label[1:] for code, label in rows.values_list("code", "label").distinct()
    }
