"""Other solution concepts, and what compares equilibria with outcomes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gametheory.concepts.commitment import Commitment as Commitment
    from gametheory.concepts.commitment import PessimisticCommitment as PessimisticCommitment
    from gametheory.concepts.commitment import Stackelberg as Stackelberg
    from gametheory.concepts.commitment import stackelberg as stackelberg
    from gametheory.concepts.security import PlayerSecurity as PlayerSecurity
    from gametheory.concepts.security import SecurityLevels as SecurityLevels
    from gametheory.concepts.security import security_levels as security_levels

#: Public names and the modules of this room that they live in, loaded on first use.
_HOMES: Final[dict[str, str]] = {
    "Commitment": "commitment",
    "PessimisticCommitment": "commitment",
    "PlayerSecurity": "security",
    "SecurityLevels": "security",
    "Stackelberg": "commitment",
    "security_levels": "security",
    "stackelberg": "commitment",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gametheory.concepts.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
