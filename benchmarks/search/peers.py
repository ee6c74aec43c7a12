"""The peers: tantivy bare, SQLite FTS5, PostgreSQL full text; each asked the same, by its own means.

All the words, folded and stemmed, in title, certification or body; criteria; a radius by towns; the best twenty; exact
counts by domain, register, modality, region and band of price. A mistake is mended by what each has for it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from acquis.catalogue.search.columns.traits import band_of, region_of
from acquis.catalogue.search.plan import OfferDocument
from acquis.catalogue.search.tokens import EMPTY, fold, folded, stem, stems
from acquis.catalogue.search.types import PRICE_BANDS

from .questions import Question

Towns = Sequence[tuple[str, str, float, float]]
FACETS = ("domain", "register", "modality", "region", "band")


@lru_cache(maxsize=4096)
def around(towns: tuple[Any, ...], lat: float, lon: float, km: int) -> tuple[str, ...]:
    """The towns of a radius, exact."""
    found = []
    for insee, _, other_lat, other_lon in towns:
        if abs(other_lat - lat) > km / 111.0:
            continue
        up, along = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
        square = sin(up) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(along) ** 2
        if 12742.0176 * asin(sqrt(square)) <= km:
            found.append(insee)
    return tuple(found)


def facts(offer: OfferDocument) -> dict[str, str]:
    """What is counted."""
    return {
        "domain": offer.formacode[0][:3],
        "register": offer.register,
        "modality": str(offer.modality),
        "region": region_of(offer.insee) or "-",
        "band": str(band_of(offer.price_cents, PRICE_BANDS)),
    }


class Tantivy:
    """tantivy 0.27 in process: a stemmed field, a folded one of titles for beginnings and mistakes, fast fields."""

    name = "tantivy"

    def __init__(self, folder: Path, towns: Towns) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.towns = folder, tuple(towns)
        builder = tantivy.SchemaBuilder()
        for name in ("title", "certification", "body"):
            builder.add_text_field(name, tokenizer_name="stemmed", index_option="freq")
        builder.add_text_field("words", tokenizer_name="plain", index_option="basic")
        for name in (*FACETS, "town"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("price", indexed=True, fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, str(folder))
        stop = tantivy.Filter.custom_stopword(sorted(EMPTY))
        split = tantivy.Tokenizer.regex(r"[\p{L}\p{N}][\p{L}\p{N}+#]*")
        base = tantivy.TextAnalyzerBuilder(split).filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
        plain = base.filter(stop)
        self.index.register_tokenizer("plain", plain.build())
        stemmer = (
            tantivy.TextAnalyzerBuilder(split).filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
        )
        self.stemmed = stemmer.filter(stop).filter(tantivy.Filter.stemmer("french")).build()
        self.index.register_tokenizer("stemmed", self.stemmed)

    def build(self, offers: Iterable[OfferDocument]) -> None:
        writer = self.index.writer(256_000_000, 1)
        for offer in offers:
            document = tantivy.Document(
                title=[offer.title], certification=[offer.certification], body=[offer.body],
                words=[offer.title, offer.certification], town=[offer.insee], key=[offer.key],
                **{name: [value] for name, value in facts(offer).items()},
            )  # fmt: skip
            document.add_integer("price", offer.price_cents)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def ask(self, question: Question) -> tuple[int, list[str]]:
        fuzzy = False
        found, query = self._search(question, fuzzy=False)
        if not found.count and not question.prefix:
            fuzzy = True
            found, query = self._search(question, fuzzy=True)
        asked = {
            name: {"terms": {"field": name, "size": 1000, "segment_size": 1000}}
            for name in ("domain", "region", "band")
        }
        # A facet is counted without its own criterion: what is filtered by one is counted apart.
        for name, chosen in (("register", question.register), ("modality", question.modality)):
            if not chosen:
                asked[name] = {"terms": {"field": name, "size": 10}}
        self.searcher.aggregate(query, asked)
        for name, chosen in (("register", question.register), ("modality", question.modality)):
            if chosen:
                without = self._query(question, fuzzy=fuzzy, leaving=name)
                self.searcher.aggregate(without, {name: {"terms": {"field": name, "size": 10}}})
        return found.count, [self.searcher.doc(at)["key"][0] for _, at in found.hits]

    def _search(self, question: Question, *, fuzzy: bool) -> Any:
        query = self._query(question, fuzzy=fuzzy)
        return self.searcher.search(query, 20, count=True), query

    def _query(self, question: Question, *, fuzzy: bool, leaving: str = "") -> Any:
        schema = self.schema
        parts = []
        for word in question.words:
            bare = fold(word)
            if question.prefix:
                parts.append((Occur.Must, Query.regex_query(schema, "words", f"{bare}.*")))
                continue
            term = next(iter(self.stemmed.analyze(word)), bare)
            ways = [
                (Occur.Should, Query.boost_query(Query.term_query(schema, field, term), weight))
                for field, weight in (("title", 4.0), ("certification", 2.0), ("body", 0.6))
            ]
            if fuzzy:
                ways.append((Occur.Should, Query.fuzzy_term_query(schema, "words", bare, 1, True)))
            parts.append((Occur.Must, Query.boolean_query(ways)))
        if question.max_price_cents is not None:
            price = Query.range_query(schema, "price", tantivy.FieldType.Integer, None, question.max_price_cents)
            parts.append((Occur.Must, Query.const_score_query(price, 0.0)))
        for name, chosen in (("register", question.register), ("modality", question.modality)):
            if chosen and name != leaving:
                only = Query.term_query(schema, name, chosen, "basic")
                parts.append((Occur.Must, Query.const_score_query(only, 0.0)))
        if question.lat is not None and question.lon is not None:
            near = Query.term_set_query(
                schema, "town", list(around(self.towns, question.lat, question.lon, question.radius_km))
            )
            remote = Query.term_query(schema, "modality", "remote", "basic")
            both = Query.boolean_query([(Occur.Should, near), (Occur.Should, remote)])
            parts.append((Occur.Must, Query.const_score_query(both, 0.0)))
        return Query.boolean_query(parts)


class _ByRows:
    """What SQLite and PostgreSQL share: a question is SQL, and counts are made from the rows that are found."""

    towns: tuple[Any, ...]
    near: dict[str, str]

    def terms(self, question: Question) -> list[str]:
        return [fold(word) if question.prefix else stem(fold(word)) for word in question.words]

    def conditions(self, question: Question, mark: str) -> tuple[str, list[Any]]:
        sql, values = "", []
        if question.max_price_cents is not None:
            sql += f" AND price <= {mark}"
            values.append(question.max_price_cents)
        if question.lat is not None and question.lon is not None:
            towns = around(self.towns, question.lat, question.lon, question.radius_km)
            sql += f" AND (modality = 'remote' OR town IN ({', '.join([mark] * len(towns)) or 'NULL'}))"
            values += towns
        return sql, values

    def counted(self, rows: list[Any], question: Question) -> tuple[int, list[str]]:
        """Rows are (key, rank, *facets), best first."""
        counters = {name: Counter[str]() for name in FACETS}
        best, total = [], 0
        for key, _, *values in rows:
            told = dict(zip(FACETS, values, strict=True))
            fails = {
                name
                for name, chosen in (("register", question.register), ("modality", question.modality))
                if chosen and told[name] != chosen
            }
            for name, value in told.items():
                if not fails - {name}:
                    counters[name][value] += 1
            if not fails:
                total += 1
                if len(best) < 20:
                    best.append(key)
        return total, best

    def mended(self, word: str) -> str:
        """The nearest known word by one change, of those that share most letters: a table of all such deletions."""
        for each in (word, *(word[:at] + word[at + 1 :] for at in range(len(word)))):
            if each in self.near:
                return self.near[each]
        return word

    def learn(self, frequency: Counter[str]) -> None:
        self.near = {}
        for word, _ in sorted(frequency.items(), key=lambda pair: (pair[1], pair[0])):
            for at in range(len(word)):
                self.near[word[:at] + word[at + 1 :]] = word
        self.near.update({word: word for word in frequency})


class Sqlite(_ByRows):
    """SQLite FTS5: terms folded and stemmed by us, since it has no French; bm25 with weights."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path, towns: Towns) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path, self.towns = folder / "offers.db", tuple(towns)
        self.base = sqlite3.connect(self.path)

    def build(self, offers: Iterable[OfferDocument]) -> None:
        base = self.base
        base.execute(
            "CREATE VIRTUAL TABLE words USING fts5"
            "(title, certification, body, plain, content='', detail=column, prefix='4')"
        )
        base.execute(
            "CREATE TABLE offer (id INTEGER PRIMARY KEY, key, domain, register, modality, region, band, town, price)"
        )
        frequency: Counter[str] = Counter()
        for number, offer in enumerate(offers, 1):
            plain = folded(f"{offer.title} {offer.certification}")
            frequency.update(set(plain))
            texts = [" ".join(stems(text)) for text in (offer.title, offer.certification, offer.body)]
            base.execute(
                "INSERT INTO words(rowid, title, certification, body, plain) VALUES (?, ?, ?, ?, ?)",
                (number, *texts, " ".join(plain)),
            )
            base.execute(
                "INSERT INTO offer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, offer.key, *(facts(offer)[name] for name in FACETS), offer.insee, offer.price_cents),
            )
        base.commit()
        base.execute("INSERT INTO words(words) VALUES ('optimize')")
        base.commit()
        self.learn(frequency)

    def size(self) -> int:
        return self.path.stat().st_size

    def ask(self, question: Question) -> tuple[int, list[str]]:
        terms = self.terms(question)
        found = self._ask(question, terms)
        if not found[0] and not question.prefix:
            mended = [stem(self.mended(fold(word))) for word in question.words]
            found = self._ask(question, mended) if mended != terms else found
        return found

    def _ask(self, question: Question, terms: list[str]) -> tuple[int, list[str]]:
        if question.prefix:
            match = " AND ".join(f'plain: "{term}" *' for term in terms)
        else:
            match = " AND ".join(f'{{title certification body}}: "{term}"' for term in terms)
        sql, values = self.conditions(question, "?")
        rows = self.base.execute(
            f"SELECT key, bm25(words, 4.0, 2.0, 0.6, 1.0) AS rank, {', '.join(FACETS)} "
            f"FROM words JOIN offer ON id = words.rowid WHERE words MATCH ?{sql} ORDER BY rank",
            [match, *values],
        ).fetchall()
        return self.counted(rows, question)


class Postgres(_ByRows):
    """PostgreSQL's tsvector with a GIN index and ts_rank, terms folded and stemmed by us."""

    name = "PostgreSQL"

    def __init__(self, connection: Any, towns: Towns) -> None:
        self.connection, self.towns = connection, tuple(towns)

    def build(self, offers: Iterable[OfferDocument]) -> None:
        frequency: Counter[str] = Counter()
        with self.connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE offer (key text, domain text, register text, modality text, region text, band text, "
                "town text, price bigint, words tsvector)"
            )
            cursor.execute(
                "CREATE TEMP TABLE given (key text, domain text, register text, modality text, region text, "
                "band text, town text, price bigint, title text, certification text, body text, plain text)"
            )
            with cursor.copy("COPY given FROM STDIN") as copy:
                for offer in offers:
                    plain = folded(f"{offer.title} {offer.certification}")
                    frequency.update(set(plain))
                    told = facts(offer)
                    copy.write_row(
                        (offer.key, *(told[name] for name in FACETS), offer.insee, offer.price_cents,
                         *(" ".join(stems(text)) for text in (offer.title, offer.certification, offer.body)),
                         " ".join(f"w{word}" for word in plain))
                    )  # fmt: skip
            cursor.execute(
                "INSERT INTO offer SELECT key, domain, register, modality, region, band, town, price, "
                "setweight(to_tsvector('simple', title), 'A') || "
                "setweight(to_tsvector('simple', certification), 'B') || "
                "setweight(to_tsvector('simple', body), 'D') || to_tsvector('simple', plain) FROM given"
            )
            cursor.execute("CREATE INDEX ON offer USING gin (words)")
            cursor.execute("ANALYZE offer")
            cursor.execute("DROP TABLE given")
        self.connection.commit()
        self.learn(frequency)

    def size(self) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('offer')")
            return int(cursor.fetchone()[0])

    def ask(self, question: Question) -> tuple[int, list[str]]:
        terms = self.terms(question)
        found = self._ask(question, terms)
        if not found[0] and not question.prefix:
            mended = [stem(self.mended(fold(word))) for word in question.words]
            found = self._ask(question, mended) if mended != terms else found
        return found

    def _ask(self, question: Question, terms: list[str]) -> tuple[int, list[str]]:
        match = " & ".join(f"'w{term}':*" if question.prefix else f"'{term}'" for term in terms)
        sql, values = self.conditions(question, "%s")
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT key, ts_rank(words, said) AS rank, {', '.join(FACETS)} "
                f"FROM offer, to_tsquery('simple', %s) AS said WHERE words @@ said{sql} ORDER BY rank DESC",
                [match, *values],
            )
            return self.counted(cursor.fetchall(), question)
