"""What the external checks share: a Python environment of their own, the program under test, and a count."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".build-python"

# What the user keeps is not read, and nothing is added to it.
os.environ["PGCHECK_CACHE"] = ""


def ensure(*packages):
    """Goes on in an environment that has `packages` from PyPI, which is made on first use."""
    python = ENVIRONMENT / "bin" / "python"
    inside = pathlib.Path(sys.prefix).resolve() == ENVIRONMENT.resolve()
    missing = [name for name in packages if not inside or not importable(name)]
    if not missing:
        return
    if inside and os.environ.get("PGCHECK_EXTERNAL_INSTALLED"):
        give_up(f"cannot import {', '.join(missing)} though it was installed")
    if not python.exists():
        run([sys.executable, "-m", "venv", str(ENVIRONMENT)], "cannot make a Python environment (package python3-venv?)")
    have = subprocess.run(
        [str(python), "-c", "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))", *packages])
    if have.returncode != 0:
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
            f"cannot install {', '.join(packages)} from PyPI")
    environment = dict(os.environ, PGCHECK_EXTERNAL_INSTALLED="1")
    os.execve(str(python), [str(python), *sys.argv], environment)


def importable(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False


def run(command, complaint):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        give_up(complaint)


def give_up(complaint):
    """What could not be tested has not passed."""
    print(f"error: {complaint}", file=sys.stderr)
    print("0 passed, 1 failed")
    sys.exit(1)


def program():
    """The program under test: $PGCHECK, or the one that was built last."""
    named = os.environ.get("PGCHECK")
    if named:
        return named
    built = [ROOT / ".build" / kind / "pgcheck" for kind in ("debug", "release")]
    built = [path for path in built if path.exists()]
    if not built:
        give_up("there is no pgcheck; run 'swift build' first")
    return str(max(built, key=lambda path: path.stat().st_mtime))


class Tally:
    """Counts what passed and what failed."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, holds, complaint):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {complaint}", file=sys.stderr)

    def finish(self):
        """Prints the count as the last line and ends the program."""
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)
