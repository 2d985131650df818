"""Writes tokenizer_golden.json: what Hugging Face's `tokenizers` (0.23.2) trains and encodes, for ours to equal.

    pip install tokenizers && python tests/golden/make_tokenizer_golden.py
"""

import json
import random
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

VOCAB = 400
SPECIAL = ["<|endoftext|>", "<bot>"]

random.seed(5)
SYLLABLES = ["ba", "ne", "ri", "lo", "tu", "shi", "kra", "mo", "é", "ß", "日本", "на"]
ENDINGS = [" ", " ", " ", ", ", ". ", "'s ", "'ll ", "\n", "\n\n", "  ", "! ", " (", ") ", "\t", " 12", " 7", "1999 ", "🜁 ", "aaaa"]


def word():
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(1, 3)))


words = [word() for _ in range(60)]
text = "".join(random.choice(words) + random.choice(ENDINGS) for _ in range(1500))

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
tokenizer.decoder = decoders.ByteLevel()
trainer = trainers.BpeTrainer(
    vocab_size=VOCAB,
    special_tokens=SPECIAL,
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    show_progress=False,
)
tokenizer.train_from_iterator([text], trainer)

samples = [
    "",
    " ",
    "a",
    text[:200],
    "  two  spaces   and a tab\t\tend  ",
    "it's they'll we've I'M 'tis ''s 's",
    "line\n\n\nline\r\n  x\n ",
    "12 345 6 ⅷ ²½ ٣٤",
    "nbsp\u00a0here \u2028 line\u0085next \ufeffbom \u3000wide",
    "emoji 👩‍👩‍👧 🇩🇪 é e\u0301 ﷽",
    "one<|endoftext|>two<bot><bot> <|endoftext| <<bot>",
    "<div class=\"x\">&amp;</div> a_b --- ... ?!",
    "aaaaaaaaa aaaa aaa",
    "".join(map(chr, range(128))),
]
golden = {
    "text": text,
    "vocab": VOCAB,
    "special": SPECIAL,
    "tokenizerJson": tokenizer.to_str(),
    "samples": [{"text": s, "ids": tokenizer.encode(s, add_special_tokens=False).ids} for s in samples],
}
Path(__file__).with_name("tokenizer_golden.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")
