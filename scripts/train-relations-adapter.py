#!/usr/bin/env python3
"""Adapts the sentence encoder to `realign relations`, and measures it by cross-validation.

Usage: train-relations-adapter.py REALIGN GOLD.tsv [--linear FOLDS.tsv] [--write data/models/relations-adapter.safetensors]

REALIGN  the built program: `realign relations --features` gives the word pieces with the marked phrases, exactly as it will read them.
GOLD     columns id, sentence, marked_sentence, plover.
Needs Debian's python3-torch and python3-sklearn, and the encoder (scripts/fetch-encoder). Five folds by sentence, alone and, with --linear (what
`train-relations.py --folds` wrote), together with the linear model; with --write also trained on all rows. The six run side by side, one thread each.

The encoder's matrices stay as published; what is learned is a product of two thin matrices for each of the upper layers (E. Hu and others 2021, "LoRA"),
one vector added to the source's and one to the target's pieces before them, and a layer over the mean vectors of all pieces, source, target and what
stands between. The lower layers are computed once. While training, marked phrases are now and then those of another row, so that names tell little.
With --frozen 6 (all layers of all-MiniLM-L6-v2) the encoder is left as it is and the layer on top, over the means of all pieces and of what stands
between, is a logistic regression: seconds instead of minutes.
"""
import argparse, csv, json, math, os, struct, subprocess, sys, time, zlib
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from sklearn.metrics import f1_score

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
SAME = {"YIELD": "CONCEDE", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "RETREAT": "CONCEDE"}
QUAD = {t: q for q, ts in {"1": "AGREE CONSULT SUPPORT", "2": "COOPERATE AID CONCEDE RETREAT", "3": "REQUEST ACCUSE REJECT THREATEN",
                           "4": "PROTEST SANCTION MOBILIZE COERCE ASSAULT"}.items() for t in ts.split()}
RANK, EPOCHS, BATCH, RATE, HEAD_RATE, DROP, SMOOTH = 8, 5, 16, 1.5e-3, 3e-3, 0.1, 0.1
VARIANTS, SWAP = 3, 0.5  # versions of a row: itself, and some with each marked phrase exchanged at this chance

ap = argparse.ArgumentParser()
ap.add_argument("realign"); ap.add_argument("gold"); ap.add_argument("--linear"); ap.add_argument("--write"); ap.add_argument("--folds", help="write the folds' log-probabilities here")
ap.add_argument("--encoder", default="data/models/encoder"); ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--share", type=float, default=0.5, help="weight of the encoder's opinion beside the linear model's")
ap.add_argument("--frozen", type=int, default=3, help="lower layers that stay as published")
ap.add_argument("--c", type=float, default=0.03, help="with all layers frozen: the inverse strength of the penalty")
args = ap.parse_args()
FROZEN = args.frozen
csv.field_size_limit(10**9)
torch.set_num_threads(1)
rng = np.random.RandomState(args.seed)

rows = list(csv.DictReader(open(args.gold, encoding="utf-8"), delimiter="\t"))
out = subprocess.run([args.realign, "relations", "--features"], stdin=open(args.gold, "rb"), stdout=subprocess.PIPE, check=True).stdout.decode()
pieces = {}
for line in out.splitlines():
    row, *seen = line.split("\t")
    if seen and seen[-1].startswith("pieces="):
        found = seen[-1][7:].split(",")
        pieces[row] = [(int(p.rstrip("st")), 1 if p.endswith("s") else 2 if p.endswith("t") else 0) for p in found]
if not pieces:
    sys.exit("train-relations-adapter.py: the encoder is not installed (scripts/fetch-encoder)")
rows = [r for r in rows if r["id"] in pieces]
pieces = [pieces[r["id"]] for r in rows]
truth = np.array([TYPES.index(SAME.get(r["plover"], r["plover"])) for r in rows])
fold = np.array([zlib.crc32(r["sentence"].encode()) % 5 for r in rows])


def tensors(path):
    data = open(path, "rb").read()
    n = struct.unpack("<Q", data[:8])[0]
    return {k: torch.tensor(np.frombuffer(data, np.float32, int(np.prod(v["shape"])), 8 + n + v["data_offsets"][0]).reshape(v["shape"]).copy())
            for k, v in json.loads(data[8:8 + n]).items() if k != "__metadata__" and v["dtype"] == "F32"}


published = tensors(args.encoder + "/model.safetensors")
config = json.load(open(args.encoder + "/config.json"))
words = {w.rstrip("\n"): i for i, w in enumerate(open(args.encoder + "/vocab.txt", encoding="utf-8"))}
WIDTH, HEADS, LAYERS, EPS = config["hidden_size"], config["num_attention_heads"], config["num_hidden_layers"], config["layer_norm_eps"]


def norm(name):
    layer = nn.LayerNorm(WIDTH, EPS)
    layer.weight.data, layer.bias.data = published[name + ".weight"], published[name + ".bias"]
    for p in layer.parameters():
        p.requires_grad = False
    return layer


class Linear(nn.Module):
    def __init__(self, name, adapted):
        super().__init__()
        self.weight, self.bias = published[name + ".weight"], published[name + ".bias"]
        self.adapted = adapted
        if not adapted:
            return
        self.down = nn.Parameter(torch.randn(RANK, self.weight.shape[1]) / math.sqrt(self.weight.shape[1]))
        self.up = nn.Parameter(torch.zeros(self.weight.shape[0], RANK))

    def forward(self, x):
        y = F.linear(x, self.weight, self.bias)
        return y if not self.adapted else y + 2 * F.linear(F.linear(x, self.down), self.up)


class Layer(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.name = f"encoder.layer.{i}."
        self.matrices = nn.ModuleDict({n.replace(".", "-"): Linear(self.name + n, i >= FROZEN) for n in ("attention.self.query", "attention.self.key", "attention.self.value",
                                                                                         "attention.output.dense", "intermediate.dense", "output.dense")})
        self.after_attention, self.after_inner = norm(self.name + "attention.output.LayerNorm"), norm(self.name + "output.LayerNorm")
        self.drop = nn.Dropout(DROP)

    def forward(self, x, bias):
        query, key, value, attended, inner, outer = self.matrices.values()
        rows, n, _ = x.shape
        heads = lambda z: z.view(rows, n, HEADS, WIDTH // HEADS).transpose(1, 2)
        weight = torch.softmax(heads(query(x)) @ heads(key(x)).transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias, -1)
        mixed = (weight @ heads(value(x))).transpose(1, 2).reshape(rows, n, WIDTH)
        x = self.after_attention(x + self.drop(attended(mixed)))
        return self.after_inner(x + self.drop(outer(F.gelu(inner(x)))))


def exchanged(i):
    """Row i with its marked phrases, now and then, those of another row of its fold."""
    item, pool = pieces[i], np.where(fold == fold[i])[0]
    for role in (1, 2):
        where = [k for k, (_, r) in enumerate(item) if r == role]
        if not where or rng.rand() > SWAP:
            continue
        other = [p for p in pieces[pool[rng.randint(len(pool))]] if p[1] == role]
        if other:
            item = item[: where[0]] + other + item[where[-1] + 1 :]
    return item


def lower(items):
    """What the published lower layers make of each item, [CLS] before and [SEP] behind: (pieces + 2) x WIDTH."""
    word, layers = published["embeddings.word_embeddings.weight"], [Layer(i).eval() for i in range(FROZEN)]
    position = published["embeddings.position_embeddings.weight"] + published["embeddings.token_type_embeddings.weight"][0]
    first, out = norm("embeddings.LayerNorm"), []
    with torch.no_grad():
        for item in items:
            ids = torch.tensor([words["[CLS]"]] + [p for p, _ in item] + [words["[SEP]"]])
            x = first(word[ids] + position[: len(ids)])[None]
            for layer in layers:
                x = layer(x, torch.zeros(1))
            out.append((x[0], torch.tensor([0] + [r for _, r in item] + [0])))
    return out


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.roles = nn.Parameter(torch.randn(2, WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer(i) for i in range(FROZEN, LAYERS))
        self.head = nn.Linear(4 * WIDTH, len(TYPES))
        nn.init.normal_(self.head.weight, 0, 0.01)
        nn.init.zeros_(self.head.bias)
        self.head_drop = nn.Dropout(0.2)

    def forward(self, x, role, mask):
        return self.head(self.head_drop(self.means(x, role, mask)))

    def means(self, x, role, mask):
        if not len(self.layers):
            return self.pooled(x, role, mask)
        x = x + torch.cat([torch.zeros(1, WIDTH), self.roles])[role]
        bias = (1 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return self.pooled(x, role, mask)

    def pooled(self, x, role, mask):
        mean = lambda m: (x * m[:, :, None]).sum(1) / m.sum(1, keepdim=True).clamp(min=1)
        source, target = (role == 1).float(), (role == 2).float()
        begun = torch.cumsum(source + target, 1) > 0
        open_ = torch.flip(torch.cumsum(torch.flip(source + target, (1,)), 1), (1,)) > 0
        between = (begun & open_ & (role == 0)).float()
        return torch.cat([mean(mask), mean(source), mean(target), mean(between)], 1)


def batch(items):
    n = max(len(r) for _, r in items)
    x, role, mask = torch.zeros(len(items), n, WIDTH), torch.zeros(len(items), n, dtype=torch.long), torch.zeros(len(items), n)
    for k, (states, r) in enumerate(items):
        x[k, : len(r)], role[k, : len(r)], mask[k, : len(r)] = states, r, 1
    return x, role, mask


def train(some, seed, name):
    torch.manual_seed(seed)
    draw = np.random.RandomState(seed)
    net = Net()
    top = [p for n, p in net.named_parameters() if n.startswith(("head", "roles"))]
    thin = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith(("head", "roles"))]
    optimizer = torch.optim.AdamW([{"params": thin, "lr": RATE}, {"params": top, "lr": HEAD_RATE}], weight_decay=0.01)
    steps = EPOCHS * math.ceil(len(some) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: min((k + 1) / (0.1 * steps), max(0.0, (steps - k) / (0.9 * steps))))
    weight = np.array([1 / math.sqrt(max(1, np.sum(truth[some] == t))) for t in range(len(TYPES))])
    weight = torch.tensor(weight / weight[truth[some]].mean(), dtype=torch.float32)
    for epoch in range(EPOCHS):
        net.train()
        started, loss_sum = time.time(), 0.0
        order, parts = draw.permutation(some), []
        for c in range(0, len(order), BATCH * 8):  # rows of like length together
            near = sorted(order[c : c + BATCH * 8], key=lambda i: len(pieces[i]))
            parts += [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
        for k in draw.permutation(len(parts)):
            chosen = [variants[draw.randint(VARIANTS)][i] for i in parts[k]]
            loss = F.cross_entropy(net(*batch(chosen)), torch.tensor(truth[parts[k]]), weight=weight, label_smoothing=SMOOTH)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            loss_sum += loss.item()
        print(f"  {name}, epoch {epoch + 1} of {EPOCHS}: loss {loss_sum / len(parts):.3f}, {time.time() - started:.0f} s", file=sys.stderr, flush=True)
    return net.eval()


def fit(some, name):
    """The layer on top alone: multinomial logistic regression over the centred and scaled means."""
    slots = [0, 3]
    net = Net().eval()
    with torch.no_grad():
        seen = torch.cat([net.means(*batch([variants[0][i]])) for i in some])
    part = lambda k: seen[:, k * WIDTH : (k + 1) * WIDTH]
    centre = [part(k).mean(0) for k in slots]
    by = [1 / (part(k) - c).std() for k, c in zip(slots, centre)]
    x = torch.cat([(part(k) - c) * b for k, c, b in zip(slots, centre, by)], 1)
    weight = np.array([1 / math.sqrt(np.sum(truth[some] == truth[i])) for i in some])
    weight, labels = torch.tensor(weight / weight.mean(), dtype=torch.float32), torch.tensor(truth[some])
    top, bias = torch.zeros(x.shape[1], len(TYPES), requires_grad=True), torch.zeros(len(TYPES), requires_grad=True)
    optimizer = torch.optim.LBFGS([top, bias], max_iter=60, history_size=10, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        value = (F.cross_entropy(x @ top + bias, labels, reduction="none") * weight).sum() + (top**2).sum() / (2 * args.c)
        value.backward()
        return value

    optimizer.step(loss)
    with torch.no_grad():
        net.head.weight.zero_()
        net.head.bias.copy_(bias)
        for k, c, b, t in zip(slots, centre, by, top.split(WIDTH)):
            net.head.weight[:, k * WIDTH : (k + 1) * WIDTH] = t.T * b
            net.head.bias -= (c * b) @ t
    return net


def logs(net, some):
    with torch.no_grad():
        return np.array([torch.log_softmax(net(*batch([variants[0][i]])), 1)[0].numpy() for i in some])


def write(net, path):
    arrays = {"share": np.array([args.share]), "head.weight": net.head.weight, "head.bias": net.head.bias}
    if len(net.layers):
        arrays |= {"roles": net.roles, "roles.layer": np.array([FROZEN])}
    for layer in net.layers:
        for name, matrix in layer.matrices.items():
            name = layer.name + name.replace("-", ".")
            arrays[name + ".down"], arrays[name + ".up"] = matrix.down, 2 * matrix.up
    header, data = {}, b""
    for name, array in arrays.items():
        array = (array.detach().numpy() if isinstance(array, torch.Tensor) else array).astype(np.float16)
        header[name] = {"dtype": "F16", "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)


def report(name, said):
    quad = lambda ys: [QUAD[TYPES[t]] for t in ys]
    print(f"{name}: types macro-F1 {f1_score(truth, said, average='macro'):.4f}; quad classes macro-F1 {f1_score(quad(truth), quad(said), average='macro'):.4f}; {np.mean(truth == said):.4f} exact", flush=True)


variants = [lower(pieces)]
if FROZEN < LAYERS:
    variants += [lower([exchanged(i) for i in range(len(rows))]) for _ in range(VARIANTS - 1)]
learn = lambda some, seed, name: train(some, seed, name) if FROZEN < LAYERS else fit(some, name)
shared = torch.zeros(len(rows), len(TYPES)).share_memory_()
children = []
for k in range(6 if args.write else 5):
    child = os.fork()
    if child == 0:
        if k < 5:
            test = np.where(fold == k)[0]
            shared[torch.tensor(test)] = torch.tensor(logs(learn(np.where(fold != k)[0], args.seed + k, f"fold {k}"), test))
        else:
            write(learn(np.arange(len(rows)), args.seed, "all rows"), args.write)
        os._exit(0)
    children.append(child)
if any(os.waitpid(child, 0)[1] for child in children):
    sys.exit("train-relations-adapter.py: a training failed")
opinion = shared.numpy()
if args.folds:
    with open(args.folds, "w") as f:
        f.writelines(r["id"] + "\t" + "\t".join(f"{v:.4f}" for v in o) + "\n" for r, o in zip(rows, opinion))
report("five folds by sentence, the encoder alone", opinion.argmax(1))
if args.linear:
    linear = {i: [float(v) for v in rest] for i, *rest in csv.reader(open(args.linear), delimiter="\t")}
    both = (1 - args.share) * np.array([linear[r["id"]] for r in rows]) + args.share * opinion
    report(f"with the linear model, share {args.share}", both.argmax(1))
