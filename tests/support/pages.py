"""Reading pages without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "br", "img", "source", "rect", "hr", "input"}

#: Names that break pages, pictures and files that do not expect them.
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "$5 vs $6",
    r"$\frac{$",
    r"\input{/etc/passwd}",
    "\" onclick=alert(1) x='&amp;",
    "_hidden",
    "😀🏳️‍🌈",
    "合作",
    "تعاون \u200f",
    "a-->b<!--",
    "{{ 7 * 7 }}",
    "x" * 200,
)


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """All text inside, blanks collapsed."""
        parts = [c if isinstance(c, str) else c.text() for c in self.children]
        return " ".join("".join(parts).split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element inside of a tag and with attributes (`class_` for a class)."""
        wanted = attributes.pop("class_", "")
        found = []
        for child in self.children:
            if isinstance(child, str):
                continue
            classes = (child.attributes.get("class") or "").split()
            if (
                tag in ("", child.tag)
                and (not wanted or wanted in classes)
                and all(child.attributes.get(k) == v for k, v in attributes.items())
            ):
                found.append(child)
            found += child.all(tag, **attributes, **({"class_": wanted} if wanted else {}))
        return found

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, dict(attrs))
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def read_page(page: str) -> Element:
    """Parse a page; fails if an element is not closed where it should be."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.stack) == 1, f"<{reader.stack[-1].tag}> is never closed"
    return reader.root


def page_data(page: Element) -> dict[str, Any]:
    """The data that a page carries."""
    data: dict[str, Any] = json.loads(
        "".join(c for c in page.one("script", id="data").children if isinstance(c, str))
    )
    return data
