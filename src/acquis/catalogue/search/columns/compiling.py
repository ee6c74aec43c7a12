"""The compiler of the loops, in a process of its own: `python -m …compiling FILE` leaves machine code in FILE.

What comes out needs no compiler: a loop is entered with one pointer, to numbers and to where NumPy's arrays are.
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

from .machine import DATA, SHAPE, Loop, alone, arguments_of, loops, written

#: No exceptions (a division by 0 is not one), and no memory of its own: a loop works in the arrays that it is given.
_PLAIN: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
_KINDS = {
    "i8": types.int64, "i4": types.int32, "i2": types.int16, "u8": types.uint64, "u4": types.uint32, "u2": types.uint16,
    "u1": types.uint8, "f8": types.float64,
}  # fmt: skip


def _placed(dimensions: int) -> Any:
    """What reads where the memory of NumPy's array is and how long, from the array itself, by its public fields."""

    def typed(context: Any, address: Any, kind: Any) -> Any:
        array = types.Array(kind.dtype, dimensions, "C")

        def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            made = context.make_array(array)(context, builder)
            values, number = context.get_data_type(kind.dtype), context.get_value_type(types.intp)
            size = context.get_constant(types.intp, context.get_abi_sizeof(values))

            def read(address: Any, offset: int) -> Any:
                at = builder.add(address, context.get_constant(types.intp, offset))
                return builder.load(builder.inttoptr(at, number.as_pointer()))

            shape = read(given[0], SHAPE)
            lengths = [read(shape, 8 * each) for each in range(dimensions)]
            strides = [size] if dimensions == 1 else [builder.mul(lengths[1], size), size]
            populate_array(
                made, data=builder.inttoptr(read(given[0], DATA), values.as_pointer()), shape=lengths,
                strides=strides, itemsize=size, meminfo=None,
            )  # fmt: skip
            return made._getvalue()

        return array(address, kind), code

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
    told = [
        f"array{dimensions}(block[{at}], {kind})" if dimensions else f"block[{at}]"
        for at, (kind, dimensions) in enumerate(arguments_of(loop.signature))
    ]
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
