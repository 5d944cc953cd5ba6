"""The rules that find the organisation itself, from the surest to the boldest.

The law of this file: a rule may disregard how a name is written, and never what it says. Two organisations that a
rule finds are both handed back; choosing is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ecograph.linking import names, vocabulary
from ecograph.linking.found import Found, surely_spelt, unique
from ecograph.linking.government import announced, resolve
from ecograph.linking.index import Entry, Index
from ecograph.linking.names import SMALL

_SPLIT = re.compile(r"\s*(?:,|;|/|\*|\||:| [-–—] |[-–—] | [-–—])\s*")
#: A word in the names of at most so many organisations tells them apart.
_RARE = 8
#: Fewer letters than these are no brand.
_SHORT = 3
_WEB = re.compile(r"(?:https?://)?(?:www\.)([a-z0-9-]+)\.(?:nl|eu|org|com)/?", re.IGNORECASE)


def _forms(text: str) -> list[str]:
    """Return the cores under which a name may stand in a register, the fullest first."""
    plain, inside = names.brackets(text)
    forms = [names.parse(text).core, names.parse(plain).core]
    forms += [names.bare_country(form) for form in forms]
    if inside and len(inside[0].split()) > 1:
        forms.append(names.parse(inside[0]).core)
    first, comma, second = plain.partition(",")
    if comma and set(vocabulary.canonical(names.key(second))) <= vocabulary.TYPES:
        forms.append(names.parse(first).core)  # "…, University of Applied Sciences": what it is, said once more
    return [*dict.fromkeys(f for f in forms if f)]


def same_name(text: str, index: Index) -> Found | None:
    """Find a name that stands so in a register, up to case, accents, punctuation, spaces and legal form."""
    for form in _forms(text):
        entries = index.solid.get(form.replace(" ", ""))
        if entries and not _company_mismatch(text, form, entries):
            rest = _unit_in_brackets(text, form, entries, index)
            return Found("department" if rest else "same name", "part-of" if rest else "exact", unique(entries), rest)
    return None


def _unit_in_brackets(text: str, form: str, entries: Iterable[Entry], index: Index) -> str:
    """Return what stands in brackets where that is a unit of the organisation, and no other name of it or its place.

    "Erasmus Universiteit Rotterdam (DRIFT)" is a unit; "Materials Innovation Institute (M2i)" is an abbreviation.
    """
    plain, inside = names.brackets(text)
    if not inside or form != names.parse(plain).core:
        return ""
    for e in entries:
        own = {w for full in index.full.get(e.entity.iri, ()) for w in vocabulary.translated(full)}
        own |= {a for a, bearers in index.acronyms.items() if any(b.entity is e.entity for b in bearers)}
        own |= index.city_words | vocabulary.GENERIC | {"nl"}
        said = [w for part in inside for w in vocabulary.translated(names.key(part))]
        if all(w in own for w in said) or any(_spells(names.key(part), plain) for part in inside):
            return ""
    return ", ".join(inside)


def _company_mismatch(text: str, form: str, entries: Iterable[Entry]) -> bool:
    """Return whether a company bears by chance the one-word name of something that is no company."""
    legal = set(names.parse(names.brackets(text)[0]).legal)
    return (
        bool(legal & {"bv", "nv", "vof", "cv"})
        and len(form.split()) == 1
        and not any(e.entity.company or names.parse(e.name).legal or e.name.endswith("(Netherlands)") for e in entries)
    )


def same_words(text: str, index: Index) -> Found | None:
    """Find a name of the same words in another order or language: "Universiteit Maastricht"."""
    for form in _forms(text):
        words = vocabulary.canonical(form)
        telling = set(words) - vocabulary.TYPES - vocabulary.GENERIC - {"open"}
        entries = index.words.get(words, []) if len(words) > 1 and telling else []
        if len(words) < 4 and not set(words) & vocabulary.TYPES:
            # Two words in another order are another name: "Holland Health" is not "Health Holland".
            order = vocabulary.translated(form)
            entries = [e for e in entries if order in {vocabulary.translated(c) for c in index.full[e.entity.iri]}]
        if entries:
            return Found("same words", "exact", unique(entries))
    return None


def acronym(text: str, index: Index) -> Found | None:
    """Find an abbreviation that stands alone, in capitals as abbreviations do, and without the form of a company."""
    plain = names.brackets(text)[0]
    name = names.parse(plain)
    short = names.key(plain).replace(" ", "") if len(name.key.split()) == 2 else name.core
    entries = index.acronyms.get(short) or index.acronyms.get(name.core, [])
    slashed = "/" in plain and len(plain.split()) == 1
    if (" " in name.core and not slashed) or len(name.core) < 3 or set(name.legal) & {"bv", "nv", "vof", "cv"}:
        return None
    if sum(c.isupper() for c in plain) < 2 and len(name.core) < 6:
        return None  # "Astron" is read as ASTRON; a short word in small letters is a word
    # A foundation is no joint arrangement and no ministry: what is said of its form must agree.
    kept = [e for e in entries if not name.legal or e.entity.kind == "institution"]
    return Found("acronym", "exact", unique(kept)) if kept else None


def brand(text: str, index: Index) -> Found | None:
    """Find an institution by the one word of its web address, if that is its abbreviation or stands in its name.

    "RUG" is rug.nl, "Hanze" is hanze.nl; a place, a general word and a company with that name are not.
    """
    plain = names.brackets(text)[0]
    web = _WEB.fullmatch(plain.strip())
    name = names.parse(plain)
    word = names.key(web[1]) if web else name.core
    entry = index.brands.get(word.replace(" ", ""))
    if entry is None or (" " in word and not web) or set(name.legal) & {"bv", "nv", "vof", "cv"}:
        return None
    if web:
        return Found("web address", "exact", (entry,))
    own = {w for full in index.full.get(entry.entity.iri, ()) for w in full.split()}
    written = next((w for w in reversed(plain.split()) if names.key(w).replace(" ", "") == word.replace(" ", "")), "")
    capitals = sum(c.isupper() for c in written) > 1
    telling = word not in index.city_words and word not in vocabulary.GENERIC | vocabulary.TYPES
    if not telling or len(word) < _SHORT or not (word in own or capitals) or (len(word) < 5 and not capitals):
        return None
    return Found("brand", "exact", (entry,))


def name_and_acronym(text: str, index: Index) -> Found | None:
    """Find a name with its abbreviation before or behind it: both must be of one organisation."""
    plain, inside = names.brackets(text)
    core = names.parse(plain).core
    tokens = core.split()
    tries: list[tuple[str, str]] = [(core, names.key(i).replace(" ", "")) for i in inside]
    if len(tokens) > 2:
        tries += [(" ".join(tokens[:-1]), tokens[-1]), (" ".join(tokens[1:]), tokens[0])]
    for name, short in tries:
        bearers = index.bearers(short)
        if not bearers or len(short) < 2 or short in SMALL:
            continue
        entries = [e for e in index.solid.get(name.replace(" ", ""), ()) if e.entity.iri in bearers]
        entries = entries or [e for e in index.words.get(vocabulary.canonical(name), ()) if e.entity.iri in bearers]
        entries = entries or [
            Entry(index.by_iri[iri], full, "name")
            for iri, full in index.by_initials.get(names.initials(name, SMALL | {"v"}), ())
            if iri in bearers and _abbreviates(name, full)
        ]
        if entries:
            return Found("name and acronym", "exact", unique(entries))
    return None


def initials(text: str, index: Index) -> Found | None:
    """Find the organisation whose abbreviation the words spell, and that shares a telling word or its place."""
    name = names.parse(names.brackets(text)[0])
    core = name.core
    telling, whole = ([t for t in form.split() if t not in SMALL] for form in (core, name.key))
    tries = (telling, telling[1:], core.split(), whole[1:] if name.key.startswith("stichting ") else whole)
    spellings = {"".join(t[0] for t in part) for part in tries if len(part) > 2}
    words = set(vocabulary.canonical(core))
    found = []
    for short in spellings:
        for entry in index.acronyms.get(short, ()):
            own = {w for full in index.full.get(entry.entity.iri, ()) for w in vocabulary.canonical(full)}
            shared = (words & own) - vocabulary.GENERIC - index.city_words
            if any(index.frequency.get(w, 0) <= _RARE and len(w) > 4 for w in shared) or (
                shared & vocabulary.TYPES and words & set(names.key(entry.entity.city).split())
            ):
                found.append(entry)
    return Found("initials", "exact", unique(found)) if found else None


def _abbreviates(short: str, full: str) -> bool:
    """Return whether each word of ``short`` shortens the word of ``full`` in its place.

    >>> _abbreviates("kon ned akademie v wetenschappen", "koninklijke nederlandse akademie van wetenschappen")
    True
    """
    a, b = [t for t in short.split() if t not in SMALL | {"v"}], [t for t in full.split() if t not in SMALL]
    return len(a) == len(b) > 1 and all(y.startswith(x) for x, y in zip(a, b, strict=True))


def both_parts(text: str, index: Index) -> Found | None:
    """Find one organisation named twice, or named with the foundation that keeps it."""
    parts = [p for p in _SPLIT.split(text) if p]
    if len(parts) != 2:
        return None
    found = [same_name(p, index) or same_words(p, index) or acronym(p, index) for p in parts]
    if found[0] and not found[1] and _spells(names.parse(parts[0]).core, parts[1]):
        return Found("both parts", "exact", found[0].entries)
    if all(found):
        sets = [{e.entity.iri for e in f.entries} for f in found if f]
        common = sets[0] & sets[1]
        if common and found[1]:
            return Found("both parts", "exact", unique(e for e in found[1].entries if e.entity.iri in common))
    if names.parse(parts[0]).legal[:1] == ("stichting",) and found[1] and len(names.parse(parts[0]).tokens) > 1:
        shared = set(vocabulary.canonical(names.parse(parts[0]).core))
        if all(shared & set(vocabulary.canonical(names.parse(e.name).core)) for e in found[1].entries):
            return Found("both parts", "exact", found[1].entries)
    return None


def _spells(short: str, full: str) -> bool:
    """Return whether a word is the abbreviation of the words beside it.

    >>> _spells("oapen", "Open Access Publishing in European Networks")
    True
    """
    return short == "".join(t[0] for t in names.key(full).split() if t not in SMALL)


def with_purpose(text: str, index: Index) -> Found | None:
    """Find a name with what the organisation is for behind it: "… Centrum voor kinderoncologie"."""
    tokens = names.parse(names.brackets(text)[0]).core.split()
    for end in range(len(tokens) - 2, 2, -1):
        if tokens[end] in {"voor", "for"} and (entries := index.solid.get("".join(tokens[:end]))):
            return Found("generic words", "exact", unique(entries))
    return None


def generic_words(text: str, index: Index) -> Found | None:
    """Find a name that differs by a general word, or by the place where the organisation is."""
    if _own_company(text):
        return None
    for form in _forms(text):
        words = vocabulary.canonical(form)
        for spare in words:
            rest = tuple(w for w in words if w != spare)
            entries = [
                e
                for e in index.words.get(rest, ())
                if spare in vocabulary.GENERIC or spare in index.city_of(e.entity) & index.city_words
                if not _other_kind(spare, rest)
            ]
            if entries and _distinctive(rest, index):
                return Found("generic words", "exact", unique(entries))
        if len(words) > 1 and _distinctive(words, index):
            more = [x for x in vocabulary.EXTRA if x == "onderzoek" or not _other_kind(x, words)]
            entries = [e for extra in more for e in index.words.get(tuple(sorted((*words, extra))), ())]
            if entries := entries or index.cityless.get(words, []):
                return Found("generic words", "exact", unique(entries))
    return None


def _other_kind(word: str, others: Iterable[str]) -> bool:
    """Return whether a word makes a university something else: its hospital, its institute, its clinic."""
    return word in vocabulary.TYPES | {"kliniek"} and bool(set(others) & vocabulary.SCHOOLS)


def _own_company(text: str) -> bool:
    """Return whether a name is of a company that holds others, in the legal form of one: "… Holding B.V."."""
    name = names.parse(names.brackets(text)[0])
    return bool(set(name.legal) & {"bv", "nv"} and set(name.tokens) & vocabulary.COMPANY_WORDS)


def _distinctive(words: Iterable[str], index: Index) -> bool:
    """Return whether words single out an organisation: a rare word, or a university or college with its place."""
    words = set(words)
    plain = vocabulary.GENERIC | {"open"}
    telling = [w for w in words if w not in plain and w not in index.city_words and len(w) > 3]
    rare = any(index.frequency.get(w, 0) <= _RARE for w in telling if w not in vocabulary.TYPES)
    return rare or len(telling) > 2 or bool(words & vocabulary.SCHOOLS and words & index.city_words)


def spelling(text: str, index: Index) -> Found | None:
    """Find the one name that a slip of spelling away is; long names only, and never a change of a whole word."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    form = names.bare_country(names.parse(names.brackets(text)[0]).core).replace(" ", "")
    if len(form) < 12:
        return None
    slips = max(1, len(form) // 12)
    near: dict[str, int] = {}
    for length in range(len(form) - slips, len(form) + slips + 1):
        names_so_long = index.solids.get(length, ())
        found = process.extract(form, names_so_long, scorer=OSA.distance, score_cutoff=slips, limit=None)
        near |= {name: int(distance) for name, distance, _ in found}
    if not near:
        return None
    entries = unique(e for name, d in near.items() if d == min(near.values()) for e in index.solid[name])
    return Found("spelling", "exact", entries) if len(entries) == 1 else None


def government_name(text: str, index: Index) -> Found | None:
    """Find a government that the name announces: "gemeente Haren", "Provincie Frysl̢n", "www.gorinchem.nl"."""
    plain = names.parse(text)
    bare = text[: len(text) - len(plain.remark)].strip() if plain.remark else text
    kind, rest = announced(names.key(bare))
    web = _WEB.fullmatch(text.strip())
    if kind is None and not web:
        return None
    found = resolve(bare)
    bodies = [found.body] if found.body else [*found.candidates]
    sure = found.by in {"name", "qualified name", "ambiguous"} or surely_spelt(rest, found)
    entries = [Entry(index.by_iri[b.iri], b.label, "name") for b in bodies]
    if not entries or not sure:
        return None
    return Found("web address" if web else "government name", "exact", tuple(entries))
