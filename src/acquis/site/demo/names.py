"""Words from which the demonstration invents people, bodies and streets; nobody real is meant."""

from __future__ import annotations

WOMEN = (
    "Aïcha Agathe Alice Amandine Anaïs Anne Aurélie Béatrice Brigitte Camille Caroline Catherine Cécile Céline Chantal "
    "Charlotte Chloé Claire Clémence Corinne Delphine Dominique Élise Élodie Emma Estelle Eva Fanny Fatima Florence "
    "Françoise Gaëlle Geneviève Hélène Inès Isabelle Jade Jeanne Joëlle Julie Juliette Karine Khadija Laëtitia Laura "
    "Léa Lina Louise Lucie Maëlle Manon Marie Marion Martine Mathilde Mélanie Monique Morgane Nadia Nathalie Noémie "
    "Océane Pauline Rachel Romane Sabrina Salomé Sandrine Sarah Solène Sophie Stéphanie Sylvie Valérie Véronique Yasmine Zoé"
).split()

MEN = (
    "Adrien Ahmed Alain Alexandre Antoine Arthur Bastien Baptiste Benoît Bernard Bruno Cédric Charles Christian Christophe "
    "Clément Cyril Damien Daniel David Denis Didier Emmanuel Enzo Éric Étienne Fabien Fabrice Florian Franck François "
    "Frédéric Gabriel Gaël Gérard Gilles Grégory Guillaume Hugo Ibrahim Jacques Jean Jérémy Jérôme Joël Jonathan Jules Julien "
    "Karim Kévin Laurent Léo Loïc Louis Lucas Marc Mathieu Maxime Mehdi Michel Mohamed Nathan Nicolas Noah Olivier Pascal "
    "Patrick Paul Philippe Pierre Quentin Raphaël Rémi Romain Samir Sébastien Serge Simon Stéphane Sylvain Thomas Victor Yann"
).split()

SURNAMES = (
    "Abadie Aubrac Barthes Baudry Belmas Benali Bertaud Bessière Blanchet Boisset Bonnafous Bordier Boulay Bourgeat Brémond "
    "Brissac Cadoret Cailloux Caron Castan Cazenave Chabrol Chapelle Charrier Chastel Chevrel Clavier Colombier Cordier "
    "Corvaisier Coustau Dabadie Darrieux Daubas Delorme Delvaux Denoyer Desrosiers Diallo Dubreuil Ducasse Dufresne Dumoulin "
    "Escande Espinasse Estève Fabre Faugère Favreau Ferrand Fontenay Forestier Fournel Gaillac Garrigue Gasnier Gauthey "
    "Giraudet Gontran Grandval Grimaud Guérinet Guilbert Haddad Hamelin Herbault Hervieu Jaffré Jolivet Jourdain Kaminski "
    "Kerbrat Labarthe Lacombe Lagarde Lamy Landreau Larrieu Lavigne Lebreton Lecourt Lefort Lemoine Lestrade Levasseur "
    "Loubet Maillard Malaval Mansouri Marchand Maréchal Marty Masson Mazières Mercadier Messager Meunier Moncade Montel "
    "Moreau Mounier Nogaret Olivares Oudot Pagès Palissy Paquet Pelletier Perrin Peyrot Picard Poirier Pommier Portal "
    "Poulain Prat Prunier Puech Quentin Rabier Raynal Renaudin Ribeiro Rivoire Rochefort Roquelaure Rouquette Rousselet "
    "Saint-Clair Salaün Salvat Sarrazin Sauvage Savary Seguin Serrano Sicard Simonet Tanguy Tardieu Teyssier Thibaud "
    "Tissot Tournier Traoré Valette Vasseur Verdier Vidal Villeneuve Vincent Vogel Weber Yacine Zimmer"
).split()

#: How bodies are called: a shape with an invented word, a trade or a town.
BODY_WORDS = (
    "Althéa Amarante Ancolie Arborescence Argo Atalante Boréal Cadence Calliope Cap-Sud Carrefour-Savoirs Celsia Clairière "
    "Confluences Cordelia Damier Dédale Éclaircie Égérie Émeraude Escale Esquisse Étincelle Fabrique Florilège Galilée "
    "Grenelle-Savoirs Hespérides Horizon-Neuf Iris Isatis Jalons Kaléido Lanterne Latitude-Métiers Levain Lisière Lumen "
    "Méridien Mosaïque Nacelle Novalis Oriel Orphée Palissade Passerelle Pergola Périscope Phare-Ouest Pivoine Polaris "
    "Quai-des-Métiers Racines Relais Rivages Sémaphore Sillage Solstice Tandem Tangram Tisserand Tremplin-Plus Tulipier "
    "Vendémiaire Verger Vigie Voltige Zénith-Formation Zéphyr"
).split()

BODY_SHAPES = (
    "{word} Formation",
    "Institut {word}",
    "Les Ateliers {word}",
    "Centre {word} de {town}",
    "{word} Compétences",
    "École {word}",
    "Coopérative {word}",
    "{word} & Associés",
)

STREETS = (
    "rue des Tilleuls",
    "rue du Moulin-Neuf",
    "avenue des Compagnons",
    "rue de la Tannerie",
    "place du Marché-aux-Laines",
    "quai des Bateliers",
    "boulevard des Deux-Ponts",
    "rue des Petits-Métiers",
    "allée des Savoirs",
    "impasse du Lavoir",
    "rue de l’Ancienne-Forge",
    "chemin des Vignes-Hautes",
)
