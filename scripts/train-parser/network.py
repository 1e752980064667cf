"""The network (Dozat and Manning 2017, made small). src/syntax/network.cpp computes the same in C++."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from treebank import BUCKETS, PAD

DIM, HIDDEN, LAYERS, ARC, REL = 128, 176, 2, 96, 96


class Network(nn.Module):
    def __init__(self, words, upos, xpos, rels, vectors):
        super().__init__()
        self.word = nn.Embedding(words, DIM, sparse=True)
        nn.init.normal_(self.word.weight, 0, 0.1)
        self.word.weight.data[PAD] = 0
        self.affix = nn.EmbeddingBag(BUCKETS + 1, DIM, mode="sum", padding_idx=BUCKETS, sparse=True)
        nn.init.normal_(self.affix.weight, 0, 0.1)
        self.affix.weight.data[BUCKETS] = 0
        self.shape = nn.Embedding(32, DIM)
        nn.init.normal_(self.shape.weight, 0, 0.1)
        self.register_buffer("vectors", vectors)
        if vectors is not None:
            self.project = nn.Linear(DIM, DIM, bias=False)
            nn.init.normal_(self.project.weight, 0, 0.05)
        self.lstm = nn.ModuleList(nn.LSTM(2 * HIDDEN if l else DIM, HIDDEN, 1, bidirectional=True, batch_first=True) for l in range(LAYERS))
        self.upos = nn.Linear(2 * HIDDEN, upos)
        self.xpos = nn.Linear(2 * HIDDEN, xpos)
        self.arc_dep = nn.Linear(2 * HIDDEN, ARC)
        self.arc_head = nn.Linear(2 * HIDDEN, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        nn.init.orthogonal_(self.arc.data[:ARC])
        self.rel_dep = nn.Linear(2 * HIDDEN, REL)
        self.rel_head = nn.Linear(2 * HIDDEN, REL, bias=False)
        self.rel = nn.Linear(REL, rels)

    def encode(self, t, word, p=0.0):
        b, n = word.shape
        e = self.word(word) + self.affix(t["affix"].reshape(b * n, 8)).reshape(b, n, DIM) + self.shape(t["shape"])
        if self.vectors is not None:
            e = e + self.project(self.vectors[word])
        h = F.dropout(e, p, self.training)
        for lstm in self.lstm:
            pack = nn.utils.rnn.pack_padded_sequence(h, t["lengths"], batch_first=True, enforce_sorted=False)
            h = nn.utils.rnn.pad_packed_sequence(lstm(pack)[0], batch_first=True)[0]
            h = F.dropout(h, p, self.training)
        return h

    def arcs(self, h, mask, p=0.0):
        """Scores [sentence, dependent, head]; position 0 is the root."""
        d = F.dropout(F.relu(self.arc_dep(h)), p, self.training)
        g = F.dropout(F.relu(self.arc_head(h)), p, self.training)
        s = torch.cat([d, torch.ones_like(d[..., :1])], -1) @ self.arc @ g.transpose(1, 2)
        return s.masked_fill(~mask[:, None, :], -1e9)

    def relations(self, h, heads, p=0.0):
        """Scores of the relations [sentence, dependent, relation] to the given heads."""
        g = self.rel_head(h).gather(1, heads[..., None].expand(-1, -1, REL))
        return self.rel(F.dropout(F.relu(self.rel_dep(h) + g), p, self.training))
