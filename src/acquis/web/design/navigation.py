"""What stands in the header for each kind of reader: few links, the same words as the pages' titles."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from acquis.kit.actor import EMPLOYER, FUNDER, Actor, Flow, Role

ALIMENTATION = "/agents/alimentation"


def navigation(actor: Actor) -> list[tuple[str, str]]:
    """(words, address) of the header's links for `actor`."""
    if actor.is_staff:
        return [
            (_("Recherche"), "/agents"),
            (_("Inscriptions"), "/agents/inscriptions"),
            *([(_("Demandes"), "/agents/demandes")] if actor.has(Role.STAFF_AGENT) else []),
            *([(_("Dossiers"), "/agents/dossiers")] if actor.has(Role.STAFF_AGENT) else []),
            *([(_("Offres"), "/agents/offres")] if actor.has(Role.STAFF_AGENT) else []),
            *([(_("Justificatifs"), "/agents/justificatifs")] if actor.has(Role.STAFF_AGENT) else []),
            *([(_("Paiements"), "/agents/paiements")] if _keeps_the_money(actor) else []),
            *([(_("Alimentation"), ALIMENTATION)] if _keeps_the_money(actor) else []),
            *([(_("Versements"), "/agents/droits-a-approuver")] if _keeps_the_money(actor) else []),
            (_("Déclarations"), "/agents/declarations"),
            *([(_("Identités"), "/agents/identites")] if actor.has(Role.STAFF_AGENT, Role.STAFF_APPROVER) else []),
            # The ledger is one of the books: who keeps them finds it there.
            (_("Comptabilité"), "/agents/comptabilite")
            if _keeps_the_money(actor)
            else (_("Grand livre"), "/agents/grand-livre"),
        ]
    if actor.has(Role.STATE_OFFICER):
        return [(_("Changer la loi"), "/etat")]
    if actor.has(*FUNDER):
        return [
            (_("Conventions"), "/financeur"),
            (_("Demandes d’aide"), "/financeur/demandes"),
            (_("Nouvelle convention"), "/financeur/nouvelle"),
            (_("Dotations"), "/financeur/dotations"),
            (_("Clés d’accès"), "/financeur/cles"),
        ]
    if actor.has(*EMPLOYER):
        return _employer(actor)
    if actor.has(Role.PROVIDER_AGENT, Role.PROVIDER_MANAGER):
        return [
            (_("Demandes"), "/organisme"),
            (_("Inscriptions"), "/organisme/inscriptions"),
            (_("Émargement"), "/organisme/emargement"),
            (_("Paiements"), "/organisme/paiements"),
            (_("Offres"), "/organisme/offres"),
            (_("Avis"), "/organisme/avis"),
            (_("Messages"), "/organisme/messages"),
        ]
    found = [(_("Trouver une formation"), "/formations"), (_("Mes droits"), "/mes-droits")]
    if actor.has(Role.HOLDER):
        found += [
            (_("Mes inscriptions"), "/mes-inscriptions"),
            (_("Mes recherches"), "/mes-recherches"),
            (_("Mes messages"), "/mes-messages"),
        ]
    return [*found, (_("Aide"), "/aide")]


def _employer(actor: Actor) -> list[tuple[str, str]]:
    """What is one's company's own, and what an entrusted one is entrusted with."""
    return [
        (_("Accueil"), "/employeur"),
        *([(_("Dotations"), "/employeur/dotations")] if Flow.ENDOWMENTS in actor.flows else []),
        *([(_("Demandes"), "/employeur/demandes")] if Flow.DECLARATIONS in actor.flows else []),
        *([(_("Entretiens"), "/employeur/entretiens")] if Flow.CORRECTIVE in actor.flows else []),
        *([(_("Établissements"), "/employeur/etablissements")] if actor.has(Role.EMPLOYER_MANAGER) else []),
        *([(_("Agents"), "/employeur/agents")] if actor.has(Role.EMPLOYER_MANAGER) else []),
        *([(_("Délégations"), "/employeur/delegations")] if actor.has(Role.EMPLOYER_MANAGER) else []),
        (_("Aide"), "/aide"),
    ]


def moves_the_clock(actor: Actor) -> bool:
    """Whether the foot of the page leads to the demonstration’s clock, which is no entry of the product."""
    return bool(settings.ACQUIS.demo) and actor.is_staff


def _keeps_the_money(actor: Actor) -> bool:
    return actor.has(Role.STAFF_FINANCE, Role.STAFF_APPROVER)


def is_here(address: str, path: str) -> bool:
    """True when the page at `path` belongs under the link to `address`."""
    if address in ("/agents", "/organisme", "/financeur", "/employeur"):
        return path.rstrip("/") == address
    return path == address or path.startswith(address + "/")
