"""Worlds: a game played again and again."""
