"""Addresses of the companies' pages."""

from acquis.web.door import route

from . import agents, delegations, home, interviews, orders, places, requests

ASKED = "employeur/demandes/<uuid:inquiry_id>"
ORDER = "employeur/dotations/<uuid:order_id>"

urlpatterns = [
    route("employeur", get=home.home, name="employer"),
    route("employeur/entreprises", get=home.companies, post=home.choose, name="employer-companies"),
    route("employeur/demandes", get=requests.show, name="employer-requests"),
    route(ASKED, get=requests.one, post=requests.answer, name="employer-request"),
    route(f"{ASKED}/pieces/<uuid:proof_id>", get=requests.proof, name="employer-request-proof"),
    route("employeur/entretiens", get=interviews.show, post=interviews.state, name="employer-interviews"),
    route("employeur/dotations", get=orders.all_of_them, name="employer-orders"),
    route("employeur/dotations/nouvelle", get=orders.blank, post=orders.draft, name="employer-order-new"),
    route("employeur/dotations/modele.csv", get=orders.model, name="employer-order-model"),
    route(ORDER, get=orders.one, post=orders.act, name="employer-order"),
    route(f"{ORDER}/refus.<slug:form>", get=orders.faults, name="employer-order-faults"),
    route(f"{ORDER}/recu.<slug:form>", get=orders.receipt, name="employer-order-receipt"),
    route("employeur/nom", post=places.name, name="employer-name"),
    route("employeur/etablissements", get=places.show, post=places.add, name="employer-places"),
    route("employeur/etablissements/<uuid:establishment_id>/fermer", post=places.close, name="employer-close"),
    route("employeur/agents", get=agents.show, post=agents.invite, name="employer-agents"),
    route("employeur/agents/<uuid:agent_id>/retirer", post=agents.withdraw, name="employer-agent-withdraw"),
    route("employeur/delegations", get=delegations.show, post=delegations.give, name="employer-delegations"),
    route("employeur/delegations/<uuid:delegation_id>/retirer", post=delegations.withdraw, name="employer-undelegate"),
]
