"""A question read: which of its words name a trade, a limit, a place, a code, and which are left to be looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from . import spelling
from .concepts import LETTERED, Concept, Concepts, concepts, trimmings, word_list
from .excluding import Excluded, excluded_in, negated
from .limits import Limit, limits_in, unheard_in
from .placenames import Gazetteer, Place, own
from .plan import Vocabulary, Way
from .tokens import EMPTY, WORD, fold, stem
from .types import Reading

FILLERS = word_list("fillers")
_LONGEST_TEXT = 200
_MOST_TOKENS = 40
_BEGUN = 4
_CODE = re.compile(r"(rncp|rs)(\d{2,6})")
_SPACED_THOUSANDS = re.compile("(?<=\\d)[ \u00a0\u202f](?=\\d{3}(?!\\d))")
_NEAR_ME = re.compile(
    r"(?<!\S)(?:(?:tout )?pres|autour|a cote|proche|pas loin|non loin)(?: de)?(?: chez)? moi(?!\S)"
    r"|(?<!\S)a proximite(?!\S)"
)
#: What a letter alone after « permis » is not, when this follows: « permis d exploitation ».
_NO_LETTER = frozenset({"exploitation", "arme", "armes", "chasser", "animer", "construire", "conduire"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a question is read with: what words mean, and the places there are."""

    concepts: Concepts
    gazetteer: Gazetteer


@cache
def own_knowledge() -> Knowledge:
    """The tables and the towns that come with the product."""
    return Knowledge(concepts(), own())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question: folded, as it was typed, and whether an apostrophe follows it."""

    word: str
    typed: str
    elided: bool = False


@dataclass(slots=True)
class Read:
    """What each part of a question was taken for; positions are those of its tokens."""

    tokens: Sequence[Token]
    concepts: list[tuple[int, int, tuple[str, ...], Concept]] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    place: Place | None = None
    codes: list[tuple[int, int, str]] = field(default_factory=list)
    trimmings: list[tuple[int, int, tuple[Way, ...]]] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    corrected: tuple[tuple[str, str], ...] = ()
    excluded: list[Excluded] = field(default_factory=list)
    #: Words that say what no offer tells: they are told to the reader, and look for nothing.
    unheard: list[tuple[int, int]] = field(default_factory=list)

    def typed(self, start: int, end: int) -> str:
        """The words from `start` to `end` as they were typed."""
        said = ""
        for token in self.tokens[start:end]:
            said += token.typed + ("’" if token.elided else " ")
        return said.strip()


def is_cut(text: str) -> bool:
    """Whether a question is longer than what is read of it."""
    return len(text) > _LONGEST_TEXT or len(WORD.findall(text)) > _MOST_TOKENS


def tokens_of(text: str) -> list[Token]:
    """The words of a question, in order; « € » is a word, and « 1 000 » is one number."""
    text = text[:_LONGEST_TEXT].replace("€", " euros ")
    if any(character.isdigit() for character in text):
        text = _SPACED_THOUSANDS.sub("", text)
    found = []
    for match in WORD.finditer(text):
        following = text[match.end() : match.end() + 1]
        found.append(Token(fold(match.group()), match.group(), following in ("'", "’") and following != ""))
    return found[:_MOST_TOKENS]


def read(tokens: Sequence[Token], unread: frozenset[Reading], knowledge: Knowledge, on: date) -> Read:
    """Read a question; the readings of trades and domains in `unread` are not made."""
    found = Read(tokens)
    words = [token.word for token in tokens]
    taken: set[int] = set()
    _read_codes(found, words, taken)
    content = _content(tokens)
    _read_concepts(found, content, taken, unread, knowledge.concepts)
    several = {at for start, end, *_ in found.concepts if end - start > 1 for at in range(start, end)}
    here = _near_me(words)
    found.limits = limits_in(words, on, several | taken | here)
    _read_refusals(found, words)
    limited = {at for limit in found.limits for at in range(limit.start, limit.end)}
    found.unheard += unheard_in(words, several | taken | here | limited)
    limited |= {at for start, end in found.unheard for at in range(start, end)}
    found.concepts = [each for each in found.concepts if limited.isdisjoint(range(each[0], each[1]))]
    taken |= limited | here | {at for start, end, *_ in found.concepts for at in range(start, end)}
    free = {at for at in range(len(words)) if at not in taken}
    if Reading.WITHOUT not in unread:
        found.excluded = excluded_in(words, free, found.concepts, content, knowledge.gazetteer)
        for each in found.excluded:
            taken |= set(range(each.start, each.end))
        refused = {each.named for each in found.excluded}
        found.concepts = [each for each in found.concepts if each[0] not in refused]
        free -= taken
    found.place = knowledge.gazetteer.place_in(words, free, knowledge.concepts.lexicon) if free else None
    if found.place is not None:
        taken.update(range(found.place.start, found.place.end))
    rest = [(at, cut) for at, cut in content if at not in taken]
    _read_trimmings(found, rest, taken)
    rest = [(at, cut) for at, cut in rest if at not in taken]
    found.words = [at for at, _ in rest if words[at] not in FILLERS and not _is_age(words, at)]
    if not (found.words or found.concepts or found.codes or found.trimmings):
        _read_alone(found, rest, unread, knowledge.concepts)
    read_something = found.limits or found.place or found.excluded or found.unheard
    if not (found.words or found.concepts or found.codes or found.trimmings or read_something):
        found.words = [at for at, _ in rest]
    return found


def _read_refusals(found: Read, words: Sequence[str]) -> None:
    """« pas le week-end »: no criterion says so, and above all not the one that says the contrary."""
    kept = []
    for limit in found.limits:
        refused = negated(words, limit.start)
        if refused is None:
            kept.append(limit)
        else:
            found.unheard.append((refused, limit.end))
    found.limits = kept


def _is_age(words: Sequence[str], at: int) -> bool:
    return words[at].isdigit() and words[at + 1 : at + 2] == ["ans"]


def _content(tokens: Sequence[Token]) -> list[tuple[int, str]]:
    """(position, stem) of the words that are not empty, and of a letter that is one: « permis D »."""
    content: list[tuple[int, str]] = []
    for at, token in enumerate(tokens):
        word = token.word
        if word not in EMPTY:
            content.append((at, stem(word)))
        elif word in ("a", "d", "ce") and not token.elided and content and content[-1][0] == at - 1:
            following = tokens[at + 1].word if at + 1 < len(tokens) else ""
            letter = following not in _NO_LETTER if word == "d" else not following and token.typed.lower() == word
            if letter and content[-1][1] in LETTERED:
                content.append((at, word))
    return content


def _read_codes(found: Read, words: Sequence[str], taken: set[int]) -> None:
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if (match := _CODE.fullmatch(word)) is not None:
            found.codes.append((at, at + 1, (match[1] + match[2]).upper()))
            taken.add(at)
        elif word in ("rncp", "rs") and following.isdigit() and 2 <= len(following) <= 6:
            found.codes.append((at, at + 2, (word + following).upper()))
            taken.update((at, at + 1))


def _read_concepts(
    found: Read, content: Sequence[tuple[int, str]], taken: set[int], unread: frozenset[Reading], known: Concepts
) -> None:
    """The longest names first; one word of the wish alone names nothing."""
    at = 0
    while at < len(content):
        for length in range(min(known.longest.get(content[at][1], 0), len(content) - at), 0, -1):
            key = tuple(cut for _, cut in content[at : at + length])
            concept = known.by_name.get(key)
            start, end = content[at][0], content[at + length - 1][0] + 1
            alone = length == 1 and found.tokens[start].word in FILLERS
            if (
                concept is not None
                and concept.reading not in unread
                and not alone
                and taken.isdisjoint(range(start, end))
            ):
                found.concepts.append((start, end, key, concept))
                at += length
                break
        else:
            at += 1


def _read_alone(found: Read, rest: Sequence[tuple[int, str]], unread: frozenset[Reading], known: Concepts) -> None:
    said = {token.word for token in found.tokens}
    for at, cut in rest:
        for key, concept, others in known.alone.get(cut, ()):
            if concept.reading not in unread and others <= said:
                found.concepts.append((at, at + 1, key, concept))
                return


def _near_me(words: Sequence[str]) -> set[int]:
    """« près de chez moi » says neither « chez moi » nor a place: the reader's own town is another criterion."""
    if "moi" not in words and "proximite" not in words:
        return set()
    text = " ".join(words)
    return {
        at
        for match in _NEAR_ME.finditer(text)
        for at in range(text.count(" ", 0, match.start()), text.count(" ", 0, match.end()) + 1)
    }


def _read_trimmings(found: Read, rest: Sequence[tuple[int, str]], taken: set[int]) -> None:
    known, at = trimmings(), 0
    while at < len(rest):
        for length in (3, 2, 1):
            key = tuple(cut for _, cut in rest[at : at + length])
            if len(key) == length and (trimming := known.get(key)) is not None:
                start, end = rest[at][0], rest[at + length - 1][0] + 1
                found.trimmings.append((start, end, trimming.ways))
                taken.update(range(start, end))
                at += length
                break
        else:
            at += 1


def corrected(found: Read, vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[Token] | None:
    """The question with its mistyped words mended, or None when every word is one."""
    better: list[Token] = []
    changed = False
    unknown = {at for at in found.words if _is_unknown(found.tokens[at].word, vocabulary)}
    for at, token in enumerate(found.tokens):
        if at not in unknown:
            better.append(token)
            continue
        last = at == len(found.tokens) - 1
        meant = (
            _joined(better, token)
            or (_town_begun(token.word, vocabulary, gazetteer) if last else None)
            or spelling.mended(token.word, vocabulary, gazetteer.names)
        )
        if meant is None or (last and _begins_a_word(token.word, meant)):
            better.append(token)
            continue
        changed = True
        better += [Token(word, word) for word in meant.split()]
    return better if changed else None


def _is_unknown(word: str, vocabulary: Vocabulary) -> bool:
    if len(word) < 4 or not word.isalpha() or spelling.known(word):
        return False
    # A word that one or two offers have may be their own mistake.
    return not vocabulary.known(word) or vocabulary.count(stem(word)) < 2


def _town_begun(word: str, vocabulary: Vocabulary, gazetteer: Gazetteer) -> str | None:
    """« boulanger marsei »: the town whose name is being typed, when nothing else begins so."""
    if len(word) < _BEGUN or spelling.begins(word) or next(iter(vocabulary.beginning_with(word)), None):
        return None
    return gazetteer.completed(word)


def _joined(before: list[Token], token: Token) -> str | None:
    """« compta bilité »: the word before was a part of this one; it is taken back."""
    if before and spelling.known(before[-1].word + token.word) and len(token.word) > 2:
        return before.pop().word + token.word
    return None


def _begins_a_word(word: str, meant: str) -> bool:
    """Whether the last word is rather one that is still being typed."""
    return not meant.startswith(word) and len(word) > 3 and spelling.begins(word)
