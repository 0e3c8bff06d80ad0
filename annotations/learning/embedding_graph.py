"""The graph of a small BERT, in ONNX, from its weights: mean of the last layer's tokens, of length 1.

Built here because the weights come as they were trained (safetensors), and what usually runs them weighs a gigabyte.
"""

import json
from collections.abc import Mapping
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, numpy_helper
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info

from annotations.learning.embedding import WIDTH

Array = NDArray[Any]
Weights = Mapping[str, Array]
LAYERS, HEADS = 6, 12
OPSET, IR = 20, 10
NEVER = -10_000.0
"""What attention to a padding token is lowered by."""
WEIGHT_STEPS, WORD_STEPS = 127, 126
"""Steps of whole numbers for weights (each side of 0) and for what flows (from 0).

Two products of them stay below 2¹⁵: processors without 8-bit dot products add pairs in 16 bits and saturate there, and
the same text must get the same vector on all of them.
"""
_KINDS = {"F32": np.float32, "I64": np.int64}


def weights_of(content: bytes | mmap) -> Weights:
    """The tensors of a safetensors file: eight bytes that say how long the JSON head is, the head, the numbers."""
    size = int.from_bytes(content[:8], "little")
    head = json.loads(content[8 : 8 + size])
    return {
        name: np.frombuffer(
            content,
            _KINDS[about["dtype"]],
            count=int(np.prod(about["shape"])),
            offset=8 + size + about["data_offsets"][0],
        ).reshape(about["shape"])
        for name, about in head.items()
        if name != "__metadata__"
    }


def graph_of(weights: Weights, *, whole_numbers: bool) -> ModelProto:
    """ids and mask [n, length] int64 in, vectors [n, 384] float32 out, each of length 1.

    With `whole_numbers` the large products are computed in 8 bits: a weight's row and a token's values each have a
    step of their own, so that a vector does not depend on the texts beside it.
    """
    graph = _Graph(weights, whole_numbers=whole_numbers)
    shown = graph.op("Cast", "mask", to=TensorProto.FLOAT)
    values = graph.words()
    unseen = graph.op("Sub", graph.number(1.0), graph.op("Unsqueeze", shown, graph.axes(1, 2)))
    hidden = graph.op("Mul", unseen, graph.number(NEVER))
    for layer in range(LAYERS):
        values = graph.layer(f"encoder.layer.{layer}.", values, hidden)
    kept = graph.op("Mul", values, graph.op("Unsqueeze", shown, graph.axes(2)))
    total = graph.op("ReduceSum", kept, graph.axes(1), keepdims=0)
    graph.op("LpNormalization", total, axis=1, p=2, to_name="vectors")
    return graph.model()


class _Graph:
    """Nodes and constants as they are added; every method gives the name of what it made."""

    def __init__(self, weights: Weights, *, whole_numbers: bool) -> None:
        self._weights = weights
        self._whole_numbers = whole_numbers
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def op(self, kind: str, *inputs: str, to_name: str = "", **attributes: Any) -> str:
        name = to_name or f"v{len(self._nodes)}"
        self._nodes.append(make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, values: Array) -> str:
        name = f"k{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def number(self, value: float) -> str:
        return self.constant(np.array(value, np.float32))

    def axes(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def words(self) -> str:
        """Each token's own values and those of its place."""
        length = self.op("Shape", "ids", start=1, end=2)
        places = self._weights["embeddings.position_embeddings.weight"]
        places = places + self._weights["embeddings.token_type_embeddings.weight"][0]
        here = self.op("Slice", self.constant(places), self.axes(0), length, self.axes(0))
        table = self._weights["embeddings.word_embeddings.weight"]
        # Half the bits for half of the model's memory; the vectors differ in the fifth digit.
        words = self.constant(table.astype(np.float16) if self._whole_numbers else table)
        own = self.op("Cast", self.op("Gather", words, "ids"), to=TensorProto.FLOAT)
        return self._normal("embeddings.LayerNorm", self.op("Add", own, here))

    def layer(self, name: str, values: str, hidden: str) -> str:
        """Every token looks at every other, then at itself."""
        looked = self._dense(f"{name}attention.output.dense", self._attention(name, values, hidden))
        values = self._normal(f"{name}attention.output.LayerNorm", self.op("Add", looked, values))
        inner = self.op("Gelu", self._dense(f"{name}intermediate.dense", values))
        outer = self._dense(f"{name}output.dense", inner)
        return self._normal(f"{name}output.LayerNorm", self.op("Add", outer, values))

    def _attention(self, name: str, values: str, hidden: str) -> str:
        heads = self.constant(np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
        asked, known, told = (
            self.op(
                "Transpose",
                self.op("Reshape", self._dense(f"{name}attention.self.{part}", values), heads),
                perm=order,
            )
            for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3]))
        )
        scale = self.number((WIDTH // HEADS) ** -0.5)
        match = self.op("Add", self.op("Mul", self.op("MatMul", asked, known), scale), hidden)
        mixed = self.op("MatMul", self.op("Softmax", match, axis=-1), told)
        mixed = self.op("Transpose", mixed, perm=[0, 2, 1, 3])
        return self.op("Reshape", mixed, self.constant(np.array([0, 0, WIDTH], np.int64)))

    def _normal(self, name: str, values: str) -> str:
        scale, shift = (self.constant(self._weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.op("LayerNormalization", values, scale, shift, axis=-1, epsilon=1e-12)

    def _dense(self, name: str, values: str) -> str:
        matrix = self._weights[f"{name}.weight"].T
        product = (
            self._whole_product(values, matrix)
            if self._whole_numbers
            else self.op("MatMul", values, self.constant(matrix))
        )
        return self.op("Add", product, self.constant(self._weights[f"{name}.bias"]))

    def _whole_product(self, values: str, matrix: Array) -> str:
        """values · matrix with values ≈ lowest + step · whole, matrix ≈ column step · whole."""
        column_steps = (np.abs(matrix).max(axis=0) / WEIGHT_STEPS).astype(np.float32)
        wholes = np.round(matrix / column_steps).astype(np.int8)
        zero = self.number(0.0)
        lowest = self.op("Min", self.op("ReduceMin", values, self.axes(-1), keepdims=1), zero)
        highest = self.op("Max", self.op("ReduceMax", values, self.axes(-1), keepdims=1), zero)
        step = self.op("Div", self.op("Sub", highest, lowest), self.number(WORD_STEPS))
        counted = self.op("Round", self.op("Div", self.op("Sub", values, lowest), step))
        product = self.op(
            "MatMulInteger", self.op("Cast", counted, to=TensorProto.UINT8), self.constant(wholes)
        )
        scaled = self.op("Mul", self.op("Cast", product, to=TensorProto.FLOAT), self.constant(column_steps))
        sums = (wholes * column_steps).sum(axis=0).astype(np.float32)
        return self.op("Add", self.op("Mul", scaled, step), self.op("Mul", lowest, self.constant(sums)))

    def model(self) -> ModelProto:
        """The whole graph."""
        texts = [make_tensor_value_info(name, TensorProto.INT64, ["n", "length"]) for name in ("ids", "mask")]
        vectors = make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", WIDTH])
        graph = make_graph(self._nodes, "sentence vectors", texts, [vectors], self._constants)
        return make_model(graph, opset_imports=[make_opsetid("", OPSET)], ir_version=IR)
