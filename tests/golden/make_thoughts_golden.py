"""Makes the numbers that continuous thoughts are held against: loss and gradients of one batch with 0 to 6 thoughts.

    python tests/golden/make_thoughts_golden.py

The straightest form there is: every row alone, without padding, cache or passes. The hidden state at the last position
of the whole sequence so far is appended as the next embedding, and all is computed again. Float64, rounded at the end.
"""

import json

import torch
import torch.nn.functional as F

from make_golden import CONFIGS, HERE, fill, hidden, rounded

# Rows of one batch: (question, thoughts, opening, what is learned); ids follow from their place.
LENGTHS = [(5, 0, 1, 4), (7, 1, 1, 3), (4, 2, 1, 5), (9, 3, 1, 2), (6, 4, 1, 1), (3, 5, 1, 3), (8, 6, 1, 2), (14, 0, 0, 3)]
SEQ = 24


def rows(c):
    for row, (question, thoughts, opening, rest) in enumerate(LENGTHS):
        n = question + opening + rest
        i = torch.arange(n) + 17 * row
        ids = ((i * i * 5 + i * 11 + 3) % c["vocab"]).tolist()
        yield dict(prompt=ids[:question], slots=thoughts, opening=ids[question : question + opening], rest=ids[n - rest :])


def row_losses(p, c, row):
    """Cross entropy of each learned token of one row, and its thoughts."""
    embed = p["embedding.weight"]
    x = embed[row["prompt"]]
    thoughts = []
    for _ in range(row["slots"]):
        thoughts.append(hidden(p, c, x[None])[0, -1])
        x = torch.cat([x, thoughts[-1][None]])
    x = torch.cat([x, embed[row["opening"] + row["rest"]]])
    out = F.linear(hidden(p, c, x[None])[0], embed)
    n = len(row["rest"])
    return F.cross_entropy(out[-n - 1 : -1], torch.tensor(row["rest"]), reduction="none"), thoughts


def golden(c):
    p = fill(c)
    batch = list(rows(c))
    results = [row_losses(p, c, row) for row in batch]
    loss = torch.cat([losses for losses, _ in results]).mean()
    loss.backward()
    return dict(
        config=c,
        rows=batch,
        theta=rounded(torch.cat([w.flatten() for w in p.values()])),
        loss=loss.item(),
        thoughts=[[rounded(t) for t in thoughts] for _, thoughts in results],
        gradients={name: rounded(w.grad) for name, w in p.items()},
    )


def main():
    for name, config in CONFIGS.items():
        (HERE / f"thoughts_{name}.json").write_text(json.dumps(golden(dict(config, seq=SEQ)), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
