"""The benchmark's work in eager PyTorch: the same model, sampling and training step.

Best eager practice: a key-value cache that is allocated once and written in place, prompts of a
group computed once, finished rows left out, the library's own fused attention where there is one.
Reads lines like "generate 2", the number of threads, or "train 1" from standard input and answers
tokens per second.
"""
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

C = json.loads(sys.argv[1])
torch.manual_seed(0)
H, KV, HD = C["heads"], C["kv_heads"], C["head_dim"]
END = 0
FUSED = hasattr(F, "scaled_dot_product_attention")


class Norm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + C["eps"]) * self.weight


def attend(q, k, v, mask, causal):
    k = k.repeat_interleave(H // KV, dim=1)
    v = v.repeat_interleave(H // KV, dim=1)
    if FUSED:
        return F.scaled_dot_product_attention(q, k, v, is_causal=causal)
    scores = q @ k.transpose(2, 3) * HD**-0.5
    if causal:
        scores = scores + mask[: q.shape[2], : k.shape[2]]
    return scores.softmax(-1) @ v


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        d, f = C["width"], C["inner"]
        self.norm1, self.norm2 = Norm(d), Norm(d)
        self.q = nn.Linear(d, H * HD)
        self.k = nn.Linear(d, KV * HD)
        self.v = nn.Linear(d, KV * HD)
        self.o = nn.Linear(H * HD, d, bias=False)
        self.gate = nn.Linear(d, f, bias=False)
        self.up = nn.Linear(d, f, bias=False)
        self.down = nn.Linear(f, d, bias=False)

    def forward(self, x, cos, sin, mask, cache, seen):
        b, t, _ = x.shape
        h = self.norm1(x)
        q = rotate(self.q(h).view(b, t, H, HD).transpose(1, 2), cos, sin)
        k = rotate(self.k(h).view(b, t, KV, HD).transpose(1, 2), cos, sin)
        v = self.v(h).view(b, t, KV, HD).transpose(1, 2)
        if cache is not None:
            cache[0][:, :, seen : seen + t] = k
            cache[1][:, :, seen : seen + t] = v
            k, v = cache[0][:, :, : seen + t], cache[1][:, :, : seen + t]
        x = x + self.o(attend(q, k, v, mask, t > 1).transpose(1, 2).reshape(b, t, H * HD))
        h = self.norm2(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


def rotate(x, cos, sin):
    first, second = x.chunk(2, dim=-1)
    return x * cos + torch.cat((-second, first), dim=-1) * sin


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(C["vocab"], C["width"])
        self.layers = nn.ModuleList(Layer() for _ in range(C["layers"]))
        self.norm = Norm(C["width"])
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=0.02)
        length = C["prompt"] + C["new"]
        frequencies = C["theta"] ** (-torch.arange(0, HD, 2).float() / HD)
        angles = torch.arange(length).float()[:, None] * frequencies
        self.cos = torch.cat((angles.cos(), angles.cos()), -1)
        self.sin = torch.cat((angles.sin(), angles.sin()), -1)
        self.mask = torch.full((length, length), float("-inf")).triu(1)

    def forward(self, ids, caches=None, seen=0):
        t = ids.shape[1]
        cos, sin = self.cos[seen : seen + t], self.sin[seen : seen + t]
        x = self.embedding(ids)
        for i, layer in enumerate(self.layers):
            x = layer(x, cos, sin, self.mask, caches[i] if caches else None, seen)
        return self.norm(x)

    def logits(self, x):
        return F.linear(x, self.embedding.weight)


model = Model()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)


@torch.inference_mode()
def generate():
    p, new = C["prompt"], C["new"]
    rows = C["groups"] * C["group_size"]
    prompts = torch.randint(1, C["vocab"], (C["groups"], p))
    shape = (C["groups"], KV, p + new, HD)
    caches = [[torch.empty(shape), torch.empty(shape)] for _ in model.layers]
    hidden = model(prompts, caches)[:, -1].repeat_interleave(C["group_size"], 0)
    caches = [[x.repeat_interleave(C["group_size"], 0) for x in pair] for pair in caches]
    tokens = torch.full((rows, new), END)
    log_probs = torch.zeros(rows, new)
    alive = torch.arange(rows)
    written = 0
    for t in range(new):
        distribution = model.logits(hidden).log_softmax(-1)
        drawn = torch.multinomial(distribution.exp(), 1)
        log_probs[alive, t] = distribution.gather(1, drawn).squeeze(1)
        tokens[alive, t] = drawn.squeeze(1)
        written += len(alive)
        going = (drawn.squeeze(1) != END).nonzero().squeeze(1)
        if len(going) == 0 or t == new - 1:
            break
        if len(going) < 0.75 * len(drawn):
            caches = [[x[going] for x in pair] for pair in caches]
            alive, drawn = alive[going], drawn[going]
        hidden = model(drawn, caches, p + t)[:, -1]
    return written, prompts.repeat_interleave(C["group_size"], 0), tokens, log_probs


def train(prompts, tokens, old):
    n = C["rows"]
    ids = torch.cat((prompts[:n], tokens[:n]), 1)
    ended = (tokens[:n] == END).cumsum(1) - (tokens[:n] == END).long()
    mask = ended == 0
    advantages = torch.ones(n, 1)
    advantages[1::2] = -1
    hidden = model(ids)[:, C["prompt"] - 1 : -1][mask]
    distribution = model.logits(hidden).log_softmax(-1)
    log_probs = distribution.gather(1, tokens[:n][mask][:, None]).squeeze(1)
    with torch.no_grad():
        (distribution.exp() * distribution).sum(-1).neg()  # the entropy, a metric
    ratio = (log_probs - old[:n][mask]).exp()
    a = advantages.expand_as(mask)[mask]
    loss = -torch.min(ratio * a, ratio.clamp(0.8, 1.2) * a).mean()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    loss.item()
    return n * C["prompt"] + int(mask.sum())


print(f"PyTorch {torch.__version__}", flush=True)
rollout = None
for line in sys.stdin:
    what, threads = line.split()
    torch.set_num_threads(int(threads))
    begin = time.perf_counter()
    if what == "generate":
        count, *rollout = generate()
    else:
        count = train(*(x.clone() for x in rollout))
    print(count / (time.perf_counter() - begin), flush=True)
