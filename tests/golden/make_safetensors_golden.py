"""Writes safetensors_golden.json: files by the `safetensors` package (0.8.0), and half floats by numpy.

    pip install safetensors numpy && python tests/golden/make_safetensors_golden.py
"""

import base64
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save

tensors = {
    "wide": np.array([[1.5, -2.25, np.inf], [0.0, -0.0, 3e-39]], dtype=np.float32),
    "half": np.array([1.0, -65504.0, 6e-8, 0.333251953125], dtype=np.float16),
    "ids": np.array([7, -9, 2**31 - 1], dtype=np.int32),
    "long": np.array([-(2**62) - 1], dtype=np.int64),
    "bytes": np.array([[0], [255], [128]], dtype=np.uint8),
    "short": np.array([65535, 1], dtype=np.uint16),
    "scalar": np.array(2.5, dtype=np.float64),
    "empty": np.zeros((0, 4), dtype=np.float32),
}

# Every kind of rounding: middles, neighbours of middles, the subnormals, the edge of infinity.
rng = np.random.default_rng(1)
floats = np.concatenate([
    np.array([0.0, -0.0, 1.0, 65504.0, 65519.99, 65520.0, 65536.0, 1e30, np.inf, -np.inf], np.float32),
    np.array([2.0**-14, 2.0**-24, 2.0**-25, 2.0**-25 * 1.0001, 3 * 2.0**-25, 5 * 2.0**-25, 1e-45], np.float32),
    (1 + np.arange(8) * 2.0**-11).astype(np.float32),
    (rng.standard_normal(200) * 10.0 ** rng.integers(-9, 6, 200)).astype(np.float32),
])
with np.errstate(over="ignore"):
    halves = floats.astype(np.float16)

golden = {
    "file": base64.b64encode(save(tensors, {"written by": "python", "ünicode": "\"✓\""})).decode(),
    "floatBits": floats.view(np.uint32).tolist(),
    "halfBits": halves.view(np.uint16).tolist(),
}
Path(__file__).with_name("safetensors_golden.json").write_text(json.dumps(golden) + "\n")
