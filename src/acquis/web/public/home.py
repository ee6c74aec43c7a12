"""The home page: what do you want to learn, and where? Else, what is your project?"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import SearchRequest
from acquis.enrolments import queries as enrolments
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.waiting import waiting_for

from .today import today


@dataclass(frozen=True, slots=True)
class Project:
    """What somebody has in mind, and the search that answers it."""

    title: str
    words: str
    href: str


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    ideas = [_("boulanger"), _("anglais"), _("développeur web"), _("permis B"), _("comptabilité")]
    on = today(request)
    open_ = search(SearchRequest(soonest=enrolments.earliest_start(on), per_page=1, with_spots=False), on=on)
    return page(
        request,
        "public/home.html",
        ideas=ideas,
        projects=projects(),
        on_offer=open_.total if open_.ready else 0,
        canonical=f"{settings.ACQUIS.site_url}/",
        waiting=waiting_for(actor_of(request)),
    )


def projects() -> list[Project]:
    """Where to begin for who has a project and no word for it yet."""
    return [
        Project(_("Changer de métier"), _("Faire le point avec un bilan de compétences."), "/formations?action=bilan"),
        Project(_("Obtenir un diplôme"), _("Un titre reconnu partout en France."), "/formations?repertoire=diplome"),
        Project(
            _("Passer le permis"), _("Voiture, moto, poids lourd."), "/formations?action=permis&action=permis-lourd"
        ),
        Project(_("Apprendre une langue"), _("Et le prouver par une certification."), "/formations?q=langues"),
        Project(_("Faire reconnaître mon expérience"), _("La validation des acquis (VAE)."), "/formations?action=vae"),
        Project(_("Créer mon entreprise"), _("Être accompagné, du projet aux comptes."), "/formations?action=creation"),
        Project(_("Me remettre à niveau"), _("Lire, compter, l’ordinateur : CléA."), "/formations?action=clea"),
        Project(_("Apprendre de chez moi"), _("À distance, à mon rythme."), "/formations?modalite=distance"),
    ]
