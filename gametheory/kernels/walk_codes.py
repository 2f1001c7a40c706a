"""How a compiled walk comes back.

FINISHED; PAUSED: it made the wanted number of steps; FULL: an array must grow; UNSURE: it
needs residues, and was given none; LOST: its arithmetic can't go on. After PAUSED, FULL and
UNSURE it goes on when called again.
"""

from __future__ import annotations

FINISHED, PAUSED, FULL, UNSURE, LOST = 0, 1, 2, 3, 4
