"""What is said of a value that cannot be read, as data: `tools.messages` finds these words here."""

#: What is said of a value that cannot be read, by the word of the library that reads it; any other is `OTHERWISE`.
SAID = {
    "missing": "Ce champ manque.",
    "extra_forbidden": "Ce champ n’existe pas ici.",
    "enum": "Cette valeur n’est pas de la liste.",
    "literal_error": "Cette valeur n’est pas de la liste.",
    "uuid_parsing": "Un identifiant s’écrit comme 0198c0de-0000-7000-8000-000000000001.",
    "uuid_type": "Un identifiant s’écrit comme 0198c0de-0000-7000-8000-000000000001.",
    "int_parsing": "Écrivez un nombre entier.",
    "int_type": "Écrivez un nombre entier.",
    "int_from_float": "Écrivez un nombre entier.",
    "greater_than_equal": "Ce nombre est trop petit.",
    "greater_than": "Ce nombre est trop petit.",
    "less_than_equal": "Ce nombre est trop grand.",
    "less_than": "Ce nombre est trop grand.",
    "string_type": "Écrivez un texte.",
    "string_too_long": "Ce texte est trop long.",
    "string_too_short": "Ce texte est trop court.",
    "string_pattern_mismatch": "Ce texte n’a pas la forme attendue.",
    "too_long": "Il y en a trop.",
    "too_short": "Il n’y en a pas assez.",
    "json_invalid": "Ce n’est pas du JSON.",
    "datetime_from_date_parsing": "Un moment s’écrit comme 2026-11-30T08:00:00Z.",
    "datetime_parsing": "Un moment s’écrit comme 2026-11-30T08:00:00Z.",
    "timezone_aware": "Un moment dit son fuseau : 2026-11-30T08:00:00Z.",
    "date_from_datetime_parsing": "Un jour s’écrit comme 2026-11-30.",
    "date_parsing": "Un jour s’écrit comme 2026-11-30.",
    "value_error": "Cette valeur ne peut pas être lue.",
}
OTHERWISE = SAID["value_error"]
