"""Exact linear algebra and polytopes over integers. Takes arrays, never games."""
