"""Loads the reading models, once a process and only when a page needs them, and runs them on one thread."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_DETECT = "PP-OCRv6_det_small.onnx"
_READ = "PP-OCRv6_rec_small.onnx"

# What an English chart is written in; other characters of the model's 18,709 are faults of the scan.
_PLAIN = "".join(map(chr, range(33, 127))) + " °±×÷µ§½¼¾¢£€©®™•·–—‘’“”…′″≤≥≠≈→←↑↓√βαμ½"
_ACCENTS = "áàâäãåæçéèêëíìîïñóòôöõøœúùûüýÿßÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝ"


class EngineMissing(Exception):
    """The reading engine or its models are not installed."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The columns of the model's output that count, the character of each, and which have accents."""

    columns: npt.NDArray[np.intp]
    characters: str
    accents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Engine:
    """The two models: ``detect`` finds lines, ``read`` reads one."""

    detect: Any
    read: Any
    alphabet: Alphabet
    name: str


@cache
def load_engine() -> Engine:
    """Return the models of the installed rapidocr wheel; raises EngineMissing. No network is used."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None or importlib.util.find_spec("onnxruntime") is None:
        raise EngineMissing("rapidocr and onnxruntime are not installed")
    models = Path(spec.origin).parent / "models"
    if not (models / _DETECT).is_file() or not (models / _READ).is_file():
        raise EngineMissing("the installed rapidocr does not hold the models; install rapidocr 3.10")
    read = _session(models / _READ)
    # Of the model's characters, the first column is "nothing here" and the last one the blank.
    listed = read.get_modelmeta().custom_metadata_map["character"].splitlines()
    places = {c: i + 1 for i, c in enumerate(listed)}
    places[" "] = len(listed) + 1
    kept = [c for c in dict.fromkeys(_PLAIN + _ACCENTS) if c in places]
    alphabet = Alphabet(np.array([0, *(places[c] for c in kept)]), "\0" + "".join(kept), frozenset(_ACCENTS))
    versions = " ".join(f"{p} {importlib.metadata.version(p)}" for p in ("rapidocr", "onnxruntime"))
    return Engine(_session(models / _DETECT), read, alphabet, f"PP-OCRv6 small ({versions})")


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Pages are read in parallel by processes; a model that also takes several threads slows them all down.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(session: Any, batch: Floats) -> Floats:
    """Return the model's only output for a batch."""
    return np.asarray(session.run(None, {session.get_inputs()[0].name: batch})[0], np.float32)
