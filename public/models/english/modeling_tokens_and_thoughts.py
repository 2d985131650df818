"""The transformer of Tokens & Thoughts in PyTorch.

Alone, with torch and safetensors:

    from modeling_tokens_and_thoughts import load
    model = load("folder")
    logits = model(ids).logits                      # ids [batch, seq] -> [batch, seq, vocab]

With transformers:

    AutoModelForCausalLM.from_pretrained("folder", trust_remote_code=True)
"""

import json
from pathlib import Path
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn

try:
    from transformers import PretrainedConfig, PreTrainedModel
    from transformers.modeling_outputs import CausalLMOutput
except ImportError:  # works without
    PretrainedConfig, PreTrainedModel, CausalLMOutput = object, nn.Module, SimpleNamespace


class TokensAndThoughtsConfig(PretrainedConfig):
    model_type = "tokens_and_thoughts"

    def __init__(self, vocab=256, seq=64, layers=2, embed=64, heads=2, position="rotary", rotaryBase=1000,
                 tokenShift=False, convolutionTaps=0, attentionBias=False, **others):
        self.vocab, self.seq, self.layers, self.embed, self.heads = vocab, seq, layers, embed, heads
        self.position, self.rotaryBase, self.tokenShift = position, rotaryBase, tokenShift
        self.convolutionTaps, self.attentionBias = convolutionTaps, attentionBias
        if PretrainedConfig is not object:
            super().__init__(**others)


def delayed(x, by):
    """[batch, seq, embed]: each position gets the value from so many positions before, or zero."""
    return F.pad(x, (0, 0, by, 0))[:, : x.shape[1]]


def rotated(x, base):
    """Rotary positions on the halves of each head. [batch, heads, seq, head_dim]"""
    seq, dim = x.shape[-2:]
    frequency = base ** (-torch.arange(0, dim, 2, device=x.device, dtype=torch.float32) / dim)
    angle = torch.arange(seq, device=x.device, dtype=torch.float32)[:, None] * frequency
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c, d = c, c.embed
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.convolution = nn.Parameter(torch.zeros(c.convolutionTaps, d)) if c.convolutionTaps else None
        self.qkv = nn.Linear(d, 3 * d, bias=c.attentionBias)
        self.out = nn.Linear(d, d, bias=c.attentionBias)
        self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x):
        c, z = self.c, self.norm1(x)
        if self.convolution is not None:
            z = z + sum(delayed(z, j + 1) * tap for j, tap in enumerate(self.convolution))
        q, k, v = self.qkv(z).unflatten(-1, (3, c.heads, -1)).permute(2, 0, 3, 1, 4)
        if c.position == "rotary":
            q, k = rotated(q, c.rotaryBase), rotated(k, c.rotaryBase)
        x = x + self.out(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2))
        return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))


class TokensAndThoughtsForCausalLM(PreTrainedModel):
    config_class = TokensAndThoughtsConfig

    def __init__(self, config):
        super().__init__(*([] if PreTrainedModel is nn.Module else [config]))
        self.config = c = config
        self.embedding = nn.Embedding(c.vocab, c.embed)  # also the output head
        self.position = nn.Embedding(c.seq, c.embed) if c.position == "learned" else None
        self.shift = nn.Parameter(torch.zeros(1, c.embed)) if c.tokenShift else None
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.layers))
        self.norm = nn.LayerNorm(c.embed)
        if PreTrainedModel is not nn.Module:
            self.post_init()

    def _init_weights(self, module):
        """Weights come from the file."""

    def get_input_embeddings(self):
        return self.embedding

    def forward(self, input_ids=None, labels=None, inputs_embeds=None, **others):
        """ids [batch, seq], or embeddings [batch, seq, embed]; sequences start at position 0 and are not padded."""
        x = self.embedding(input_ids) if inputs_embeds is None else inputs_embeds
        if self.position is not None:
            x = x + self.position.weight[: x.shape[1]]
        if self.shift is not None:
            x = x + self.shift * delayed(x, 1)
        for block in self.blocks:
            x = block(x)
        logits = F.linear(self.norm(x), self.embedding.weight)
        loss = None if labels is None else F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten())
        return CausalLMOutput(loss=loss, logits=logits)


def load(folder):
    """The model of a folder, without transformers."""
    from safetensors.torch import load_file

    config = TokensAndThoughtsConfig(**json.loads((Path(folder) / "config.json").read_text()))
    model = TokensAndThoughtsForCausalLM(config)
    model.load_state_dict({name: w.float() for name, w in load_file(Path(folder) / "model.safetensors").items()})
    return model.eval()
