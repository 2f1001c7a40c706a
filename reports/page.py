r"""One self-contained page: template, policy, figures and data in one text.

The page asks nothing of any network: its content security policy names the only
style and the only script by their hashes, and allows pictures from ``data:``
addresses. Text is escaped by the template; data in the page's script element have
``<`` written as ``\u003c``, so that no name can end the element.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from reports.style import DARK, LIGHT

if TYPE_CHECKING:
    import jinja2

__all__ = ["POLICY", "Picture", "embed_json", "picture_source", "render"]

#: The page's content security policy; the places are filled with hashes.
POLICY: Final = (
    "default-src 'none'; img-src data:; style-src {style}; script-src {script}; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure on the page.

    Attributes
    ----------
    light, dark : str
        ``data:`` addresses of the figure in both appearances.
    width, height : int
        Size in CSS pixels, so that the page does not move when it loads.
    alternative : Markup
        What it shows, for those who do not see it.
    caption : Markup
    """

    light: str
    dark: str
    width: int
    height: int
    alternative: str
    caption: Markup


def render(**context: Any) -> str:
    """Fill the template.

    Parameters
    ----------
    **context
        What the template ``report.html`` names; ``data`` is the document to embed.
    """
    environment = _environment()
    style = environment.get_template("report.css").render(light=asdict(LIGHT), dark=asdict(DARK))
    script = environment.get_template("report.js").render()
    policy = POLICY.format(style=_source_hash(style), script=_source_hash(script))
    return environment.get_template("report.html").render(
        policy=policy,
        # Our own files; a browser hashes exactly these characters.
        style=Markup(style),
        script=Markup(script),
        embedded=embed_json(context.pop("data")),
        **context,
    )


def embed_json(document: Mapping[str, Any]) -> Markup:
    """JSON that can stand in a script element: no ``<``, ``>`` or ``&`` in it."""
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # nothing is left in it that markup could begin with


def picture_source(svg: bytes) -> str:
    """Return the ``data:`` address of an SVG."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"


def _source_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
