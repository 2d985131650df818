"""Makes the numbers that our transformer is held against, with PyTorch's own layers and optimiser.

    python tests/golden/make_golden.py

Weights are a formula of the index (see `fill`), so that no generator has to agree. All is computed in float64 and
rounded at the end; the model here is written from PyTorch's building blocks, apart from the module that we export.
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

COMMON = dict(vocab=32, seq=12, layers=2, embed=16, rotaryBase=1000, init="standard", initEmbedStd=0.05, finalNormGain=1)
CONFIGS = {
    # recipe A
    "rho": dict(COMMON, heads=2, position="rotary", tokenShift=True, convolutionTaps=0, attentionBias=False),
    # recipe B
    "coconut": dict(COMMON, heads=4, position="none", tokenShift=False, convolutionTaps=3, attentionBias=True),
    "learned": dict(COMMON, heads=2, position="learned", tokenShift=True, convolutionTaps=2, attentionBias=True),
}
OPTIMIZER = dict(
    learningRate=4e-3, beta1=0.9, beta2=0.98, weightDecay=0.05, clipNorm=0.5, warmupSteps=3, finalFraction=0.1
)
STEPS = 10
BATCH = 3


def shapes(c):
    d = c["embed"]
    yield "embedding.weight", (c["vocab"], d)
    if c["position"] == "learned":
        yield "position.weight", (c["seq"], d)
    if c["tokenShift"]:
        yield "shift", (1, d)
    for i in range(c["layers"]):
        b = f"blocks.{i}."
        yield b + "norm1.weight", (d,)
        yield b + "norm1.bias", (d,)
        if c["convolutionTaps"]:
            yield b + "convolution", (c["convolutionTaps"], d)
        yield b + "qkv.weight", (3 * d, d)
        if c["attentionBias"]:
            yield b + "qkv.bias", (3 * d,)
        yield b + "out.weight", (d, d)
        if c["attentionBias"]:
            yield b + "out.bias", (d,)
        yield b + "norm2.weight", (d,)
        yield b + "norm2.bias", (d,)
        yield b + "up.weight", (4 * d, d)
        yield b + "up.bias", (4 * d,)
        yield b + "down.weight", (d, 4 * d)
        yield b + "down.bias", (d,)
    yield "norm.weight", (d,)
    yield "norm.bias", (d,)


def fill(c):
    """theta_i = 0.4 sin(1.7 i + 0.003 i^2 mod 7), plus 1 on the gains: no symmetry, all of one size."""
    pieces, offset = {}, 0
    for name, shape in shapes(c):
        size = math.prod(shape)
        i = torch.arange(offset, offset + size)
        w = 0.4 * torch.sin(1.7 * i + (0.003 * i * i) % 7)
        if "norm" in name and name.endswith("weight"):
            w = w + 1
        pieces[name] = w.float().double().view(shape).requires_grad_()
        offset += size
    return pieces


def delayed(x, by):
    return F.pad(x, (0, 0, by, 0))[:, : x.shape[1]]


def turn(x, c):
    hd, t = x.shape[-1], torch.arange(x.shape[-2])
    frequency = c["rotaryBase"] ** (-torch.arange(0, hd, 2) / hd)
    angle = t[:, None] * frequency
    a, b = x.chunk(2, -1)
    return torch.cat([a * angle.cos() - b * angle.sin(), b * angle.cos() + a * angle.sin()], -1)


def logits(p, c, ids):
    return F.linear(hidden(p, c, F.embedding(ids, p["embedding.weight"])), p["embedding.weight"])


def hidden(p, c, x):
    """After the final norm. [batch, seq, embed] -> [batch, seq, embed]"""
    d, h = c["embed"], c["heads"]
    if c["position"] == "learned":
        x = x + p["position.weight"][: x.shape[1]]
    if c["tokenShift"]:
        x = x + p["shift"] * delayed(x, 1)
    for i in range(c["layers"]):
        w = {name.removeprefix(f"blocks.{i}."): v for name, v in p.items() if name.startswith(f"blocks.{i}.")}
        z = F.layer_norm(x, (d,), w["norm1.weight"], w["norm1.bias"])
        z = z + sum((delayed(z, j + 1) * w["convolution"][j] for j in range(c["convolutionTaps"])), torch.zeros(()))
        q, k, v = F.linear(z, w["qkv.weight"], w.get("qkv.bias")).unflatten(-1, (3, h, d // h)).permute(2, 0, 3, 1, 4)
        if c["position"] == "rotary":
            q, k = turn(q, c), turn(k, c)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)
        x = x + F.linear(mixed, w["out.weight"], w.get("out.bias"))
        z = F.layer_norm(x, (d,), w["norm2.weight"], w["norm2.bias"])
        z = F.gelu(F.linear(z, w["up.weight"], w["up.bias"]), approximate="tanh")
        x = x + F.linear(z, w["down.weight"], w["down.bias"])
    return F.layer_norm(x, (d,), p["norm.weight"], p["norm.bias"])


def token_losses(p, c, inputs, targets):
    out = logits(p, c, inputs)
    return F.cross_entropy(out.flatten(0, 1), targets.flatten(), reduction="none").view_as(targets)


def learning_rate(step):
    o = OPTIMIZER
    if step < o["warmupSteps"]:
        return o["learningRate"] * (step + 1) / o["warmupSteps"]
    done = (step - o["warmupSteps"]) / (STEPS - 1 - o["warmupSteps"])
    f = o["finalFraction"]
    return o["learningRate"] * (f + (1 - f) * (1 + math.cos(math.pi * done)) / 2)


def windows(c, step):
    """Ids that follow from their place alone."""
    n = BATCH * (c["seq"] + 1)
    i = torch.arange(n) + 31 * step
    ids = ((i * i * 7 + i * 13 + 5 * (i // 3)) % c["vocab"]).view(BATCH, -1)
    return ids[:, :-1], ids[:, 1:]


def train(c):
    p = fill(c)
    o = OPTIMIZER
    optimizer = torch.optim.AdamW(p.values(), lr=1, betas=(o["beta1"], o["beta2"]), weight_decay=o["weightDecay"])
    losses, norms = [], []
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = learning_rate(step)
        optimizer.zero_grad()
        loss = token_losses(p, c, *windows(c, step)).mean()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(p.values(), o["clipNorm"]).item())
        optimizer.step()
        losses.append(loss.item())
    return losses, norms, torch.cat([w.detach().flatten() for w in p.values()])


def rounded(x):
    return [float(f"{v:.7g}") for v in x.detach().flatten().tolist()]


def golden(c):
    p = fill(c)
    inputs, targets = windows(c, 0)
    losses = token_losses(p, c, inputs, targets)
    losses.mean().backward()
    step_losses, norms, theta = train(c)
    return dict(
        config=c,
        batch=BATCH,
        inputs=inputs.flatten().tolist(),
        targets=targets.flatten().tolist(),
        theta=rounded(torch.cat([w.flatten() for w in p.values()])),
        logits=rounded(logits(p, c, inputs)),
        tokenLosses=rounded(losses),
        gradients={name: rounded(w.grad) for name, w in p.items()},
        training=dict(
            optimizer=OPTIMIZER,
            inputs=[windows(c, s)[0].flatten().tolist() for s in range(STEPS)],
            targets=[windows(c, s)[1].flatten().tolist() for s in range(STEPS)],
            learningRate=[learning_rate(s) for s in range(STEPS)],
            losses=step_losses,
            gradientNorm=norms,
            theta=rounded(theta),
        ),
    )


def self_test():
    """Figures that `core/nn/selfTest.ts` asks of a backend before it is trusted."""
    c = dict(COMMON, vocab=12, seq=8, layers=1, embed=8, heads=2, position="rotary", tokenShift=True, convolutionTaps=2, attentionBias=True)
    p = fill(c)
    ids = torch.arange(2 * 9).view(2, 9) ** 2 % 7 + torch.arange(2)[:, None]
    loss = token_losses(p, c, ids[:, :-1], ids[:, 1:]).mean()
    loss.backward()
    gradient = torch.cat([w.grad.flatten() for w in p.values()])
    wave = torch.cos(torch.arange(len(gradient)))
    return dict(config=c, loss=loss.item(), norm=gradient.norm().item(), wave=(gradient @ wave).item())


if __name__ == "__main__":
    (HERE / "selfTest.json").write_text(json.dumps(self_test(), indent=2) + "\n")
    for name, config in CONFIGS.items():
        path = HERE / f"{name}.json"
        path.write_text(json.dumps(golden(config), separators=(",", ":")) + "\n")
        print(path.name, path.stat().st_size)
