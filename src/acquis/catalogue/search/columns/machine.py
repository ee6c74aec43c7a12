"""Loops over columns, as machine code: compiled once for a machine, kept on its disk, loaded by who asks first.

The compiler (numba) is slow, so nobody who asks a question runs it: `compiling` does, in a process of its own, when the
product begins to serve or is to make an index. What serves loads LLVM (llvmlite) and the code. Until it is there, or
where there is no compiler, a function runs as it is written: slower, with the same answers.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import logging
import os
import re
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np

logger = logging.getLogger(__name__)

#: The modules whose loops are compiled together.
MODULES: Final = ("kernels", "counting", "leaving", "keeping", "splitting", "inverting")
#: So often, in seconds, who has no machine code looks whether it is there by now.
_LOOK_EVERY = 1.0
#: Where an array's object has the addresses of its memory and of its shape: fields that NumPy's C interface keeps.
DATA: Final = object.__basicsize__
SHAPE: Final = DATA + 16
_ARGUMENT = re.compile(r"(\w+)(\[(:,)?::1\])?")


class Loop:
    """A function over numbers and arrays that is machine code once `load` found it."""

    def __init__(self, function: Callable[..., Any], signature: str | None) -> None:
        self.function, self.signature = function, signature
        self.name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        self.machine: Callable[..., Any] | None = None
        self.__name__, self.__doc__ = function.__name__, function.__doc__

    def __call__(self, *arguments: Any) -> Any:
        machine = self.machine
        if machine is None and (self.signature is None or not are_ready()):
            with np.errstate(over="ignore"):
                return self.function(*arguments)
        return (machine or self.machine or self.function)(*arguments)


#: Every loop that has a signature.
_LOOPS: list[Loop] = []


def compiled(signature: str | None = None) -> Callable[[Callable[..., Any]], Loop]:
    """Mark a function to be compiled for the types of `signature`; one without is compiled into those that call it."""

    def marked(function: Callable[..., Any]) -> Loop:
        loop = Loop(function, signature)
        if signature is not None:
            _LOOPS.append(loop)
        return loop

    return marked


def loops() -> Sequence[Loop]:
    """The loops that are compiled."""
    for module in MODULES:
        import_module(f"{__package__}.{module}")
    return _LOOPS


def arguments_of(signature: str) -> list[tuple[str, int]]:
    """The type of each argument, and of how many dimensions its array is, 0 for a number."""
    inside = signature[signature.index("(") + 1 : signature.rindex(")")]
    return [(kind, 0 if not array else 2 if two else 1) for kind, array, two in _ARGUMENT.findall(inside)]


# Where the code lies ----------------------------------------------------------------------------------------------


def folder() -> Path:
    """Where machine code is kept. What lies there is run: nobody else may be able to write it."""
    given = os.environ.get("ACQUIS_COMPILED")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "acquis"


@cache
def _path() -> Path | None:
    """The file of these loops for this processor; None where code can be neither made nor loaded."""
    try:
        llvm: Any = import_module("llvmlite.binding")
        compiler = version("numba")
    except (ImportError, PackageNotFoundError):
        return None
    # Numbers that loops take for constants come from other modules too.
    names = (*MODULES, "compiling", "machine", "traits")
    sources = [(Path(__file__).parent / f"{name}.py").read_bytes() for name in names]
    processor = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    told = [compiler, version("llvmlite"), version("numpy"), str(sys.implementation.cache_tag), *processor]
    key = blake2b(b"\0".join([*sources, *map(str.encode, told)]), digest_size=10).hexdigest()
    return folder() / f"loops-{key}.bin"


# Loading ----------------------------------------------------------------------------------------------------------

_loading = threading.Lock()
#: Whether code is being made for this process, and whether that was in vain.
_awaited = _in_vain = False
_looked = -_LOOK_EVERY
#: Loaded code, which lives as long as the process.
_engines: list[Any] = []


def are_ready() -> bool:
    """Whether the loops are machine code, which is loaded now if it is there. Nothing is compiled."""
    if _engines:
        return True
    global _looked
    if time.monotonic() - _looked < _LOOK_EVERY:
        return False
    with _loading:
        if _engines:
            return True
        _looked = time.monotonic()
        path = _path()
        if path is None or not path.exists():
            return False
        try:
            _load(path)
        except (OSError, ValueError, KeyError, RuntimeError):
            logger.exception("the compiled loops in %s cannot be loaded; they run as they are written", path)
            path.unlink(missing_ok=True)
            return False
    return True


def written(path: Path, codes: dict[str, tuple[str, bytes]]) -> None:
    """Keep the code of loops: for each the name of its entry and an object file."""
    told = json.dumps([(name, entry, len(code)) for name, (entry, code) in codes.items()]).encode()
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_bytes(struct.pack("<q", len(told)) + told + b"".join(code for _, code in codes.values()))
    os.replace(fresh, path)


def _load(path: Path) -> None:
    known = np.zeros((2, 3))
    fields = [ctypes.c_void_p.from_address(id(known) + offset).value or 0 for offset in (DATA, SHAPE)]
    if fields[0] != known.ctypes.data or list((ctypes.c_int64 * 2).from_address(fields[1])) != [2, 3]:
        raise ValueError("NumPy's arrays are not laid out as they were")
    content = path.read_bytes()
    (size,) = struct.unpack_from("<q", content)
    at = 8 + size
    llvm: Any = import_module("llvmlite.binding")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    # The compiler's own functions are named where something would be raised, which no loop does.
    for name in _NEVER_CALLED:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, ctypes.cast(ctypes.CDLL(None).abort, ctypes.c_void_p).value)
    target = llvm.Target.from_default_triple().create_target_machine(jit=True, codemodel="jitdefault")
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    entries = {}
    for name, entry, length in json.loads(content[8:at]):
        engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(content[at : at + length]))
        entries[name] = entry
        at += length
    engine.finalize_object()
    for loop in loops():
        address = engine.get_function_address(entries[loop.name])
        if not address:
            raise ValueError(f"{path}: no {loop.name}")
        loop.machine = _callable(loop, address)
    _engines.append(engine)


_NEVER_CALLED = (
    "NRT_Free", "NRT_MemInfo_call_dtor", "NRT_incref", "NRT_decref", "numba_do_raise", "numba_gil_ensure",
    "numba_gil_release", "numba_runtime_build_excinfo_struct", "numba_unpickle",
)  # fmt: skip


def _callable(loop: Loop, address: int) -> Callable[..., Any]:
    """What packs the arguments of a loop one behind the other, arrays as where NumPy's objects are, and calls it."""
    assert loop.signature is not None
    names, given = [], []
    for at, (_, dimensions) in enumerate(arguments_of(loop.signature)):
        names.append(f"a{at}")
        given.append(f"id(a{at})" if dimensions else f"a{at}")
    code = f"lambda {', '.join(names)}: call(pack({', '.join(given)}))"
    packed = struct.Struct(f"{len(given)}q")
    # Other threads run while a loop does.
    call = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_char_p)(address)
    made: Callable[..., Any] = eval(code, {"call": call, "pack": packed.pack})  # noqa: S307
    return made


#: Compilers that nobody waits for.
_begun: list[subprocess.Popen[bytes]] = []

# Making -----------------------------------------------------------------------------------------------------------


def make(*, wait: bool = True) -> bool:
    """Have the code made by another process unless it is there; whether it is. Without `wait` it is only begun."""
    global _looked, _in_vain
    path = None if are_ready() or _in_vain else _path()
    if path is None:
        return are_ready()
    command = [sys.executable, "-m", f"{__package__}.compiling", str(path)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not wait:
            _begun.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True))  # noqa: S603
            return False
        failure = _waited_for(command)
    except OSError as error:
        failure = str(error)
    if failure:
        _in_vain = True
        logger.error("the loops of the search cannot be compiled; they run as they are written: %s", failure)
        return False
    _looked = -_LOOK_EVERY
    return are_ready()


def is_awaited() -> bool:
    """Whether the loops run as they are written for now, and will be machine code within a minute."""
    return _awaited and not are_ready()


def _waited_for(command: Sequence[str]) -> str:
    """Run the compiler; what it said when it failed."""
    global _awaited
    _awaited = True
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    finally:
        _awaited = False
    return done.stderr[-2000:] or "no reason given" if done.returncode else ""


def alone(path: Path) -> Any:
    """Hold the right to compile, among all processes of the machine; to be closed."""
    lock = open(path.with_suffix(".lock"), "w")  # noqa: SIM115
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock
