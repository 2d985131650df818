"""Makes the values and the attention that the shipped Coconut model is held against, from its exported weights alone.

    python tests/golden/make_starter_golden.py

The module that ships beside the weights reads each problem of the recorded probe from its official words; the hidden
state after the final norm is appended as the next embedding, without a cache. Run it again whenever the model is baked anew.
"""

import importlib.util
import json
import re
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import safe_open

PUBLIC = Path(__file__).parent.parent.parent / "public"
FOLDER = PUBLIC / "models" / "coconut-prosqa"
PROBLEMS, THOUGHTS = 12, 4

spec = importlib.util.spec_from_file_location("modeling", FOLDER / "modeling_tokens_and_thoughts.py")
modeling = importlib.util.module_from_spec(spec)
spec.loader.exec_module(modeling)
model = modeling.load(FOLDER)
ids = json.loads((FOLDER / "tokenizer.json").read_text())["model"]["vocab"]


def prompt(question):
    """Four tokens a sentence, in the order in which the question tells them."""
    *facts, last = re.split(r"(?<=[.?]) ", question)
    words = []
    for fact in facts:
        subject, concept = re.fullmatch(r"(?:Every )?(\S+) is a (\S+)\.", fact).groups()
        words += [subject, "is a", concept, "."]
    root, first, second = re.fullmatch(r"Is (\S+) a (\S+) or (\S+)\?", last).groups()
    return [ids[word] for word in [*words, "Is", root, "a", first, "or", second, "?", "<bot>"]]


@torch.no_grad()
def hidden(x):
    for block in model.blocks:
        x = block(x)
    return model.norm(x)


@torch.no_grad()
def look(x):
    """Where the last position of the last layer looks, summed over its heads. [seq]"""
    *before, last = model.blocks
    for block in before:
        x = block(x)
    z = last.norm1(x)
    z = z + sum(modeling.delayed(z, j + 1) * tap for j, tap in enumerate(last.convolution))
    q, k, _ = last.qkv(z).unflatten(-1, (3, last.c.heads, -1)).permute(2, 0, 3, 1, 4)  # [batch, heads, seq, head_dim]
    scores = (q[0, :, -1:] @ k[0].transpose(1, 2)) / k.shape[-1] ** 0.5
    return F.softmax(scores, -1).sum((0, 1))


@torch.no_grad()
def attention(problem):
    """[thought][edge] by the position whose state becomes the thought, over the four tokens of the edge's sentence."""
    ids_of = prompt(problem["question"])
    x = model.embedding.weight[ids_of][None]
    rows = []
    for _ in range(THOUGHTS):
        looked = look(x)
        rows.append([round(float(looked[4 * i : 4 * i + 4].sum()), 6) for i in range(len(problem["edges"]))])
        x = torch.cat([x, hidden(x)[:, -1:]], 1)
    return rows


@torch.no_grad()
def values(problem):
    embed = model.embedding.weight
    x = embed[prompt(problem["question"])][None]
    names = [ids[symbol] for symbol in problem["idx_to_symbol"]]
    rows = []
    for _ in range(THOUGHTS + 1):
        asked = torch.cat([x, embed[ids["<eot>"]][None, None]], 1)
        chances = F.softmax(F.linear(hidden(asked)[0, -1], embed), 0)
        rows.append([round(float(chances[name]), 6) for name in names])
        x = torch.cat([x, hidden(x)[:, -1:]], 1)
    return rows


with safe_open(PUBLIC / "runs" / "thoughts-prosqa.safetensors", "np") as trace:
    pinned = json.loads(json.loads(trace.metadata()["outline"])["thoughts"]["pinned"])[:PROBLEMS]
golden = {"problems": pinned, "values": [values(problem) for problem in pinned]}
golden["attention"] = [attention(problem) for problem in pinned]
(Path(__file__).parent / "starter.json").write_text(json.dumps(golden) + "\n")
