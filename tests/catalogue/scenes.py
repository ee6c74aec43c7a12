"""Small offer files of our own, built so that one thing at a time can be made wrong in them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from uuid import UUID

from acquis.catalogue import actions
from acquis.catalogue.types import CertificationRow, CodeRow, OrganisationRow
from acquis.kit.actor import Actor, Role, system
from acquis.providers import actions as provider_actions
from acquis.providers import queries as providers
from acquis.providers.types import ProviderRow

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BY = system("test")
SIRET = "48276116000019"
OTHER_SIRET = "79279132900016"


def provider(siret: str = SIRET, name: str = "Atelier des Métiers") -> UUID:
    provider_actions.upsert_providers(rows=[ProviderRow(siret=siret, name=name)], by=BY, at=AT)
    card = providers.by_siret(siret)
    assert card is not None
    return card.id


def agent_of(provider_id: UUID) -> Actor:
    return Actor(roles=frozenset({Role.PROVIDER_AGENT}), id=UUID(int=7), provider_id=provider_id)


def certification(code: str = "RNCP36788", siret: str = SIRET, **facts: object) -> None:
    row = CertificationRow(
        code=code,
        title=str(facts.pop("title", "Boulanger")),
        level=3,
        registered_until=facts.pop("registered_until", date(2028, 12, 31)),  # type: ignore[arg-type]
        blocks=tuple(CodeRow(code=f"{code}BC0{n}", label=f"Bloc {n}") for n in (1, 2)),
        certifiers=(OrganisationRow(siret=siret, name="Certificateur"),),
        partners=(),
        **facts,  # type: ignore[arg-type]
    )
    actions.register_certifications(rows=[row], as_of=date(2026, 11, 1), by=BY, at=AT)


def bring(content: bytes, provider_id: UUID | None, by: Actor = BY):  # type: ignore[no-untyped-def]
    return actions.import_offers(provider_id=provider_id, file=io.BytesIO(content), file_name="t.xml", by=by, at=AT)


# EDOF -----------------------------------------------------------------------------------------------------------

ADDRESS = (
    '<adresse numero="1"><ligne>Atelier</ligne><codepostal>75012</codepostal><ville>Paris</ville>'
    '<extras info="adresse"><extra info="numero-voie">3</extra><extra info="code-nature-voie">RUE</extra>'
    '<extra info="libelle-voie">de Charenton</extra></extras></adresse>'
)
PERSON = (
    "<nom>Roy</nom><prenom>Ana</prenom>{address}<telfixe><numtel>0102030405</numtel></telfixe>"
    "<courriel>a@b.fr</courriel>"
)


def person(address: str = "") -> str:
    return f'<coordonnees numero="1">{PERSON.format(address=address)}</coordonnees>'


def session(number: str = "S1", start: str = "20270104", end: str = "20270305", **parts: str) -> str:
    contact = parts.get("contact", f'<extra info="contact-inscription">{person()}</extra>')
    period = parts.get("period", f"<periode><debut>{start}</debut><fin>{end}</fin></periode>")
    return (
        f'<session numero="{number}" datemaj="20261101" datecrea="20261101">{period}'
        f"<adresse-inscription>{ADDRESS}</adresse-inscription>"
        f"<etat-recrutement>{parts.get('state', '1')}</etat-recrutement>"
        f'<extras info="session">{contact}<extra info="garantie">1</extra></extras></session>'
    )


def action(number: str = "A1", *sessions: str, **parts: str) -> str:
    fees = parts.get("fees", '<extra info="taux-tva">20.0</extra><extra info="frais-ht">1000.00</extra>'
                             f'<extra info="frais-ttc">{parts.get("price", "1200.00")}</extra>')  # fmt: skip
    place = parts.get("place", f"<lieu-de-formation>{person(parts.get('address', ADDRESS))}</lieu-de-formation>")
    contact = parts.get("contact", f'<extra info="contact-information">{person()}</extra>')
    return (
        f'<action numero="{number}" datemaj="20261101" datecrea="20261101">'
        "<niveau-entree-obligatoire>0</niveau-entree-obligatoire>"
        f"<modalites-enseignement>{parts.get('modality', '0')}</modalites-enseignement>{place}"
        f"<modalites-entrees-sorties>{parts.get('entry', '0')}</modalites-entrees-sorties>"
        f"{''.join(sessions or (session(),))}{parts.get('after', '')}"
        "<acces-handicapes>0</acces-handicapes><langue-formation>FR</langue-formation>"
        f"<nombre-heures-centre>{parts.get('hours', '70')}</nombre-heures-centre>"
        f'<extras info="action">{contact}<extras info="frais-pedagogiques">{fees}</extras>'
        '<extra info="existence-prerequis">0</extra></extras></action>'
    )


def training(number: str = "F1", *actions_: str, **parts: str) -> str:
    code = parts.get("code", "RNCP36788")
    tag = f"code-{''.join(c for c in code if c.isalpha())}"
    blocks = parts.get(
        "blocks", f'<extras info="blocs-competences"><extra info="code-bloc">{code}BC01</extra></extras>'
    )
    if not code.startswith("RNCP"):
        blocks = parts.get("blocks", "")
    return (
        f'<formation numero="{number}" datemaj="20261101" datecrea="20261101">'
        f"<intitule-formation>{parts.get('title', 'Apprendre le pain')}</intitule-formation>"
        "<objectif-formation>Savoir</objectif-formation><resultats-attendus>Faire</resultats-attendus>"
        f"<contenu-formation>{parts.get('content', 'Pétrir, façonner, cuire')}</contenu-formation>"
        f"{parts.get('extra', '')}"
        "<parcours-de-formation>1</parcours-de-formation><objectif-general-formation>6</objectif-general-formation>"
        f"<certification><{tag}>{code}</{tag}></certification>{''.join(actions_ or (action(),))}"
        "<organisme-formation-responsable><SIRET-organisme-formation>"
        f"<SIRET>{parts.get('siret', SIRET)}</SIRET></SIRET-organisme-formation></organisme-formation-responsable>"
        f'<extras info="formation">{blocks}{parts.get("extras", "")}</extras></formation>'
    )


def edof(*trainings: str, declared: str = "ISO-8859-1", written: str = "latin-1", prolog: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{declared}"?>{prolog}'
        f'<lheo xmlns="https://www.of.moncompteformation.gouv.fr"><offres>{"".join(trainings or (training(),))}'
        "</offres></lheo>"
    ).encode(written)


# LHEO -----------------------------------------------------------------------------------------------------------


def lheo_address(**parts: str) -> str:
    return (
        f"<adresse><ligne>3 rue de Charenton</ligne><codepostal>{parts.get('postal', '75012')}</codepostal>"
        f"<ville>{parts.get('town', 'PARIS 12')}</ville></adresse>"
    )


def lheo_session(number: str = "S1", start: str = "20270104", end: str = "20270305") -> str:
    return (
        f'<session numero="{number}"><periode><debut>{start}</debut><fin>{end}</fin></periode>'
        f"<adresse-inscription>{lheo_address()}</adresse-inscription></session>"
    )


def lheo_action(number: str = "A1", *sessions: str, **parts: str) -> str:
    where = parts.get(
        "where", f"<lieu-de-formation><coordonnees>{lheo_address(**parts)}</coordonnees></lieu-de-formation>"
    )
    return (
        f'<action numero="{number}"><rythme-formation>En journée</rythme-formation>'
        "<code-public-vise>80056</code-public-vise><niveau-entree-obligatoire>1</niveau-entree-obligatoire>"
        "<modalites-alternance>Aucune</modalites-alternance><modalites-enseignement>1</modalites-enseignement>"
        "<conditions-specifiques>Lire et compter</conditions-specifiques>"
        f"<prise-en-charge-frais-possible>1</prise-en-charge-frais-possible>{where}"
        f"<modalites-entrees-sorties>{parts.get('entry', '0')}</modalites-entrees-sorties>"
        f"{''.join(sessions or (lheo_session(),))}"
        f"{parts.get('price', '<prix-total-TTC>1 234,5</prix-total-TTC>')}"
        "<nombre-heures-centre>100</nombre-heures-centre><nombre-heures-entreprise>20</nombre-heures-entreprise></action>"
    )


def lheo_training(number: str = "L1", *actions_: str, **parts: str) -> str:
    body = "<coordonnees><courriel>a@b.fr</courriel></coordonnees>"
    code = parts.get("code", "<certification><code-RNCP>36788</code-RNCP></certification>")
    return (
        f'<formation numero="{number}" datecrea="20260101" datemaj="20260102"><domaine-formation/>'
        "<intitule-formation>Boulanger</intitule-formation><objectif-formation>Savoir</objectif-formation>"
        "<resultats-attendus>Faire</resultats-attendus><contenu-formation>Pain</contenu-formation>"
        f"<certifiante>1</certifiante><contact-formation>{body}</contact-formation>"
        "<parcours-de-formation>1</parcours-de-formation><code-niveau-entree>13</code-niveau-entree>"
        f"{code}{''.join(actions_ or (lheo_action(),))}"
        "<organisme-formation-responsable><numero-activite>11755555575</numero-activite>"
        f"<SIRET-organisme-formation><SIRET>{parts.get('siret', SIRET)}</SIRET></SIRET-organisme-formation>"
        "<nom-organisme>Atelier</nom-organisme><raison-sociale>Atelier des Métiers</raison-sociale>"
        f"<coordonnees-organisme>{body}</coordonnees-organisme><contact-organisme>{body}</contact-organisme>"
        "</organisme-formation-responsable></formation>"
    )


def lheo(*trainings: str, namespace: str = "http://lheo.gouv.fr/2.3") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><lheo xmlns="{namespace}"><offres>'
        f"{''.join(trainings or (lheo_training(),))}</offres></lheo>"
    ).encode()
