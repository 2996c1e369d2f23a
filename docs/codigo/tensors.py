"""Read the tensors of a safetensors file.

The format: github.com/huggingface/safetensors. Eight bytes say how long
the header is; the header is JSON and says the type, the shape and the
place of each tensor; then, their bytes.
"""

import json
import math
from pathlib import Path

import torch

DTYPES = {"F32": torch.float32, "F16": torch.float16, "U8": torch.uint8}
DTYPES |= {"BF16": torch.bfloat16, "BOOL": torch.bool, "I64": torch.int64}


# --8<-- [start:header]
def read_header(file, path):
    """What the header says, and where the bytes of the tensors begin."""
    length = int.from_bytes(file.read(8), "little")
    header = file.read(length) if length < 1e8 else b""
    if not header.startswith(b"{"):
        raise ValueError(f"{path} is not a safetensors file")
    if len(header) < length:
        raise ValueError(f"{path} ends in the middle of its header")
    try:
        entries = json.loads(header)
    except (ValueError, RecursionError) as error:
        problem = f"its header is not JSON: {error}"
        raise ValueError(f"{path}: {problem}") from None
    entries.pop("__metadata__", None)
    return entries, 8 + length


def fields(entry):
    """The type, the shape and the two ends of a tensor, if they are good."""
    match entry:
        case {
            "dtype": str(kind),
            "shape": [*shape],
            "data_offsets": [int(start), int(end)],
        } if all(type(n) is int and n > 0 for n in (*shape, start + 1)):
            return kind, shape, start, end
    return None
# --8<-- [end:header]


# --8<-- [start:read]
def read(path):
    """The tensors of a safetensors file, by name."""
    tensors, size = {}, Path(path).stat().st_size
    with Path(path).open("rb") as file:
        header, begin = read_header(file, path)
        for name, entry in header.items():
            found = fields(entry)
            if found is None:
                problem = f"its header does not say what {name} is"
                raise ValueError(f"{path}: {problem}")
            kind, shape, start, end = found
            if kind not in DTYPES:
                problem = f"{kind}, which this reader does not know"
                raise ValueError(f"{path}: {name} is {problem}")
            n = math.prod(shape) * DTYPES[kind].itemsize
            if end - start != n:
                raise ValueError(f"{path}: {name} does not take {n} bytes")
            if begin + end > size:
                raise ValueError(f"{path} ends in the middle of {name}")
            file.seek(begin + start)
            data = bytearray(file.read(n))
            flat = torch.frombuffer(data, dtype=DTYPES[kind])
            tensors[name] = flat.view(shape)
    return tensors
# --8<-- [end:read]
