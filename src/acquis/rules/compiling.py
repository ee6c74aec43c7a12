"""Expressions made machine code: one loop over the rows for all that a rule is asked, compiled by LLVM.

`llvmlite` is LLVM in a wheel, an optional part that is loaded when a loop is first wanted: `can_compile` says whether
it is there. Numbers are whole, of 64 bits; the bounds that `tracing` computes tell that none overflows, as long as the
columns read are within theirs. Of that the loop gives account by the bits that it returns.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import numpy as np

from acquis.rules.tracing import Traced

#: The types of column that a loop reads, as NumPy names them, and how LLVM widens them to 64 bits.
WIDENED = {
    "bool": "",
    "int8": "sext", "int16": "sext", "int32": "sext", "int64": "",
    "uint8": "zext", "uint16": "zext", "uint32": "zext",
}  # fmt: skip
#: Below this, a whole number is a double exactly, and a quotient of two (their sum being below too) cut to the whole
#: below is the quotient of the whole numbers: it is never within half a step of a whole number that it does not reach.
EXACT = 2**52
#: The bits of the double 2^52: joined to those of a smaller whole number they make 2^52 and this number.
_BASE = np.array(float(EXACT)).view(np.int64).item()

_SAME = {
    "add": "add nsw i64", "subtract": "sub nsw i64", "multiply": "mul nsw i64",
    "less": "icmp slt i64", "less_equal": "icmp sle i64", "greater": "icmp sgt i64", "greater_equal": "icmp sge i64",
    "equal": "icmp eq i64", "not_equal": "icmp ne i64", "bitwise_and": "and i1", "bitwise_or": "or i1",
}  # fmt: skip
_SAME_FOR_ALL = ("whole", "reason")
_CALLED = {"minimum": "@llvm.smin.i64", "maximum": "@llvm.smax.i64"}

_LOOP = """
declare double @llvm.floor.f64(double)
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)

define i64 @rows({parameters}) {{
begin:
  %nobody = icmp sle i64 %count, 0
  br i1 %nobody, label %end, label %loop
loop:
  %row = phi i64 [ 0, %begin ], [ %next, %loop ]
  %bits = phi i64 [ 0, %begin ], [ {bits}, %loop ]
{body}
  %next = add nuw nsw i64 %row, 1
  %done = icmp eq i64 %next, %count
  br i1 %done, label %end, label %loop
end:
  %found = phi i64 [ 0, %begin ], [ {bits}, %loop ]
  ret i64 %found
}}
"""

#: What runs a loop: the number of rows, then the address of each column read and of each column written.
Loop = Callable[..., int]
_ONE_AT_A_TIME = threading.Lock()


@cache
def _llvm() -> Any:
    # A hundred and seventy megabytes of library: a tenth of a second that no other command should pay.
    try:
        return import_module("llvmlite.binding")
    except (ImportError, OSError):
        return None


def can_compile() -> bool:
    """Whether the compiler is there; asking loads it."""
    return _llvm() is not None


def loop_of(source: str, columns: int) -> Loop:
    """The loop that `written` wrote, over so many columns read and written, as machine code."""
    # LLVM keeps what it makes in one place for the whole process.
    with _ONE_AT_A_TIME:
        return _compiled(source, columns)


@lru_cache(maxsize=256)
def _compiled(source: str, columns: int) -> Loop:
    llvm = _llvm()
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3, jit=True
    )
    module = llvm.parse_assembly(source)
    module.verify()
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    # ctypes lets go of the interpreter while the loop runs: threads run side by side.
    signature = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_int64, *[ctypes.c_void_p] * columns)
    loop: Any = signature(engine.get_function_address("rows"))
    loop.engine = engine  # the code lives as long as its engine
    return loop


def written(answers: Sequence[Traced], kinds: Sequence[str]) -> str:
    """The loop that writes the answers of every row, from columns of these types (`WIDENED`), in LLVM's words.

    It returns all the bits that are set in any number read. Numbers are written as `int64`, flags as `bool`.
    """
    writing = _Writing(kinds)
    for at, answer in enumerate(answers):
        writing.give(at, answer)
    parameters = ["i64 %count", *(f"ptr noalias readonly %in{at}" for at in range(len(kinds)))]
    parameters += [f"ptr noalias %out{at}" for at in range(len(answers))]
    return _LOOP.format(parameters=", ".join(parameters), bits=writing.bits, body="\n".join(writing.lines))


class _Writing:
    """The body of the loop: each line gives a name to one value of the row."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.lines: list[str] = []
        self.bits = "%bits"
        self._names: dict[int, str] = {}
        self._columns = [self._read(at, kind) for at, kind in enumerate(kinds)]

    def give(self, at: int, answer: Traced) -> None:
        value, size = (self._number(answer), 64) if not answer.is_flag else (self._flag_byte(answer), 8)
        place = self._line(f"getelementptr inbounds i{size}, ptr %out{at}, i64 %row")
        self.lines.append(f"  store i{size} {value}, ptr {place}")

    def _line(self, text: str) -> str:
        name = f"%v{len(self.lines)}"
        self.lines.append(f"  {name} = {text}")
        return name

    def _read(self, at: int, kind: str) -> str:
        size = np.dtype(kind).itemsize * 8
        place = self._line(f"getelementptr inbounds i{size}, ptr %in{at}, i64 %row")
        value = self._line(f"load i{size}, ptr {place}")
        if kind == "bool":
            return self._line(f"icmp ne i8 {value}, 0")
        if size < 64:
            value = self._line(f"{WIDENED[kind]} i{size} {value} to i64")
        self.bits = self._line(f"or i64 {self.bits}, {value}")
        return value

    def _name(self, node: Traced) -> str:
        if node.word in _SAME_FOR_ALL:
            return str(node.value)
        if node.word == "read":
            return self._columns[node.value]
        if id(node) not in self._names:
            self._names[id(node)] = self._made(node)
        return self._names[id(node)]

    def _number(self, node: Traced) -> str:
        name = self._name(node)
        return self._line(f"zext i1 {name} to i64") if node.is_flag and node.word not in _SAME_FOR_ALL else name

    def _flag_byte(self, node: Traced) -> str:
        return self._line(f"zext i1 {self._name(node)} to i8")

    def _made(self, node: Traced) -> str:
        word, parts = node.word, node.parts
        if word == "choose":
            kind, name = ("i1", self._name) if node.is_flag else ("i64", self._number)
            return self._line(f"select i1 {self._name(parts[0])}, {kind} {name(parts[1])}, {kind} {name(parts[2])}")
        if word == "logical_not":
            return self._line(f"xor i1 {self._name(parts[0])}, 1")
        if word in ("bitwise_and", "bitwise_or"):
            return self._line(f"{_SAME[word]} {self._name(parts[0])}, {self._name(parts[1])}")
        if word == "floor_divide":
            return self._divided(*parts)
        if word == "negative":
            return self._line(f"sub nsw i64 0, {self._number(parts[0])}")
        first, second = map(self._number, parts)
        if word in _CALLED:
            return self._line(f"call i64 {_CALLED[word]}(i64 {first}, i64 {second})")
        return self._line(f"{_SAME[word]} {first}, {second}")

    def _divided(self, number: Traced, by: Traced) -> str:
        whole = self._number(by)
        if by.least == 0:
            # NumPy answers 0 to a division by 0; a processor stops the program.
            none = self._line(f"icmp eq i64 {whole}, 0")
            whole = self._line(f"select i1 {none}, i64 1, i64 {whole}")
        if number.least >= 0:
            found = self._quotient(self._number(number), whole, number.most, by)
        elif number.most <= 0:
            # Below a negative number is above the positive one.
            room = self._line(f"sub i64 {whole}, 1")
            raised = self._line(f"sub i64 {room}, {self._number(number)}")
            found = self._line(f"sub i64 0, {self._quotient(raised, whole, by.most - number.least, by)}")
        else:
            value = self._number(number)
            cut = self._line(f"sdiv i64 {value}, {whole}")
            back = self._line(f"mul i64 {cut}, {whole}")
            rest = self._line(f"sub i64 {value}, {back}")
            below = self._line(f"ashr i64 {rest}, 63")
            found = self._line(f"add i64 {cut}, {below}")
        return found if by.least > 0 else self._line(f"select i1 {none}, i64 0, i64 {found}")

    def _quotient(self, number: str, whole: str, most: int, by: Traced) -> str:
        """Of numbers that are not negative. Processors divide doubles several at a time, and whole numbers slowly."""
        if by.word == "whole" or most + by.most >= EXACT:
            return self._line(f"udiv i64 {number}, {whole}")
        found = self._line(f"fdiv double {self._double(number)}, {self._double(whole)}")
        cut = self._line(f"call double @llvm.floor.f64(double {found})")
        based = self._line(f"fadd double {cut}, {float(EXACT)!r}")
        joined = self._line(f"bitcast double {based} to i64")
        return self._line(f"and i64 {joined}, {EXACT - 1}")

    def _double(self, number: str) -> str:
        joined = self._line(f"or i64 {number}, {_BASE}")
        based = self._line(f"bitcast i64 {joined} to double")
        return self._line(f"fsub double {based}, {float(EXACT)!r}")
