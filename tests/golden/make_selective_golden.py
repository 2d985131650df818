"""Makes the selective loss that ours is held against: RHO-1 Eq. 3 and 4 by PyTorch's own topk and autograd.

    python tests/golden/make_selective_golden.py

The model, its weights and its batch are those of `make_golden.py`. Reference losses are a formula of the token's place.
"""

import json
from pathlib import Path

import torch

from make_golden import BATCH, CONFIGS, fill, rounded, token_losses, windows

HERE = Path(__file__).parent
CONFIG = CONFIGS["rho"]
KEEP = 0.3


def reference_losses():
    place = torch.arange(BATCH * CONFIG["seq"])
    return (3 + 1.5 * torch.sin(2.3 * place)).float().double().view(BATCH, CONFIG["seq"])


def selective(rows):
    """Top k of each of `rows` groups by excess loss; the mean over those kept. No gradient flows through the choice."""
    p = fill(CONFIG)
    losses = token_losses(p, CONFIG, *windows(CONFIG, 0))
    excess = (losses.detach() - reference_losses()).view(rows, -1)
    count = max(1, round(KEEP * excess.shape[1]))
    kept = torch.zeros_like(excess).scatter(1, excess.topk(count, dim=1).indices, 1.0).view_as(losses)
    loss = (losses * kept).sum() / kept.sum()
    loss.backward()
    return dict(
        kept=[int(v) for v in kept.flatten().tolist()],
        loss=loss.item(),
        gradient=rounded(torch.cat([w.grad.flatten() for w in p.values()])),
    )


if __name__ == "__main__":
    numbers = dict(keepFraction=KEEP, reference=rounded(reference_losses()), batch=selective(1), sequence=selective(BATCH))
    path = HERE / "selective.json"
    path.write_text(json.dumps(numbers, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size)
