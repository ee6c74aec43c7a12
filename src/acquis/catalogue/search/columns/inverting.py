"""The loops that turn the words of offers into lists: for each term its offers in order, and what it weighs there."""

from __future__ import annotations

import numpy as np

from .machine import compiled
from .splitting import BREAK

#: What a word weighs in each part, how much a long text dilutes it, and the length of an ordinary one. Fixed rather
#: than measured, so that what an offer weighs depends on no other offer.
WEIGHTS = np.array([4.0, 2.0, 1.6, 1.6, 0.6])
DILUTION = np.array([0.5, 0.5, 0.6, 0.3, 0.6])
LENGTHS = np.array([6.0, 8.0, 10.0, 3.0, 90.0])
#: Where a word's weight is half of what it can be.
HALF = 3.0
#: How much less a word weighs with each word before it in the title, at most eight: the subject stands in front.
DRIFT = 0.05
#: An exact value weighs as much as a word that is the title.
EXACT_IMPACT = 160


@compiled()
def impact_of(weight):
    """The weight of a term in an offer as one byte, from 1 to 255."""
    return np.uint8(max(1, min(255, int(255.0 * weight / (weight + HALF) + 0.5))))


@compiled("void(i4[::1], i8[::1], i4[::1], i4[::1], i8[::1], i8[::1], i4[::1], i4[::1], i8[::1])")
def counted(words, ends, word_term, exact, exact_at, term_counts, last_of_term, last_of_word, word_counts):
    """How many offers each term and each word of a head has. The arrays of lasts hold -1."""
    for doc in range((len(ends) - 1) // 5):
        for part in range(5):
            for at in range(ends[doc * 5 + part], ends[doc * 5 + part + 1]):
                word = words[at]
                if word < 0:
                    continue
                term = word_term[word]
                if last_of_term[term] != doc:
                    last_of_term[term] = doc
                    term_counts[term] += 1
                if part < 3 and last_of_word[word] != doc:
                    last_of_word[word] = doc
                    word_counts[word] += 1
        for at in range(exact_at[doc], exact_at[doc + 1]):
            term_counts[exact[at]] += 1


@compiled(
    "i8(i8[::1], i4[::1], i8[::1], i4[::1], i4[::1], i8[::1], i8[::1], i8[::1], i4[::1], i4[::1],"
    " i4[::1], u1[::1], u1[::1], u1[::1], i4[::1], u1[::1], i4[::1], i8[::1], f8[::1], f8[::1])"
)
def inverted(
    placed, words, ends, word_term, exact, exact_at, next_of_term, next_of_word, last_of_term, last_of_word,
    docs, impacts, heads, parts, word_docs, word_parts, tokens, token_ends, weights, head_weights,
):  # fmt: skip
    """Fill the lists; returns how many tokens were kept. `next_of_*` say where each list begins and end as its ends.

    `placed` has for each offer, in the order of the segment, its number among those of `ends` and `exact_at`.
    `weights` and `head_weights` are 0, one entry for each of `docs`. `tokens` become the terms of each part in order.
    """
    kept = np.int64(0)
    token_ends[0] = 0
    for doc in range(len(placed)):
        given = placed[doc]
        before = kept
        for part in range(5):
            low, high = ends[given * 5 + part], ends[given * 5 + part + 1]
            length = 0
            for at in range(low, high):
                length += words[at] >= 0
            share = WEIGHTS[part] / (1.0 - DILUTION[part] + DILUTION[part] * length / LENGTHS[part])
            place = 0
            for at in range(low, high):
                word = words[at]
                if word < 0:
                    if word == BREAK:
                        tokens[kept] = BREAK
                        kept += 1
                    continue
                term = word_term[word]
                tokens[kept] = term
                kept += 1
                if last_of_term[term] != doc:
                    last_of_term[term] = doc
                    docs[next_of_term[term]] = doc
                    next_of_term[term] += 1
                slot = next_of_term[term] - 1
                parts[slot] |= 1 << part
                if part == 0:
                    weight = share * (1.0 - DRIFT * min(place, 8))
                    weights[slot] += weight
                    head_weights[slot] += weight
                else:
                    weights[slot] += share
                place += 1
                if part < 3:
                    if last_of_word[word] != doc:
                        last_of_word[word] = doc
                        word_docs[next_of_word[word]] = doc
                        next_of_word[word] += 1
                    word_parts[next_of_word[word] - 1] |= 1 << part
            token_ends[doc * 5 + part + 1] = kept
        for at in range(before, kept):
            term = tokens[at]
            if term >= 0:
                slot = next_of_term[term] - 1
                impacts[slot] = impact_of(weights[slot])
                heads[slot] = impact_of(head_weights[slot]) if head_weights[slot] > 0.0 else np.uint8(0)
        for at in range(exact_at[given], exact_at[given + 1]):
            slot = next_of_term[exact[at]]
            docs[slot], impacts[slot], heads[slot], parts[slot] = doc, EXACT_IMPACT, EXACT_IMPACT, 128
            next_of_term[exact[at]] += 1
    return kept


@compiled(
    "void(i8, i8[::1], i4[::1], u1[::1], u1[::1], u1[::1], i4[::1], i4[::1], i8[::1],"
    " i4[::1], u1[::1], u1[::1], u1[::1])"
)
def moved(
    weighed, at, docs, impacts, heads, parts, term_of, number_of, next_of, into_docs, into_impacts, into_heads,
    into_parts,
):  # fmt: skip
    """Move the lists of a segment into those of another: terms and offers have other numbers there, or none (-1).

    `next_of` says where each list of the other goes on. Where `weighed` is 0 there are parts and no weights to move.
    """
    for term in range(len(at) - 1):
        into = term_of[term]
        for here in range(at[term], at[term + 1]):
            doc = number_of[docs[here]]
            if doc >= 0:
                slot = next_of[into]
                next_of[into] += 1
                into_docs[slot], into_parts[slot] = doc, parts[here]
                if weighed:
                    into_impacts[slot], into_heads[slot] = impacts[here], heads[here]
