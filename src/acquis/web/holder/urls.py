"""Addresses of the holder's pages."""

from acquis.web.door import route

from . import buy, confirm, enrolment, enrolments, payment, readings, rights, situation, why

urlpatterns = [
    route("mes-droits", get=rights.show, name="rights"),
    route("mes-droits/pourquoi/<int:year>", get=why.show, name="why"),
    route("mes-droits/consultations", get=readings.show, name="readings"),
    route("mes-droits/ma-situation", get=situation.show, name="situation"),
    route("mes-droits/ma-situation/sans-diplome", post=situation.declare, name="declare-low-qualification"),
    route("mes-droits/ma-situation/diplome-obtenu", post=situation.obtained, name="end-low-qualification"),
    route("mes-droits/ma-situation/justificatif", post=situation.prove, name="submit-proof"),
    route("mes-droits/ma-situation/quitter-le-public", post=situation.leave, name="hours-to-euros"),
    route("mes-droits/ma-situation/entrer-dans-le-public", post=situation.join, name="euros-to-hours"),
    route("acheter/<uuid:session_id>", get=buy.show, post=buy.ask, name="buy"),
    route("mes-inscriptions", get=enrolments.show, name="enrolments"),
    route("mes-inscriptions/<uuid:enrolment_id>", get=enrolment.show, name="enrolment"),
    route("mes-inscriptions/<uuid:enrolment_id>/abandonner", post=enrolment.abandon, name="abandon"),
    route("mes-inscriptions/<uuid:enrolment_id>/se-retracter", post=enrolment.withdraw, name="withdraw"),
    route("mes-inscriptions/<uuid:enrolment_id>/annuler", post=enrolment.cancel, name="cancel"),
    route("mes-inscriptions/<uuid:enrolment_id>/identite", post=confirm.prove, name="prove"),
    route("mes-inscriptions/<uuid:enrolment_id>/confirmer", get=confirm.show, post=confirm.confirm, name="confirm"),
    route("paiement/<uuid:collection_id>", get=payment.show, post=payment.go, name="payment"),
    route("paiement/retour/<uuid:collection_id>", get=payment.back, post=payment.look_again, name="payment-back"),
]
