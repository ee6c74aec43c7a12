"""The loops, compiled once and kept: which offers a question's clauses leave, how they are counted, which come first.

Scores are whole numbers, so that they are the same in whatever order they are added up.
"""

from __future__ import annotations

import numpy as np

from .machine import compiled

NEEDED, OPTIONAL, UNWANTED = 0, 1, 2
TITLE, CERTIFICATION, TRADES, PROVIDER, BODY = 1, 2, 4, 8, 16
EXACT = 128
#: What a word weighs that is found in one text alone, of 255; by the number of its part.
PART_IMPACTS = np.array([146, 98, 85, 85, 43], np.int64)
_STEPS = np.array([3501, 1577, 701, 301, 132, 57, 23, 10, 4, 1], np.int64)


@compiled()
def _worth(impact, head, parts, wanted):
    """What one occurrence weighs, looked for in all texts or in some; 0 when it is not there."""
    if wanted == 0 or parts & 128:
        return np.int64(impact)
    found = parts & wanted
    if found == 0:
        return np.int64(0)
    best = np.int64(0)
    if found & 1:
        best = np.int64(head)
    for part in range(1, 5):
        if found & (1 << part) and PART_IMPACTS[part] > best:
            best = PART_IMPACTS[part]
    return best


@compiled()
def _reach(docs, low, high, doc):
    """Where `doc` is or would be between `low` and `high`: in doubling steps, then halving."""
    step = np.int64(1)
    at = low
    while at < high and docs[at] < doc:
        low = at + 1
        at += step
        step *= 2
    if at < high:
        high = at
    while low < high:
        middle = (low + high) >> 1
        if docs[middle] < doc:
            low = middle + 1
        else:
            high = middle
    return low


@compiled()
def in_order(docs, count, marks, documents):
    """Put the first `count` of `docs` in order; `marks` are not 0 for them alone, and are left so."""
    if count * 48 < documents:
        # Steps of Ciura: few are put in order, without memory of one's own.
        for step in _STEPS:
            for at in range(step, count):
                doc = docs[at]
                here = at
                while here >= step and docs[here - step] > doc:
                    docs[here] = docs[here - step]
                    here -= step
                docs[here] = doc
        return count
    at = 0
    eights = marks.view(np.uint64)
    for eight in range((documents + 7) >> 3):
        if eights[eight] != 0:
            for doc in range(eight * 8, min(eight * 8 + 8, documents)):
                if marks[doc] != 0:
                    docs[at] = doc
                    at += 1
    return count


@compiled("i8(i8, i8, i4[::1], u1[::1], i8, u1[::1], i4[::1], u1[::1], u1[::1], u1[::1])")
def beginning(low, high, word_docs, word_parts, documents, marks, docs, impacts, heads, parts):
    """The offers of all words of a range, once each and in order; returns how many. `marks` are 0 before and after."""
    count = 0
    for at in range(low, high):
        doc = word_docs[at]
        if marks[doc] == 0:
            docs[count] = doc
            count += 1
        marks[doc] |= word_parts[at]
    in_order(docs, count, marks, documents)
    for at in range(count):
        doc = docs[at]
        found = marks[doc]
        marks[doc] = 0
        parts[at] = found
        heads[at] = PART_IMPACTS[0]
        best = np.int64(0)
        for part in range(5):
            if found & (1 << part) and PART_IMPACTS[part] > best:
                best = PART_IMPACTS[part]
        impacts[at] = best
    return count


@compiled()
def _side_by_side_in(parts, doc, terms, lasts, tokens, ends):
    """In which of some parts of an offer the terms stand side by side."""
    length = len(terms)
    found = np.int64(0)
    for part in range(5):
        if not parts >> part & 1:
            continue
        low, high = ends[doc * 5 + part], ends[doc * 5 + part + 1] - length
        for first in range(low, high):
            if tokens[first] != terms[0]:
                continue
            same = True
            for each in range(1, length):
                if tokens[first + each] != terms[each]:
                    same = False
                    break
            if same:
                last = tokens[first + length]
                same = False
                for each in range(len(lasts)):
                    if lasts[each] == last:
                        same = True
                        break
            if same:
                found |= 1 << part
                break
    return found


@compiled(
    "i8(i4[::1], i4[::1], i8[::1], i8[::1], i8, i4[::1], u1[::1], u1[::1], i4[::1], i8[::1], i8, i4[::1], u1[::1],"
    " u1[::1], u1[::1])"
)
def side_by_side(
    terms, lasts, lows, highs, wanted, post_docs, post_heads, post_parts, tokens, ends, capacity, docs, impacts, heads,
    parts,
):  # fmt: skip
    """The offers in which `terms`, then one of `lasts`, stand side by side in one text; returns how many.

    `lows`, `highs` bound the lists of `terms`, then that of the last where it is one term; `lows` are moved. With
    `wanted` parts, those that have them in none of these are left out: they would weigh nothing.
    """
    lists = len(lows)
    rarest = 0
    for each in range(1, lists):
        if highs[each] - lows[each] < highs[rarest] - lows[rarest]:
            rarest = each
    at = lows
    count = 0
    for here in range(lows[rarest], highs[rarest]):
        doc = post_docs[here]
        all_there = True
        shared = np.int64(post_parts[here])
        for each in range(lists):
            if each != rarest:
                at[each] = _reach(post_docs, at[each], highs[each], doc)
                if at[each] == highs[each] or post_docs[at[each]] != doc:
                    all_there = False
                    break
                shared &= post_parts[at[each]]
        if not all_there:
            continue
        at[rarest] = here
        # A long text is read only where all the terms are in it, and where an answer hangs on it.
        looked = shared & wanted if wanted else shared
        found = _side_by_side_in(looked, doc, terms, lasts, tokens, ends)
        if found and looked != shared:
            found |= _side_by_side_in(shared & ~looked, doc, terms, lasts, tokens, ends)
        if found and count < capacity:
            docs[count] = doc
            best = np.int64(0)
            for part in range(5):
                if found & (1 << part) and PART_IMPACTS[part] > best:
                    best = PART_IMPACTS[part]
            head = post_heads[at[0]] if found & 1 else np.uint8(0)
            if head > best:
                best = np.int64(head)
            impacts[count], heads[count], parts[count] = best, head, found
            count += 1
    return count


@compiled(
    "i8(i8, i8[:,::1], i8[:,::1], i8[::1], i8,"
    " i4[::1], u1[::1], u1[::1], u1[::1], i4[::1], u1[::1], u1[::1], u1[::1],"
    " u1[::1], i4[::1], i8[::1], u1[::1], i8[::1], u1[::1], i4[::1])"
)
def candidates(
    documents, ways, many_of_clauses, following, least, post_docs, post_impacts, post_heads, post_parts,
    made_docs, made_impacts, made_heads, made_parts, marks, docs, scores, found_parts, bests, best_parts, held,
):  # fmt: skip
    """The offers that the clauses leave, with their score and the parts in which words were found; returns how many.

    -1 means every offer. `ways` are rows of (made?, begin, end, weight, parts wanted); clauses (kind, first way,
    entries), and one row more; `following` is the order in which they are looked at. `marks` are 0 before and after.
    """
    way_source, way_low, way_high, way_weight, way_wanted = ways[:, 0], ways[:, 1], ways[:, 2], ways[:, 3], ways[:, 4]
    clause_kind, clause_first, clause_size = many_of_clauses[:, 0], many_of_clauses[:, 1], many_of_clauses[:, 2]
    clauses = len(clause_kind) - 1
    start = -1
    others = 0
    for clause in range(clauses):
        if clause_kind[clause] == 0 and (start < 0 or clause_size[clause] < clause_size[start]):
            start = clause
    count = np.int64(0)
    begun_by_all = start < 0 and least > 0
    if start < 0 and not begun_by_all:
        if clauses == 0:
            return np.int64(-1)
        for doc in range(documents):
            docs[doc] = doc
            scores[doc] = 0
            found_parts[doc] = 0
            held[doc] = 0
        count = documents
    elif start >= 0 and clause_first[start + 1] - clause_first[start] == 1:
        # One way alone: its list is in order and nothing is in it twice.
        way = clause_first[start]
        weight, wanted = way_weight[way], way_wanted[way]
        made = way_source[way] == 1
        for at in range(way_low[way], way_high[way]):
            if made:
                doc, parts = made_docs[at], made_parts[at]
                worth = _worth(made_impacts[at], made_heads[at], parts, wanted)
            else:
                doc, parts = post_docs[at], post_parts[at]
                worth = _worth(post_impacts[at], post_heads[at], parts, wanted)
            docs[count] = doc
            scores[count] = worth * weight
            found_parts[count] = parts
            held[count] = 0
            count += worth > 0
    else:
        for clause in range(clauses):
            if clause != start and not (begun_by_all and clause_kind[clause] == 1):
                continue
            for way in range(clause_first[clause], clause_first[clause + 1]):
                made = way_source[way] == 1
                for at in range(way_low[way], way_high[way]):
                    if made:
                        doc = made_docs[at]
                        worth = _worth(made_impacts[at], made_heads[at], made_parts[at], way_wanted[way])
                        parts = made_parts[at]
                    else:
                        doc = post_docs[at]
                        worth = _worth(post_impacts[at], post_heads[at], post_parts[at], way_wanted[way])
                        parts = post_parts[at]
                    if worth == 0:
                        continue
                    score = worth * way_weight[way]
                    if marks[doc] == 0:
                        marks[doc] = 128
                        docs[count] = doc
                        count += 1
                        bests[doc] = score
                    elif score > bests[doc]:
                        bests[doc] = score
                    marks[doc] |= parts
        for clause in range(clauses):
            if clause != start:
                others += 1
        several = clause_first[start + 1] - clause_first[start] > 1 if start >= 0 else True
        if others and several:
            in_order(docs, count, marks, documents)
        for at in range(count):
            doc = docs[at]
            # Where every clause is optional they are scored below, each for itself.
            scores[at] = 0 if begun_by_all else bests[doc]
            found_parts[at] = 0 if begun_by_all else marks[doc]
            marks[doc] = 0
            held[at] = 0
    for clause in following:
        if clause == start or count == 0:
            continue
        kind = clause_kind[clause]
        for at in range(count):
            bests[at] = 0
            best_parts[at] = 0
        for way in range(clause_first[clause], clause_first[clause + 1]):
            low, high = way_low[way], way_high[way]
            list_docs = made_docs if way_source[way] == 1 else post_docs
            made = way_source[way] == 1
            at = np.int64(0)
            while at < count and low < high:
                doc = docs[at]
                here = list_docs[low]
                if here < doc:
                    low = _reach(list_docs, low, high, doc)
                elif doc < here:
                    at = _reach(docs, at, count, here)
                else:
                    if made:
                        worth = _worth(made_impacts[low], made_heads[low], made_parts[low], way_wanted[way])
                        parts = made_parts[low]
                    else:
                        worth = _worth(post_impacts[low], post_heads[low], post_parts[low], way_wanted[way])
                        parts = post_parts[low]
                    if worth > 0:
                        score = worth * way_weight[way]
                        # A weight of nothing is found all the same.
                        if score + 1 > bests[at]:
                            bests[at] = score + 1
                        best_parts[at] |= parts
                    low += 1
                    at += 1
        kept = np.int64(0)
        for at in range(count):
            there = bests[at] > 0
            if (kind == 0 and not there) or (kind == 2 and there):
                continue
            docs[kept] = docs[at]
            scores[kept] = scores[at] + (bests[at] - 1 if there and kind != 2 else 0)
            found_parts[kept] = found_parts[at] | (best_parts[at] if kind != 2 else np.uint8(0))
            held[kept] = held[at] + (1 if there and kind == 1 else 0)
            kept += 1
        count = kept
    if least > 0:
        kept = np.int64(0)
        for at in range(count):
            if held[at] >= least:
                docs[kept], scores[kept], found_parts[kept] = docs[at], scores[at], found_parts[at]
                kept += 1
        count = kept
    return count
