"""What an address that only takes a form says to who opens it: most often a page reloaded after a mistake."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def words() -> dict[str, Any]:
    """The parts of the error page; nothing was done, and there is a way back."""
    return {
        "code": 405,
        "heading": _("Cette adresse ne s’ouvre pas seule"),
        "text": _("Elle sert à envoyer un formulaire. Rien n’a été enregistré. Revenez à la page d’où vous venez."),
        "roles": (),
        "demo": False,
    }
