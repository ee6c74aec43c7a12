"""Addresses of the State's pages."""

from acquis.web.door import route

from . import reform, simulation

ONE = "etat/simulations/<uuid:simulation_id>"

urlpatterns = [
    route("etat", get=reform.show, name="state"),
    route("etat/simulations", post=reform.ask, name="state-ask"),
    route(ONE, get=simulation.show, name="state-simulation"),
    route(f"{ONE}/comptes-reels", post=simulation.observe, name="state-observe"),
    route(f"{ONE}/resultat.csv", get=simulation.as_csv, name="state-simulation-csv"),
    route(f"{ONE}/resultat.json", get=simulation.as_file, name="state-simulation-json"),
]
