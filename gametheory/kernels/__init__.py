"""Compiled loops of the theory, and the wrapper that compiles them.

A *kernel* is a function over numbers and arrays that numba compiles. Kernels
know nothing of games. A kernel module imports numba at its top and is itself
imported only inside the function that uses it.
"""
