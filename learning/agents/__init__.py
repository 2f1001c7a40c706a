"""Agents: one learning rule a module, all of one protocol."""
