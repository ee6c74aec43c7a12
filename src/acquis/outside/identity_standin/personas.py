"""The invented people of the demonstration: who they are, and the situation each one shows.

Plain data, so that the demonstration's country can register the same people. Names, numbers and organisations are
invented; the numbers carry right keys, because the product checks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Situation(StrEnum):
    """What a holder's persona is there to show."""

    FULL_RIGHTS = "full_rights"
    LOW_QUALIFIED = "low_qualified"
    JOBSEEKER = "jobseeker"
    PART_TIME = "part_time"
    SHORT_PART_TIME = "short_part_time"
    DISABLED_WORKER = "disabled_worker"
    SELF_EMPLOYED = "self_employed"
    RETIRED = "retired"
    EMPLOYER_TOP_UP = "employer_top_up"
    PUBLIC_AGENT = "public_agent"
    FIRST_JOB = "first_job"
    NEWCOMER = "newcomer"
    BORN_ABROAD = "born_abroad"
    CIVIL_SERVANT = "civil_servant"
    VOLUNTEER = "volunteer"
    PREVENTION = "prevention"
    ACCIDENT = "accident"
    ELECTED = "elected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An invented employer of professionals: a training body, a company, or the operator itself."""

    key: str
    siret: str
    name: str
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person with a civil identity; `shows` names what their account should look like."""

    key: str
    first_names: str
    birth_name: str
    sex: str
    born_on: date
    birth_place: str
    email: str
    order: int
    shows: Situation
    situation: str
    usage_name: str = ""
    birth_country: str = "99100"
    acr: str = "eidas2"
    #: Where they live; empty when they have not said it.
    postal_code: str = ""
    town: str = ""

    @property
    def display(self) -> str:
        return f"{self.first_names.split()[0]} {self.usage_name or self.birth_name}"

    @property
    def nir(self) -> str:
        """The fifteen characters of a number made of the civil identity, key included."""
        sex = "1" if self.sex == "male" else "2"
        place = self.birth_place or self.birth_country
        body = f"{sex}{self.born_on:%y%m}{place}{self.order:03d}"
        counted = int(body.replace("2A", "19").replace("2B", "18"))
        return f"{body}{97 - counted % 97:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional:
    """Somebody who signs in for an organisation; `roles` are values of `kit.actor.Role`."""

    key: str
    first_name: str
    last_name: str
    email: str
    organisation: str
    roles: tuple[str, ...]
    situation: str
    acr: str = "eidas1-mfa"

    @property
    def display(self) -> str:
        return f"{self.first_name} {self.last_name}"


ORGANISATIONS = (
    Organisation(key="acquis", siret="00000001800010", name="Acquis, l’opérateur", town="Paris"),
    Organisation(key="etat", siret="00000004200010", name="L’État, emploi et formation", town="Paris"),
    Organisation(key="fournil", siret="00000002600013", name="Le Fournil École", town="Lyon"),
    Organisation(key="clavier", siret="00000003400017", name="Clavier & Compagnie", town="Rennes"),
    Organisation(key="bretagne", siret="00000005900014", name="Région Bretagne", town="Rennes"),
    Organisation(key="biscuiterie", siret="00000007500010", name="Biscuiterie de Kerlouan", town="Kerlouan"),
    Organisation(key="comptables", siret="00000008300014", name="Cabinet Le Goff, comptables", town="Brest"),
    Organisation(key="emploi", siret="00000006700017", name="France Travail", town="Paris"),
)

HOLDERS = (
    Holder(
        key="claire",
        first_names="Claire Jeanne",
        birth_name="Vasseur",
        sex="female",
        born_on=date(1987, 3, 14),
        birth_place="59350",
        email="claire.vasseur@exemple.fr",
        order=41,
        shows=Situation.FULL_RIGHTS,
        situation="Salariée à temps plein : des droits chaque année depuis 2019.",
    ),
    Holder(
        key="karim",
        first_names="Karim",
        birth_name="Belkacem",
        sex="male",
        born_on=date(1979, 11, 2),
        birth_place="13055",
        email="karim.belkacem@exemple.fr",
        order=112,
        shows=Situation.LOW_QUALIFIED,
        situation="Salarié sans diplôme : 800 € par an au lieu de 500 €.",
    ),
    Holder(
        key="sophie",
        first_names="Sophie Marie-Laure",
        birth_name="Guillemot",
        usage_name="Ferrand",
        sex="female",
        born_on=date(1991, 7, 23),
        birth_place="35238",
        email="sophie.ferrand@exemple.fr",
        order=208,
        shows=Situation.JOBSEEKER,
        postal_code="35000",
        town="Rennes",
        situation="Demandeuse d’emploi : ne paie pas de participation.",
    ),
    Holder(
        key="luc",
        first_names="Luc Antoine",
        birth_name="Marchetti",
        sex="male",
        born_on=date(1983, 1, 9),
        birth_place="2B033",
        email="luc.marchetti@exemple.fr",
        order=17,
        shows=Situation.PART_TIME,
        situation="Salarié à 60 % : droits entiers, car il travaille au moins à mi-temps.",
    ),
    Holder(
        key="ines",
        first_names="Inès",
        birth_name="Carvalho",
        sex="female",
        born_on=date(1995, 9, 30),
        birth_place="94028",
        email="ines.carvalho@exemple.fr",
        order=305,
        shows=Situation.SHORT_PART_TIME,
        situation="Salariée à 40 % : droits calculés selon son temps de travail.",
    ),
    Holder(
        key="paul",
        first_names="Paul Émile",
        birth_name="Desmarais",
        sex="male",
        born_on=date(1990, 5, 5),
        birth_place="87085",
        email="paul.desmarais@exemple.fr",
        order=66,
        shows=Situation.DISABLED_WORKER,
        situation="Travailleur handicapé dans un établissement d’aide par le travail : 800 € par an.",
    ),
    Holder(
        key="nadia",
        first_names="Nadia Louise",
        birth_name="Roussel",
        sex="female",
        born_on=date(1984, 12, 18),
        birth_place="33063",
        email="nadia.roussel@exemple.fr",
        order=154,
        shows=Situation.SELF_EMPLOYED,
        situation="Artisane à son compte : droits ouverts par ses cotisations.",
    ),
    Holder(
        key="jean",
        first_names="Jean Michel",
        birth_name="Lefranc",
        sex="male",
        born_on=date(1958, 2, 27),
        birth_place="45234",
        email="jean.lefranc@exemple.fr",
        order=29,
        shows=Situation.RETIRED,
        situation="Retraité à taux plein, bénévole : seuls ses droits d’engagement restent utilisables.",
    ),
    Holder(
        key="amelie",
        first_names="Amélie",
        birth_name="N’Diaye-Perrin",
        sex="female",
        born_on=date(1989, 4, 1),
        birth_place="69383",
        email="amelie.ndiaye@exemple.fr",
        order=77,
        shows=Situation.EMPLOYER_TOP_UP,
        situation="Son employeur a ajouté 1 500 € à ses droits.",
    ),
    Holder(
        key="thomas",
        first_names="Thomas Pierre",
        birth_name="Kerjean",
        sex="male",
        born_on=date(1981, 6, 12),
        birth_place="29019",
        email="thomas.kerjean@exemple.fr",
        order=93,
        shows=Situation.PUBLIC_AGENT,
        situation="Ancien agent public, salarié depuis 2024 : ses heures peuvent devenir des euros.",
    ),
    Holder(
        key="lea",
        first_names="Léa",
        birth_name="Fontanel",
        sex="female",
        born_on=date(2004, 10, 8),
        birth_place="38185",
        email="lea.fontanel@exemple.fr",
        order=12,
        shows=Situation.FIRST_JOB,
        situation="Premier emploi commencé en cours d’année : une première année incomplète.",
    ),
    Holder(
        key="hugo",
        first_names="Hugo",
        birth_name="Delattre",
        sex="male",
        born_on=date(2005, 8, 21),
        birth_place="80021",
        email="hugo.delattre@exemple.fr",
        order=240,
        shows=Situation.NEWCOMER,
        situation="N’a encore jamais travaillé : un compte sans aucun droit.",
    ),
    Holder(
        key="yuki",
        first_names="Yuki",
        birth_name="Tanaka",
        sex="female",
        born_on=date(1986, 1, 15),
        birth_place="",
        birth_country="99217",
        email="yuki.tanaka@exemple.fr",
        order=8,
        shows=Situation.BORN_ABROAD,
        situation="Salariée née à l’étranger, avec une identité de niveau élevé.",
        acr="eidas3",
    ),
    Holder(
        key="aurelie",
        first_names="Aurélie Rose",
        birth_name="Poncet",
        sex="female",
        born_on=date(1988, 2, 3),
        birth_place="63113",
        email="aurelie.poncet@exemple.fr",
        order=51,
        shows=Situation.CIVIL_SERVANT,
        situation="Agente publique : des heures, à utiliser avec son employeur.",
    ),
    Holder(
        key="yanis",
        first_names="Yanis",
        birth_name="Amrani",
        sex="male",
        born_on=date(1999, 5, 27),
        birth_place="59512",
        email="yanis.amrani@exemple.fr",
        order=133,
        shows=Situation.VOLUNTEER,
        situation="Bénévole et réserviste : des droits d’engagement, sous leur propre plafond.",
    ),
    Holder(
        key="bruno",
        first_names="Bruno Serge",
        birth_name="Wagner",
        sex="male",
        born_on=date(1974, 8, 16),
        birth_place="57463",
        email="bruno.wagner@exemple.fr",
        order=64,
        shows=Situation.PREVENTION,
        situation="Travail de nuit : 12 points de prévention changés en 6 000 €, 6 à changer encore.",
    ),
    Holder(
        key="gaelle",
        postal_code="56100",
        town="Lorient",
        first_names="Gaëlle",
        birth_name="Le Bihan",
        sex="female",
        born_on=date(1980, 10, 11),
        birth_place="56121",
        email="gaelle.lebihan@exemple.fr",
        order=87,
        shows=Situation.ACCIDENT,
        situation="Accident du travail reconnu : 7 500 € à recevoir en un écran pour changer de métier.",
    ),
    Holder(
        key="monique",
        first_names="Monique Andrée",
        birth_name="Casanova",
        sex="female",
        born_on=date(1969, 3, 30),
        birth_place="2A004",
        email="monique.casanova@exemple.fr",
        order=22,
        shows=Situation.ELECTED,
        situation="Conseillère municipale : un droit d’élue, à part de son compte.",
    ),
)

PROFESSIONALS = (
    Professional(
        key="brigitte",
        first_name="Brigitte",
        last_name="Aubertin",
        email="brigitte.aubertin@fournil.exemple",
        organisation="fournil",
        roles=("provider_manager",),
        situation="Dirige Le Fournil École, organisme de formation à Lyon.",
        acr="https://proconnect.gouv.fr/assurance/certification-dirigeant",
    ),
    Professional(
        key="samir",
        first_name="Samir",
        last_name="Haddad",
        email="samir.haddad@fournil.exemple",
        organisation="fournil",
        roles=("provider_agent",),
        situation="Répond aux demandes d’inscription du Fournil École.",
    ),
    Professional(
        key="elodie",
        first_name="Élodie",
        last_name="Legoff",
        email="elodie.legoff@clavier.exemple",
        organisation="clavier",
        roles=("provider_manager",),
        situation="Dirige Clavier & Compagnie, organisme de formation à Rennes.",
        acr="https://proconnect.gouv.fr/assurance/certification-dirigeant",
    ),
    Professional(
        key="marc",
        first_name="Marc",
        last_name="Olivieri",
        email="marc.olivieri@acquis.exemple",
        organisation="acquis",
        roles=("staff_agent",),
        situation="Agent de l’opérateur : recherche, dossiers, horloge de la démonstration.",
    ),
    Professional(
        key="fatou",
        first_name="Fatou",
        last_name="Sarr",
        email="fatou.sarr@acquis.exemple",
        organisation="acquis",
        roles=("staff_finance",),
        situation="Service financier de l’opérateur : prépare les paiements.",
    ),
    Professional(
        key="henri",
        first_name="Henri",
        last_name="Castaing",
        email="henri.castaing@acquis.exemple",
        organisation="acquis",
        roles=("staff_approver",),
        situation="Approuve les paiements que quelqu’un d’autre a préparés.",
    ),
    Professional(
        key="jeanne",
        first_name="Jeanne",
        last_name="Maurel",
        email="jeanne.maurel@etat.exemple",
        organisation="etat",
        roles=("state_officer",),
        situation="Chargée d’études de l’État : essaie un changement de la loi et regarde ses effets.",
    ),
    Professional(
        key="nolwenn",
        first_name="Nolwenn",
        last_name="Kerbrat",
        email="nolwenn.kerbrat@bretagne.exemple",
        organisation="bretagne",
        roles=("funder_manager",),
        situation="Signe les conventions de la Région Bretagne, qui complète des achats.",
    ),
    Professional(
        key="erwan",
        first_name="Erwan",
        last_name="Madec",
        email="erwan.madec@bretagne.exemple",
        organisation="bretagne",
        roles=("funder_agent",),
        situation="Compose et essaie les conventions de la Région Bretagne.",
    ),
    Professional(
        key="soizic",
        first_name="Soizic",
        last_name="Abgrall",
        email="soizic.abgrall@kerlouan.exemple",
        organisation="biscuiterie",
        roles=("employer_manager",),
        situation="Directrice des ressources humaines de la Biscuiterie de Kerlouan, certifiée dirigeante.",
        acr="https://proconnect.gouv.fr/assurance/certification-dirigeant",
    ),
    Professional(
        key="ronan",
        first_name="Ronan",
        last_name="Tanguy",
        email="ronan.tanguy@kerlouan.exemple",
        organisation="biscuiterie",
        roles=("employer_agent",),
        situation="Agent des ressources humaines de la Biscuiterie de Kerlouan.",
    ),
    Professional(
        key="maud",
        first_name="Maud",
        last_name="Le Goff",
        email="maud.legoff@comptables.exemple",
        organisation="comptables",
        roles=("employer_manager",),
        situation="Dirige un cabinet comptable de Brest, à qui des entreprises confient leurs démarches.",
        acr="https://proconnect.gouv.fr/assurance/certification-dirigeant",
    ),
    Professional(
        key="farah",
        first_name="Farah",
        last_name="Benali",
        email="farah.benali@emploi.exemple",
        organisation="emploi",
        roles=("funder_agent",),
        situation="Conseillère de France Travail : décide des aides demandées pour une formation.",
    ),
)

Persona = Holder | Professional
PERSONAS: tuple[Persona, ...] = (*HOLDERS, *PROFESSIONALS)


def of_kind(kind: str) -> tuple[Persona, ...]:
    """The personas whom a provider (``franceconnect`` or ``proconnect``) may vouch for."""
    return HOLDERS if kind == "franceconnect" else PROFESSIONALS


def organisation(key: str) -> Organisation:
    return next(o for o in ORGANISATIONS if o.key == key)
