"""The catalogue's states and kinds in the words of the pages."""

from acquis.catalogue.types import Entry, Level, Modality, OfferState, Register, ReportKind, SessionState

LABELS = {
    Register.RNCP: "Répertoire national des certifications professionnelles (RNCP)",
    Register.RS: "Répertoire spécifique (RS)",
    Register.CPF: "Action éligible sans certification",
    Modality.ON_SITE: "En présence",
    Modality.MIXED: "En présence et à distance",
    Modality.REMOTE: "À distance",
    Entry.FIXED: "À dates fixes",
    Entry.PERMANENT: "Entrée possible à tout moment",
    OfferState.PUBLISHED: "En vente",
    OfferState.HELD: "Pas proposée au public",
    OfferState.WITHDRAWN: "Retirée de la vente",
    SessionState.OPEN: "Inscriptions ouvertes",
    SessionState.CLOSED: "Inscriptions fermées",
    ReportKind.CERTIFICATIONS: "Certifications",
    ReportKind.PROVIDERS: "Organismes de formation",
    ReportKind.OFFERS: "Offres de formation",
    ReportKind.PLACES: "Communes",
    Level.FILE: "Fichier",
    Level.TRAINING: "Formation",
    Level.ACTION: "Action",
    Level.SESSION: "Session",
    Level.RECORD: "Ligne",
}
