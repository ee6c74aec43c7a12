"""Words of the wish itself, which say nothing of what one wants to learn: they are left out while others remain."""

from __future__ import annotations

#: Folded words that are never looked for when something else is.
FILLERS = frozenset(
    """
    formation formations former formez stage stages cours cour apprendre apprends apprentissage etudier etude etudes
    certification certifications certifiante certifiantes certifiant diplome diplomes diplomante diplomantes diplomant
    cpf eligible eligibles finance financee financees financer financement finances compte personnel mcf
    devenir deviens devient etre suis serait veux veut voudrais voudrait vouloir souhaite souhaiterais souhaiterait
    aimerais aimerait aime desire cherche chercher recherche trouver trouve besoin envie interesse interessee
    projet metier metiers emploi job poste travail travailler travaille bosser bosse profession carriere
    reconversion reconvertir reorientation reorienter changer change faire fais fait avoir obtenir passer passe
    preparer preparation prepare suivre suivi commencer commence connaitre decouvrir se sur pouvoir peux possible
    comment pourquoi quelle quelles quel quels ou est ce que quoi qui dans domaine secteur milieu niveau
    professionnel professionnelle professionnels professionnelles pro adulte adultes salarie salaries demandeur
    demandeurs chomage chomeur pole france region opco bonjour merci svp stp plait please salut info infos
    information informations renseignement renseignements liste programme tarif tarifs prix cout avis meilleur
    meilleure meilleures meilleurs top bien bon bonne tres plus moins ans an annee annees age jeune senior femme homme
    gratuit gratuite certifie certifiee certifier agree agreee reconnu reconnue etat officiel officielle complet
    complete individuel individuelle cherchons nouveau nouvelle autre chez moi proche pres proximite autour local
    a partir depuis donc alors aussi avec sans pour par mon ma mes ton ta votre vos notre nos leur son sa ses
    reprendre reprise actuellement aujourd hui maintenant svp fin droits rapidement financable finançable
    sais sait vie professionnellement envies marre
    centre ecole organisme organismes institut academie initial initiale continue continu
    """.split()
)

#: Of them, those that are a subject when nothing else is said.
ALONE = frozenset({"recherche", "projet", "jeune", "senior", "etude", "reprise"})
