#!/usr/bin/env python3
"""Everything from nothing: `python3 run.py demo` shows Acquis, `python3 run.py test` proves it.

Needs Python 3.11 and the package registries, nothing else; any other words go to the `acquis` command.
Standard library only. What it installs stays in this folder: `.venv`, `node_modules`, `build`, `var`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = ROOT / "var" / "tools"
BYTECODE = ROOT / "var" / "bytecode"
NEEDED = (3, 11)
#: Commands that serve pages and so need the front-end parts.
WITH_PAGES = {"demo", "serve", "test"}

USAGE = """\
python3 run.py demo [--reset] [--port N]   the demonstration, in your browser
python3 run.py test [-- PYTEST ARGUMENTS]  every check and test; with arguments, those tests alone
python3 run.py WORDS...                    the `acquis` command: books, check, credit, docs, export, faults, import,
                                           keys, law, ledger, migrate, reconcile, scaling, search, serve, simulate, work
                                           (--help tells)"""


class Stop(Exception):
    """Something this machine lacks; the message says what and what to do."""


def main(words: list[str]) -> int:
    if sys.version_info < NEEDED:
        return with_newer_python(words)
    stood_in = os.getcwd()
    os.chdir(ROOT)
    keep_bytecode()
    install()
    if words and words[0] in WITH_PAGES:
        front_end()
    if words[:1] == ["test"]:
        return test(words[1:])
    # The files that somebody names are found from where they stand.
    os.chdir(stood_in)
    return become_acquis(words)


def become_acquis(words: list[str]) -> NoReturn:
    """Go on as the `acquis` command, in this very process, so that signals reach it."""
    sys.stdout.flush()
    # The full path as first word: it is how an interpreter finds the environment it belongs to.
    command = [str(PYTHON), "-c", "from acquis.site.commands import main; raise SystemExit(main())", *words]
    os.execv(str(PYTHON), command)  # noqa: S606


def keep_bytecode() -> None:
    """Where the machine wants no compiled modules beside their sources, keep them in `var`: without any, each command
    compiles two thousand of them again, which is half of its start."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", "") and not os.environ.get("PYTHONPYCACHEPREFIX"):
        os.environ["PYTHONPYCACHEPREFIX"] = str(BYTECODE)


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


def runs(command: list[str], **options: object) -> str | None:
    """What a command prints, or None when it does not run: version managers leave programs that do not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **options)  # type: ignore[call-overload]
    except (OSError, subprocess.SubprocessError):
        return None
    return str(done.stdout).strip() if done.returncode == 0 else None


def must(command: list[str], lacking: str, environment: dict[str, str] | None = None) -> None:
    """Run a step of the set-up quietly; when it fails, say what it said."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise Stop(f"{lacking}\n{(done.stdout + done.stderr).strip()[-3000:]}")


# ---------------------------------------------------------------- Python, uv and the environment


def with_newer_python(words: list[str]) -> int:
    """Begin again under a Python that is new enough, if the machine has one that runs."""
    for minor in range(14, NEEDED[1] - 1, -1):
        python = shutil.which(f"python3.{minor}")
        if python and runs([python, "-c", "print(1)"]) == "1":
            os.execv(python, [python, str(ROOT / "run.py"), *words])  # noqa: S606
    raise Stop("Python 3.11 or later is needed, and none was found on the PATH.")


def install() -> None:
    """Make `.venv` what the lock says; nothing to do when it already is."""
    groups = [] if usable_node() else ["--group", "node"]
    digest = hashlib.sha256(repr((sys.version_info[:3], str(ROOT), groups)).encode())
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    stamp = VENV / ".made-from"
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and runs([str(PYTHON), "-c", "import acquis"]) == "":
        return
    uv = find_uv()
    say("Installing the Python packages (uv sync)")
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONHOME")}
    environment |= {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    command = [uv, "sync", "--frozen", "--inexact", "--python", base_python(), *groups]
    try:
        must(command, "The Python packages could not be installed.", environment)
    except Stop:
        # Behind a proxy of a company the certificates of the system are the right ones.
        must(command, "The Python packages could not be installed.", environment | {"UV_NATIVE_TLS": "1"})
    stamp.write_text(digest.hexdigest())


def base_python() -> str:
    """The interpreter itself and not an environment's: the environment may be the one we are about to remake."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    return str(base if runs([str(base), "-c", "print(1)"]) == "1" else sys.executable)


def find_uv() -> str:
    """The machine's uv, else one of our own in a private environment: no system-wide install, anywhere."""
    on_path = shutil.which("uv")
    if on_path and runs([on_path, "--version"]):
        return on_path
    own, loose = TOOLS / "bin" / "uv", TOOLS / "loose" / "bin" / "uv"
    for candidate in (own, loose):
        if runs([str(candidate), "--version"]):
            return str(candidate)
    say("Installing uv into var/tools")
    python, wanted = base_python(), "uv>=0.5"
    if runs([python, "-c", "import ensurepip, venv; print(1)"]) == "1":
        must([python, "-m", "venv", "--clear", str(TOOLS)], "A private environment for uv could not be made.")
        must([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "-q", wanted], "uv could not be installed.")
        return str(own)
    if runs([python, "-m", "pip", "--version"]):
        target = str(TOOLS / "loose")
        must([python, "-m", "pip", "install", "-q", "--target", target, wanted], "uv could not be installed.")
        return str(loose)
    raise Stop("This Python has neither `venv` nor `pip`: install one (on Debian: apt-get install python3-venv).")


def usable_node() -> bool:
    """Whether the machine has a Node the front-end build can use; otherwise it comes as a Python wheel."""
    said = runs(["node", "--version"]) if shutil.which("node") and shutil.which("npm") else None
    return bool(said) and int(str(said).lstrip("v").split(".")[0]) >= 20


def front_end() -> None:
    """The style sheets and scripts that come from npm."""
    if subprocess.run([str(PYTHON), "-m", "acquis.site.frontend"], check=False).returncode:
        raise Stop("The pages cannot be shown without the front-end parts.")


def chromium() -> str:
    """A Chromium for the tests: the machine's, else Debian's package, else the one npm carries."""
    given = os.environ.get("ACQUIS_CHROMIUM", "")
    for name in (given, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        path = shutil.which(name) if name else None
        if path and runs([path, "--version", "--no-sandbox"]):
            return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the tests (apt-get install chromium)")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], capture_output=True, check=False, env=quiet)
        install_it = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        done = subprocess.run(install_it, capture_output=True, check=False, env=quiet)
        path = shutil.which("chromium")
        if done.returncode == 0 and path and runs([path, "--version", "--no-sandbox"]):
            return path
    return chromium_from_npm()


def chromium_from_npm() -> str:
    """The package `@sparticuz/chromium` carries a Chromium that unpacks itself into the temporary folder."""
    folder = TOOLS / "chromium"
    program = folder / "where.mjs"
    find_node = "from acquis.site import frontend; n = next(frontend._nodes()); print(*n[1], sep='\\n'); print(n[0])"
    *npm, node = (runs([str(PYTHON), "-c", find_node]) or "").splitlines() or [""]
    if not node:
        raise Stop("The tests need Chromium: install it, or give its path in ACQUIS_CHROMIUM.")
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not program.exists():
        say("Fetching Chromium for the tests (npm @sparticuz/chromium)")
        folder.mkdir(parents=True, exist_ok=True)
        command = [*npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-save", "@sparticuz/chromium@147"]
        must(command, "Chromium could not be fetched.", environment)
        program.write_text('import c from "@sparticuz/chromium"; console.log(await c.executablePath())\n')
    path = runs([node, str(program)], env=environment, cwd=folder)
    if not path or not runs([path, "--version", "--no-sandbox"]):
        raise Stop("The Chromium from npm does not run here; install Chromium or give its path in ACQUIS_CHROMIUM.")
    return path


# ---------------------------------------------------------------- the tests


def test(words: list[str]) -> int:
    """Every check in turn, one line each, then the tests. Stops at nothing, and fails if anything failed."""
    arguments = words[1:] if words[:1] == ["--"] else words
    os.environ["ACQUIS_CHROMIUM"] = chromium()
    # With the stand-ins of foreign systems: their types and migrations are verified too.
    os.environ["ACQUIS_DEMO"] = "true"
    tests = [str(PYTHON), "-m", "pytest", *arguments]
    if arguments:
        return subprocess.run(tests, check=False).returncode
    program = VENV / "bin"
    checks = {
        "lint": [str(program / "ruff"), "check"],
        "format": [str(program / "ruff"), "format", "--check"],
        "types": [str(program / "mypy")],
        "import contracts": [str(program / "lint-imports")],
        "migrations": [str(PYTHON), "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
    }
    failed = [name for name, command in checks.items() if not passes(name, command)]
    print("· tests", flush=True)
    # Files side by side, each process with a server of its own; what needs a browser stays last (tests/conftest.py).
    # One more than there are processors: tests wait for the disk, for each other, and for what they kill.
    processes = min(4, (os.cpu_count() or 1) + 1)
    side_by_side = ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]
    closing, code = run_tests([*tests, *side_by_side])
    for name in checks:
        print(f"{'✗' if name in failed else '✓'} {name}")
    print(f"{'✗' if code else '✓'} tests")
    print(closing)
    return 1 if failed or code else 0


def passes(name: str, command: list[str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print((done.stdout + done.stderr).rstrip())
    print(f"{'✗' if done.returncode else '✓'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    return done.returncode == 0


def run_tests(command: list[str]) -> tuple[str, int]:
    """Run pytest, showing what it prints as it comes; returns its closing line and its exit code."""
    closing = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            closing = line.strip() or closing
    return closing, running.returncode


if __name__ == "__main__":
    if len(sys.argv) == 1 or sys.argv[1] in ("-h", "--help"):
        print(USAGE)
        sys.exit(0)
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit(130)
