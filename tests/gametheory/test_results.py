"""What every result can do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from gametheory.results import Result, Table


@dataclass(frozen=True, repr=False)
class _Squares(Result):
    count: int
    label: str = "n"

    def summary(self) -> str:
        return f"{self.count} squares of {self.label}"

    def tables(self) -> tuple[Table, ...]:
        rows = [(f"{self.label}{k}", str(k * k)) for k in range(self.count)]
        return (Table("squares", ("number", "square"), rows),)

    def to_document(self) -> dict[str, Any]:
        return {"schema": "gametheory/squares/1", "squares": [k * k for k in range(self.count)]}

    @property
    def notes(self) -> tuple[str, ...]:
        return ("a & b",) if self.count > 1 else ()


def test_prints_its_summary_tables_and_notes() -> None:
    assert repr(_Squares(2)) == (
        "2 squares of n\nsquares\nnumber  square\nn0           0\nn1           1\nnote: a & b"
    )


def test_long_tables_are_cut_with_a_count() -> None:
    assert repr(_Squares(25)).splitlines()[-2] == "(20 of 25 rows shown)"
    assert "(20 of 25 rows shown)" in _Squares(25)._repr_html_()
    assert "rows shown" not in repr(_Squares(20))


def test_names_are_escaped_in_a_notebook() -> None:
    page = _Squares(2, "<script>")._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;0" in page
    assert "<p>a &amp; b</p>" in page


def test_json_is_the_document() -> None:
    result = _Squares(3)
    assert json.loads(result.to_json()) == result.to_document()


def test_json_refuses_what_no_reader_knows() -> None:
    @dataclass(frozen=True, repr=False)
    class Endless(_Squares):
        def to_document(self) -> dict[str, Any]:
            return {"value": float("inf")}

    with pytest.raises(ValueError, match="not JSON compliant"):
        Endless(1).to_json()


def test_is_abstract() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Result()  # type: ignore[abstract]
