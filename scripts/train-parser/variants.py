"""Made-up variants of treebank sentences: what news has often and web text seldom.

Trees of variants are the treebank's own, changed by rule, so they are as right as it is.
"""
import random

SAYING = {"say", "says", "said", "add", "added", "adds", "argued", "argues", "noted", "notes", "claimed", "claims", "warned", "warns", "wrote", "writes",
          "stated", "explained", "explains", "insisted", "confirmed", "announced", "acknowledged", "believes", "thinks", "suggests", "told"}


def subtree(sentence, root):
    """Positions (from 1) of a word and all that hangs on it, in order."""
    inside = {root}
    grown = True
    while grown:
        grown = False
        for i, w in enumerate(sentence, 1):
            if w[3] in inside and i not in inside:
                inside.add(i)
                grown = True
    return sorted(inside)


def rebuilt(sentence, order, extra):
    """The words at the positions `order`, where a negative number -k stands for extra[k - 1] = (word, head's position)."""
    place = {p: i for i, p in enumerate(order, 1)}
    out = []
    for p in order:
        w, head = extra[-p - 1] if p < 0 else (sentence[p - 1], sentence[p - 1][3])
        if head and head not in place:
            return None
        out.append((*w[:3], place[head] if head else 0, w[4]))
    return out


def quoted_first(sentence):
    """"He said (that) they left." -> ""They left," said he." (or "he said"), or None where the sentence is of another build."""
    for i, w in enumerate(sentence, 1):
        if w[0].lower() not in SAYING or w[1] != "VERB" or w[4] != "root":
            continue
        children = {}
        for k, x in enumerate(sentence, 1):
            if x[3] == i:
                children.setdefault(x[4], []).append(k)
        if set(children) - {"nsubj", "ccomp", "punct", "obl", "advmod", "obj", "iobj"} or len(children.get("nsubj", [])) != 1 or len(children.get("ccomp", [])) != 1:
            return None
        subject, said = subtree(sentence, children["nsubj"][0]), subtree(sentence, children["ccomp"][0])
        if not subject[-1] < i < said[0] or len(said) < 3 or subject != list(range(subject[0], subject[-1] + 1)):
            return None
        head = children["ccomp"][0]
        said = [p for p in said if not (sentence[p - 1][4] == "mark" and sentence[p - 1][3] == head and sentence[p - 1][0].lower() == "that")]
        while said and sentence[said[-1] - 1][1] == "PUNCT":
            said.pop()
        while said and sentence[said[0] - 1][1] == "PUNCT":
            said.pop(0)
        if not said or any(p > i and p not in said and sentence[p - 1][1] != "PUNCT" and p < said[0] for p in range(i + 1, said[0])):
            others = [k for name in ("obl", "advmod", "obj", "iobj") for k in children.get(name, [])]
            tail = sorted(q for k in others for q in subtree(sentence, k) if q > i)
        else:
            tail = []
        if any(p in said for p in tail):
            return None
        quote = ('"', "PUNCT", "``", 0, "punct"), ('"', "PUNCT", "''", 0, "punct")
        comma, stop = (",", "PUNCT", ",", 0, "punct"), (".", "PUNCT", ".", 0, "punct")
        extra = [(quote[0], head), (quote[1], head), (comma, i), (stop, i)]
        inverted = random.random() < 0.7 and sentence[subject[0] - 1][1] != "PRON"
        who = [i, *subject, *tail] if inverted else [*subject, i, *tail]
        quotes = random.random() < 0.6
        first = said[0]
        order = ([-1] if quotes else []) + said + [-3] + ([-2] if quotes else []) + who + [-4]
        out = rebuilt(sentence, order, extra)
        if out is None:
            return None
        # Case follows the place.
        at = 1 if quotes else 0
        word = out[at][0]
        out[at] = (word[:1].upper() + word[1:], *out[at][1:])
        s0 = order.index(subject[0])
        word = out[s0][0]
        if out[s0][1] not in ("PROPN",) and word != "I" and not word.isupper():
            out[s0] = (word[:1].lower() + word[1:], *out[s0][1:])
        return out
    return None


def without_stop(sentence):
    """Without its final full stop, as headlines and captions are."""
    if len(sentence) > 3 and sentence[-1][0] == "." and all(w[3] != len(sentence) for w in sentence):
        return sentence[:-1]
    return None


def capitals(sentence):
    return [(w[0].upper(), *w[1:]) for w in sentence] if len(sentence) < 15 else None


def title_case(sentence):
    """As headlines write: every content word with a capital, no full stop."""
    if len(sentence) > 18:
        return None
    out = [(w[0][:1].upper() + w[0][1:] if w[1] in ("NOUN", "VERB", "ADJ", "ADV", "PROPN", "PRON") else w[0], *w[1:]) for w in sentence]
    return without_stop(out)


def sample(sentences, speech):
    """This epoch's variants: most of `speech` (those for which quoted_first works), some of the others."""
    out = [quoted_first(s) for s in speech if random.random() < 0.8]
    for s in sentences:
        r = random.random()
        if r < 0.04:
            out.append(without_stop(s))
        elif r < 0.05:
            out.append(capitals(s))
        elif r < 0.06:
            out.append(title_case(s))
    return [s for s in out if s]


OPEN = {"NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "JJR", "JJS", "RB"}


class Substitutes:
    """Words to put in the place of others of the same tag: the treebank's, and unseen ones with a like ending.

    The sentences need not make sense, nor the tags stay right: their trees come from the teacher."""

    def __init__(self, sentences, unseen, names):
        self.same = {}
        for s in sentences:
            for form, _, xpos, *_ in s:
                if xpos in OPEN:
                    self.same.setdefault(xpos, set()).add(form.lower() if xpos not in ("NNP", "NNPS") else form)
        self.same = {k: sorted(v) for k, v in self.same.items()}
        self.unseen = {}
        for w in sorted(unseen):
            self.unseen.setdefault(self.ending(w), []).append(w)
        self.names = sorted(names)

    @staticmethod
    def ending(word):
        for e in ("ing", "ed", "ly", "est", "er", "ion", "ity", "ous", "al", "ss", "s"):
            if len(word) > len(e) + 2 and word.endswith(e):
                return e
        return ""

    def word(self, form, xpos):
        r = random.random()
        if xpos in ("NNP", "NNPS") and self.names and r < 0.5:
            out = random.choice(self.names)
        elif r < 0.55:
            out = random.choice(self.same[xpos])
        else:
            out = random.choice(self.unseen.get(self.ending(form.lower())) or self.same[xpos])
        if form.isupper() and len(form) > 1:
            return out.upper()
        return out[:1].upper() + out[1:] if form[:1].isupper() else out

    def sentence(self, s, share):
        return [(self.word(w[0], w[2]), *w[1:]) if w[2] in OPEN and random.random() < share else w for w in s]
