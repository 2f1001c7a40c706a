"""Compiled loops of the dynamics; they take arrays, never games."""
