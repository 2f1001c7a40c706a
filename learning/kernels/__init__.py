"""Compiled loops of learning: random streams, rules of choice and learning, play.

Modules of this package import numba at their top and are imported only inside
the functions that use them.
"""
