#!/usr/bin/env python3
"""Learns data/models/english/lemmas.tsv from a treebank and a list of regular words.

Usage: train-lemmatizer.py TRAIN.conllu[.gz] WORDNET IRREGULAR > data/models/english/lemmas.tsv

TRAIN    a treebank with Penn tags (UD English EWT).
WORDNET  the folder of WordNet 3.0's index.* and *.exc files (Debian: wordnet-base), from which regular forms are made
         ("provoked" from "provoke"), so that rules see more verbs, nouns and adjectives than the treebank has.
IRREGULAR  data/models/english/irregular.tsv, whose forms need no row.

Rows:  rule TAG SUFFIX STRIP ADD      a form in lower case that ends so loses STRIP letters and gains ADD; the longest suffix wins
       word TAG FORM LEMMA            a form that the rules would get wrong
       case TAG WRITING SUFFIX WHAT   which capitals a lemma has (lower, keep: the form's, capital: the first letter's), by how the form
                                      is written (l: lower, T: capitalised, U: all capitals); SUFFIX "=word" is a whole word
"-" is an empty suffix or addition. What no row says: no change; small forms keep what they have, others lose their capitals.
"""
import collections, gzip, re, sys

LONGEST = 6
QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-"})


def writing(form):
    letters = [c for c in form if c.isalpha()]
    if not letters or not letters[0].isupper():
        return "l"
    return "U" if len(letters) > 1 and all(c.isupper() for c in letters) else "T"


def edit(form, lemma):
    n = 0
    while n < min(len(form), len(lemma)) and form[n] == lemma[n]:
        n += 1
    return len(form) - n, lemma[n:]


def recase(what, form, low, lemma):
    if what == "lower":
        return lemma
    if what == "capital":
        return lemma[:1].upper() + lemma[1:] if lemma[:1].isascii() else lemma
    n = 0
    while n < min(len(low), len(lemma)) and low[n] == lemma[n]:
        n += 1
    rest = lemma[n:]
    return form[:n] + (rest.upper() if writing(form) == "U" else rest)


def read_treebank(path):
    """(form, tag, lemma) -> count."""
    seen = collections.Counter()
    for line in gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) == 10 and f[0].isdigit() and f[2] != "_" and f[4] not in ("GW", "XX"):
            typo = "Typo=Yes" in f[5] or "CorrectForm" in f[9]
            seen[(f[1].translate(QUOTES), f[4], f[2].translate(QUOTES), typo)] += 1
    # A misspelling counts only if it is a habit ("dont").
    out = collections.Counter()
    for (form, tag, lemma, typo), n in seen.items():
        if n > 1 or not typo:
            out[(form, tag, lemma)] += n
    return out


def read_words(folder, name, rare):
    for line in open("%s/index.%s" % (folder, name), encoding="utf-8"):
        f = line.split()
        if line[0] == " " or not re.fullmatch("[a-z]{2,}", f[0]):
            continue
        tagged = int(f[5 + int(f[3])]) if f[5 + int(f[3])].isdigit() else 0
        if tagged or rare:
            yield f[0], tagged


def read_exceptions(folder, name):
    out = collections.defaultdict(set)
    for line in open("%s/%s.exc" % (folder, name), encoding="utf-8"):
        f = line.split()
        for base in f[1:]:
            out[base].add(f[0])
    return out


VOWEL_END = re.compile(r"[aeiou]y$")


def regular(word, ending):
    """word + s, ed, ing, er, est by the rules of spelling, without doubling."""
    if ending == "s":
        if re.search(r"(s|x|z|ch|sh)$", word):
            return word + "es"
        if word.endswith("y") and not VOWEL_END.search(word):
            return word[:-1] + "ies"
        return word + "s"
    if ending == "ing":
        if word.endswith("ie"):
            return word[:-2] + "ying"
        return word[:-1] + "ing" if word.endswith("e") and not re.search(r"(ee|oe|ye)$", word) else word + "ing"
    if word.endswith("e"):
        return word + ending[1:]
    if word.endswith("y") and not VOWEL_END.search(word):
        return word[:-1] + "i" + ending
    return word + ending


def made_forms(folder):
    """(form, tag, lemma) made from WordNet's lists; how often its lemma was tagged."""
    verbs = read_exceptions(folder, "verb")
    for word, tagged in read_words(folder, "verb", True):
        listed = verbs.get(word, set())
        doubled = {f for f in listed if f.endswith("ed") and f.startswith(word) and len(f) == len(word) + 3}
        gerund = {f for f in listed if f.endswith("ing")} or {regular(word, "ing")}
        irregular = {f for f in listed if not f.endswith(("ing", "s"))} - doubled
        both = not irregular or all(f.endswith("t") for f in irregular)  # "smelt" and "smelled"
        past = doubled or {f for f in irregular if f.endswith("ed")} or ({regular(word, "ed")} if both else set())
        for f in gerund:
            yield f, "VBG", word, tagged
        for f in past:
            yield f, "VBD", word, tagged
            yield f, "VBN", word, tagged
        yield regular(word, "s"), "VBZ", word, tagged
    nouns = read_exceptions(folder, "noun")
    for word, tagged in read_words(folder, "noun", False):
        if not nouns.get(word):
            plural = regular(word, "s")
            yield plural, "NNS", word, tagged
            yield plural, "NNPS", word, tagged
            if re.search(r"[^aeiou]o$", word):
                yield word + "es", "NNS", word, 0
    adjectives = read_exceptions(folder, "adj")
    for word, tagged in read_words(folder, "adj", False):
        listed = adjectives.get(word, set())
        short = len(re.findall(r"[aeiouy]+", re.sub("e$", "", word))) <= 1 or word.endswith(("y", "le", "ow"))
        if not short:
            continue
        for ending, tag in (("er", "JJR"), ("est", "JJS")):
            forms = {f for f in listed if f.endswith(ending)} or {regular(word, ending)}
            for f in forms:
                yield f, tag, word, tagged


def learn(types, longest):
    """Suffix rules for (key, word) -> Counter of outcomes; each type counts once. Gives {(key, suffix): outcome}."""
    counts = collections.defaultdict(collections.Counter)
    for (key, word), outcome in types.items():
        for k in range(0, min(longest, len(word)) + 1):
            counts[(key, word[len(word) - k:])][outcome] += 1
    rules = {}
    for (key, suffix), outcomes in sorted(counts.items(), key=lambda kv: len(kv[0][1])):
        usable = [(n, o) for o, n in outcomes.items() if not isinstance(o, tuple) or o[0] <= len(suffix)]
        if not usable:
            continue
        n, best = max(usable, key=lambda t: (t[0], str(t[1])))
        shorter = next((rules[(key, suffix[k:])] for k in range(1, len(suffix) + 1) if (key, suffix[k:]) in rules), None)
        if suffix == "" or (best != shorter and n >= 2 and n / sum(outcomes.values()) >= 0.6 and n > outcomes.get(shorter, 0) + 1):
            rules[(key, suffix)] = best
    return rules


def guess(rules, key, word, longest):
    for k in range(min(longest, len(word)), -1, -1):
        rule = rules.get((key, word[len(word) - k:]))
        if rule is not None and (not isinstance(rule, tuple) or rule[0] < len(word)):
            return rule
    return None


def read_irregular(path):
    tags = {"verb": ("VBD", "VBN"), "noun": ("NNS",), "adjective": ("JJR", "JJS"), "adverb": ("RBR", "RBS")}
    out = {}
    for line in open(path, encoding="utf-8"):
        f = line.split()
        if f and not line.startswith("#"):
            for tag, forms in zip(tags[f[0]], f[2:]):
                for form in forms.split("/"):
                    out.setdefault((tag, form), f[1])
    return out


def main():
    irregular = read_irregular(sys.argv[3])
    seen = read_treebank(sys.argv[1])
    low_lemmas = collections.defaultdict(collections.Counter)
    for (form, tag, lemma), n in seen.items():
        low_lemmas[(tag, form.lower())][lemma.lower()] += n
    attested = {k: c.most_common(1)[0] for k, c in low_lemmas.items()}
    made = {}
    for form, tag, lemma, tagged in made_forms(sys.argv[2]):
        if made.get((tag, form), ("", -1))[1] < tagged:
            made[(tag, form)] = (lemma, tagged)
    types, wanted = {}, {}
    for (tag, form), (lemma, tagged) in made.items():
        types[(tag, form)] = edit(form, lemma)
        wanted[(tag, form)] = (lemma, tagged)
    for (tag, form), (lemma, n) in attested.items():
        wanted[(tag, form)] = (lemma, n + 1)
        strip, add = edit(form, lemma)
        if form.isalpha() and form.isascii() and strip <= 4 and len(add) <= 4:
            types[(tag, form)] = (strip, add)
        elif tag not in ("NNS", "VBD", "VBG", "VBN", "VBZ"):
            types.setdefault((tag, form), (0, ""))
    rules = learn(types, LONGEST)

    def base(tag, form):
        if (tag, form) in irregular:
            return irregular[(tag, form)]
        strip, add = guess(rules, tag, form, LONGEST) or (0, "")
        return form[:len(form) - strip] + add

    words = {}
    for (tag, form), (lemma, n) in wanted.items():
        if base(tag, form) != lemma and n > 0 and not form.startswith("#") and "\t" not in form:
            words[(tag, form)] = lemma

    # Capitals. A type is a way of writing a word with a tag; what its lemma does is the first that gives the lemma seen.
    ways = collections.defaultdict(collections.Counter)
    for (form, tag, lemma), n in seen.items():
        low = form.lower()
        plain = words.get((tag, low), base(tag, low))
        if plain != lemma.lower():
            continue
        w = writing(form)
        order = ("keep", "lower", "capital") if w == "l" or tag in ("NNP", "NNPS") else ("lower", "keep", "capital")
        for what in order:
            if recase(what, form, low, plain) == lemma:
                ways[(tag + "\t" + w, low)][what] += n
                break
    best = {k: c.most_common(1)[0][0] for k, c in ways.items()}
    cases = learn(best, LONGEST)
    case_words = {k: what for k, what in best.items() if guess(cases, k[0], k[1], LONGEST) != what and "\t" not in k[1]}
    # A capitalised word that is mostly seen in lower case needs no entry of its own, and rules find the rest.

    print("# Lemmas of English: learned by scripts/train-lemmatizer.py, which explains the rows, from the training part of UD English EWT")
    print("# 2.16 (CC BY-SA 4.0) and from regular forms of the words in WordNet 3.0 (Princeton University; its licence: LICENSE.txt).")
    for (tag, suffix), (strip, add) in sorted(rules.items()):
        if (strip, add) != (0, "") or suffix:
            print("rule", tag, suffix or "-", strip, add or "-", sep="\t")
    for (key, suffix), what in sorted(cases.items()):
        if suffix or what != ("keep" if key.endswith("l") else "lower"):
            print("case", key, suffix or "-", what, sep="\t")
    for (key, word), what in sorted(case_words.items()):
        print("case", key, "=" + word, what, sep="\t")
    for (tag, form), lemma in sorted(words.items()):
        print("word", tag, form, lemma, sep="\t")


main()
