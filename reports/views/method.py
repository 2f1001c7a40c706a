"""How the answer was computed, and how to compute it again."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from gametheory.equilibria import EquilibriumSet
from gametheory.solvers.cross_check import CrossCheck, MethodCheck
from reports.words import count, say

__all__ = ["CheckRow", "MethodView", "fingerprint", "method_view"]

#: Packages whose versions a reader needs to get the same numbers again.
_PACKAGES = ("gametheory-toolkit", "numpy", "scipy", "python-flint", "numba", "nashpy",
             "matplotlib")  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One solver in the table of backends."""

    method: str
    version: str
    looks_for: str
    found: str
    missed: str
    invented: str
    other: str
    status: str
    verdict: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class MethodView:
    """The sections on method and reproduction."""

    facts: tuple[tuple[str, str], ...]
    check: tuple[CheckRow, ...]
    check_sentence: Markup
    has_other: bool
    remarks: tuple[tuple[str, str], ...]
    timings: tuple[tuple[str, str, str], ...]
    versions: tuple[tuple[str, str], ...]
    manifest: tuple[tuple[str, str], ...]


def method_view(
    found: EquilibriumSet,
    check: CrossCheck | None,
    document: Mapping[str, Any],
    command: str,
    extra: tuple[tuple[str, str], ...] = (),
) -> MethodView:
    """Lay out method, cross-check and manifest.

    Parameters
    ----------
    found : EquilibriumSet
    check : CrossCheck, optional
    document : mapping
        The page's data, for their fingerprints.
    command : str
        The command that makes the page, if one did.
    extra : tuple of (str, str)
        More lines of the manifest, e.g. seeds.
    """
    facts = [
        ("Method", found.method),
        ("Looks for", {"all": "all extreme equilibria", "pure": "all pure equilibria",
                       "one": "one equilibrium"}[found.scope.value]),
        ("Status", found.status.value),
        ("Complete", f"{'yes' if found.complete else 'not proved'}: {found.reason}"),
    ]  # fmt: skip
    if found.bases:
        facts.append(("Bases visited", f"{found.bases:,}"))
    game_hash, data_hash = fingerprint(document["equilibria"]["game"]), fingerprint(document)
    manifest = [("Command", command)] if command else []
    manifest += [*extra, ("Game (SHA-256)", game_hash), ("Results (SHA-256)", data_hash)]
    return MethodView(
        facts=tuple(facts),
        check=tuple(_row(c) for c in check.methods) if check else (),
        check_sentence=_sentence(check, found) if check else Markup(""),
        has_other=check is not None and any(c.other for c in check.methods),
        remarks=tuple((c.method, note) for c in check.methods for note in c.notes) if check else (),
        timings=tuple((c.method, f"{c.seconds:.3f}", c.reason) for c in check.methods)
        if check
        else (),
        versions=tuple(_versions()),
        manifest=tuple(manifest),
    )


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document's canonical JSON."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _row(check: MethodCheck) -> CheckRow:
    package, version = check.version
    verdict = {True: "agrees", False: "disagrees", None: "cannot be judged"}[check.agrees]
    return CheckRow(
        method=check.method,
        version="" if package == "gametheory-toolkit" else f"{package} {version}",
        looks_for=check.scope.value,
        found=str(len(check.found)),
        missed="?" if check.missed is None else str(len(check.missed)),
        invented=str(check.invented + check.inexact),
        other=str(len(check.other)),
        status=check.status.value,
        verdict=verdict,
        agrees=check.agrees is not False,
    )


def _sentence(check: CrossCheck, found: EquilibriumSet) -> Markup:
    if not check.reference.complete and found.complete:
        return say("The exact method did not finish within the time of this comparison, though a "
                   "later search did; what the others missed was not judged.")  # fmt: skip
    if not check.reference.complete:
        return say("The exact method did not finish on this game, so what the others missed is "
                   "not known.")  # fmt: skip
    against = [c.method for c in check.methods if not c.agrees]
    ran = count(len(check.methods), "method")
    if not against:
        return say("The game was given to {}; none missed or invented an equilibrium.", ran)
    return say(
        "The game was given to {}; {} of them did not give the right answer. Only what exact "
        "arithmetic confirmed is listed above.",
        ran,
        len(against),
    )


def _versions() -> list[tuple[str, str]]:
    versions = [("Python", platform.python_version())]
    for package in _PACKAGES:
        try:
            versions.append((package, importlib.metadata.version(package)))
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions
