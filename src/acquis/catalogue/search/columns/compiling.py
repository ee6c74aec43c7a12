"""The compiler of the loops, in a process of its own: `python -m …compiling FILE` leaves machine code in FILE.

What comes out needs no compiler: a loop is entered with one pointer, to numbers and to where arrays are.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import numba
from numba import types
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array

from .machine import Loop, alone, arguments_of, loops, written

#: No exceptions (a division by 0 is not one), and no memory of its own: a loop works in the arrays that it is given.
_PLAIN: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
_KINDS = {
    "i8": types.int64, "i4": types.int32, "i2": types.int16, "u8": types.uint64, "u4": types.uint32, "u2": types.uint16,
    "u1": types.uint8, "f8": types.float64,
}  # fmt: skip


def _placed(dimensions: int) -> Any:
    """What makes an array of memory: where it is, its shape, then what it holds."""

    def typed(context: Any, address: Any, shape: Any, kind: Any) -> Any:
        array = types.Array(kind.dtype, dimensions, "C")

        def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            made = context.make_array(array)(context, builder)
            values = context.get_data_type(kind.dtype)
            size = context.get_constant(types.intp, context.get_abi_sizeof(values))
            lengths = [builder.extract_value(given[1], each) for each in range(dimensions)]
            strides = [size] if dimensions == 1 else [builder.mul(lengths[1], size), size]
            populate_array(
                made, data=builder.inttoptr(given[0], values.as_pointer()), shape=lengths, strides=strides,
                itemsize=size, meminfo=None,
            )  # fmt: skip
            return made._getvalue()

        return array(address, shape, kind), code

    return intrinsic(typed)


_ARRAYS = {1: _placed(1), 2: _placed(2)}


def _machine(loop: Loop, known: dict[int, Any]) -> Any:
    """The function for the compiler, and before it those that it calls: they are looked for under their names."""
    if id(loop) not in known:
        names = loop.function.__globals__
        for name in loop.function.__code__.co_names:
            if isinstance(called := names.get(name), Loop):
                names[name] = _machine(called, known)
        known[id(loop)] = numba.njit(**_PLAIN)(loop.function)
    return known[id(loop)]


def code_of(loop: Loop, known: dict[int, Any]) -> tuple[str, bytes]:
    """The name by which a loop is entered, and its object file."""
    assert loop.signature is not None
    names: dict[str, Any] = {f"array{each}": made for each, made in _ARRAYS.items()} | _KINDS
    given, told = arguments_of(loop.signature), []
    shape = len(given)
    for at, (kind, dimensions) in enumerate(given):
        if not dimensions:
            told.append(f"block[{at}]")
            continue
        lengths = "".join(f"block[{shape + each}], " for each in range(dimensions))
        told.append(f"array{dimensions}(block[{at}], ({lengths}), {kind})")
        shape += dimensions
    call = f"loop({', '.join(told)})"
    body = f"{call}\n    return 0" if loop.signature.startswith("void") else f"return {call}"
    names["loop"] = _machine(loop, known)
    exec(f"def entry(block):\n    {body}", names)  # noqa: S102
    made: Any = numba.cfunc("i8(CPointer(i8))", **_PLAIN)(names["entry"])
    return made._wrapper_name, made._library._get_compiled_object()


def main(path: Path) -> int:
    os.nice(5)
    with alone(path):
        if path.exists():
            return 0
        known: dict[int, Any] = {}
        written(path, {loop.name: code_of(loop, known) for loop in list(loops())})
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
