"""Addresses of the staff's pages."""

from acquis.web.door import route

from . import (
    anchors,
    clock,
    crediting,
    declarations,
    endings,
    enrolments,
    granting,
    identities,
    joinings,
    ledger,
    lookup,
    offers,
    payouts,
    proofs,
    proposals,
    requests,
    reviews,
    splits,
)

RUN = "agents/alimentation/<uuid:run_id>"
PROPOSALS = "agents/droits-a-approuver"
IMPORT = "agents/declarations/<uuid:import_id>"
PERSON = "agents/personnes/<uuid:person_id>"
DOUBT = "agents/identites/<uuid:doubt_id>"
JOINING = "agents/identites/reunions/<uuid:joining_id>"
SPLIT = "agents/identites/partages/<uuid:split_id>"
BATCH = "agents/paiements/<uuid:batch_id>"
PROOF = "agents/justificatifs/<uuid:proof_id>"
REVIEW = "agents/avis/<uuid:review_id>"
BANK_ACCOUNT = "agents/comptes-bancaires/<uuid:bank_account_id>"

REQUEST = "agents/demandes/<uuid:inquiry_id>"

urlpatterns = [
    route("agents/offres", get=offers.show, name="staff-offers"),
    route("agents/offres/<uuid:draft_id>", get=offers.one, post=offers.decide, name="staff-offer"),
    route("agents/formations/<uuid:training_id>/historique", get=offers.history, name="staff-offer-history"),
    route("agents/formations/<uuid:training_id>/retirer", post=offers.withdraw, name="staff-offer-withdraw"),
    route("agents/formations/<uuid:training_id>/remettre", post=offers.restore, name="staff-offer-restore"),
    route("agents/demandes", get=requests.show, name="staff-requests"),
    route(REQUEST, get=requests.one, name="staff-request"),
    route(f"{REQUEST}/pieces/<uuid:proof_id>", get=requests.proof, name="staff-request-proof"),
    route(f"{REQUEST}/prendre", post=requests.take, name="staff-request-take"),
    route(f"{REQUEST}/transmettre", post=requests.relay, name="staff-request-relay"),
    route(f"{REQUEST}/demander", post=requests.ask, name="staff-request-ask"),
    route(f"{REQUEST}/repondre", post=requests.answer, name="staff-request-answer"),
    route(f"{REQUEST}/clore", post=requests.close, name="staff-request-close"),
    route("agents", get=lookup.show, post=lookup.search, name="staff"),
    route("agents/personnes/<uuid:person_id>", get=lookup.person, name="staff-person"),
    route("agents/personnes/<uuid:person_id>/reunir", get=joinings.prepare, post=joinings.propose, name="staff-join"),
    route("agents/identites", get=identities.show, name="staff-identities"),
    route(DOUBT, get=identities.one, post=identities.decide, name="staff-identity"),
    route(f"{DOUBT}/repertoire", post=identities.register, name="staff-identity-register"),
    route(JOINING, get=joinings.one, name="staff-joining"),
    route(f"{JOINING}/approuver", post=joinings.approve, name="staff-joining-approve"),
    route(f"{JOINING}/refuser", post=joinings.decline, name="staff-joining-decline"),
    route(f"{JOINING}/separer", post=joinings.part, name="staff-joining-part"),
    route(f"{PERSON}/partager", get=splits.prepare, post=splits.propose, name="staff-split-form"),
    route(PROPOSALS, get=proposals.show, name="staff-proposals"),
    route(f"{PROPOSALS}/<uuid:proposal_id>", get=proposals.one, name="staff-proposal"),
    route(f"{PROPOSALS}/<uuid:proposal_id>/approuver", post=proposals.approve, name="staff-proposal-approve"),
    route(f"{PROPOSALS}/<uuid:proposal_id>/refuser", post=proposals.decline, name="staff-proposal-decline"),
    route(f"{PERSON}/droits", get=granting.show, name="staff-granting"),
    route(f"{PERSON}/droits/<slug:slug>", get=granting.ask, post=granting.give, name="staff-granting-form"),
    route(f"{PERSON}/fin-de-mandat", post=granting.end_mandate, name="staff-end-mandate"),
    route(SPLIT, get=splits.one, name="staff-split"),
    route(f"{SPLIT}/approuver", post=splits.approve, name="staff-split-approve"),
    route(f"{SPLIT}/refuser", post=splits.decline, name="staff-split-decline"),
    route(f"{SPLIT}/defaire", post=splits.undo, name="staff-split-undo"),
    route("agents/inscriptions", get=enrolments.show, name="staff-enrolments"),
    route("agents/inscriptions/<uuid:enrolment_id>", get=enrolments.one, name="staff-enrolment"),
    route("agents/paiements", get=payouts.show, name="staff-payouts"),
    route("agents/paiements/preparer", post=payouts.prepare, name="staff-prepare"),
    route(BATCH, get=payouts.batch, name="staff-batch"),
    route(f"{BATCH}/approuver", post=payouts.approve, name="staff-approve"),
    route(f"{BATCH}/abandonner", post=payouts.discard, name="staff-discard"),
    route(f"{BATCH}/paye", post=payouts.mark_paid, name="staff-mark-paid"),
    route(f"{BATCH}/fichier", get=payouts.file, name="staff-payout-file"),
    route(f"{BANK_ACCOUNT}/approuver", post=payouts.approve_account, name="staff-approve-account"),
    route(f"{BANK_ACCOUNT}/refuser", post=payouts.decline_account, name="staff-decline-account"),
    route("agents/alimentation", get=crediting.show, name="staff-crediting"),
    route("agents/alimentation/preparer", post=crediting.prepare, name="staff-crediting-prepare"),
    route(RUN, get=crediting.run, name="staff-crediting-run"),
    route(f"{RUN}/approuver", post=crediting.approve, name="staff-crediting-approve"),
    route(f"{RUN}/abandonner", post=crediting.discard, name="staff-crediting-discard"),
    route(f"{RUN}/annuler", post=crediting.undo, name="staff-crediting-undo"),
    route(f"{RUN}/rapprochement", get=crediting.reconciliation, name="staff-crediting-reconciled"),
    route(f"{RUN}/rapprocher", post=crediting.reconcile, name="staff-crediting-reconcile"),
    route("agents/declarations", get=declarations.show, name="staff-declarations"),
    route(IMPORT, get=declarations.one, name="staff-declaration-file"),
    route(f"{IMPORT}/remarques.csv", get=declarations.sheet, name="staff-declaration-sheet"),
    route("agents/justificatifs", get=proofs.show, name="staff-proofs"),
    route(PROOF, get=proofs.one, name="staff-proof"),
    route(f"{PROOF}/fichier", get=proofs.file, name="staff-proof-file"),
    route(f"{PROOF}/accepter", post=proofs.accept, name="staff-accept-proof"),
    route(f"{PROOF}/refuser", post=proofs.refuse, name="staff-refuse-proof"),
    route("agents/avis", get=reviews.show, name="staff-reviews"),
    route(REVIEW, get=reviews.one, name="staff-review"),
    route(f"{REVIEW}/publier", post=reviews.publish, name="staff-review-publish"),
    route(f"{REVIEW}/refuser", post=reviews.refuse, name="staff-review-refuse"),
    route("agents/personnes/<uuid:person_id>/fin-des-droits", get=endings.show, post=endings.end, name="staff-ending"),
    route("agents/personnes/<uuid:person_id>/rouvrir", post=endings.reopen, name="staff-reopen"),
    route("agents/personnes/<uuid:person_id>/conversion", post=endings.convert, name="staff-convert"),
    route("agents/personnes/<uuid:person_id>/sans-diplome-a-tort", post=endings.annul, name="staff-annul"),
    route("agents/grand-livre", get=ledger.show, name="staff-ledger"),
    route("agents/grand-livre/empreintes", get=anchors.show, name="staff-anchors"),
    route("agents/horloge", get=clock.show, post=clock.move, name="staff-clock"),
]
