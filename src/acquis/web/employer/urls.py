"""Addresses of the companies' pages."""

from acquis.web.door import route

from . import agents, delegations, home, places

urlpatterns = [
    route("employeur", get=home.home, name="employer"),
    route("employeur/entreprises", get=home.companies, post=home.choose, name="employer-companies"),
    route("employeur/nom", post=places.name, name="employer-name"),
    route("employeur/etablissements", get=places.show, post=places.add, name="employer-places"),
    route("employeur/etablissements/<uuid:establishment_id>/fermer", post=places.close, name="employer-close"),
    route("employeur/agents", get=agents.show, post=agents.invite, name="employer-agents"),
    route("employeur/agents/<uuid:agent_id>/retirer", post=agents.withdraw, name="employer-agent-withdraw"),
    route("employeur/delegations", get=delegations.show, post=delegations.give, name="employer-delegations"),
    route("employeur/delegations/<uuid:delegation_id>/retirer", post=delegations.withdraw, name="employer-undelegate"),
]
