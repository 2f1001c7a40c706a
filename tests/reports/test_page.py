"""The page as a text: its policy, its data, and no name that becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from itertools import pairwise

import pytest
from pages import HOSTILE, Element, page_data, read_page

from gametheory import formats
from gametheory.game import BimatrixGame
from learning import Runs
from reports import Report
from reports.page import embed_json


@pytest.fixture(scope="module")
def hostile_page(hostile: BimatrixGame, hostile_runs: Mapping[str, Runs]) -> str:
    report = Report(
        hostile, runs=hostile_runs, story=f"{HOSTILE[0]}\n\n{HOSTILE[1]}", sources=(HOSTILE[0],),
        command=HOSTILE[1], observed=([1, 0], [0, 1, 0]),
    )  # fmt: skip
    return report.html(HOSTILE[0])


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_policy_names_the_style_and_the_script_by_their_hashes(hostile_page: str) -> None:
    page = read_page(hostile_page)
    (policy,) = [
        m.attributes["content"] for m in page.all("meta")
        if m.attributes.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    assert policy is not None
    style = "".join(str(c) for c in page.one("style").children)
    (script,) = (s for s in page.all("script") if "type" not in s.attributes)
    code = "".join(str(c) for c in script.children)
    # Nothing is loaded from anywhere, and only our own style and script are run.
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_hash(style)}'; "
        f"script-src 'sha256-{_hash(code)}'; base-uri 'none'; form-action 'none'"
    )


def test_no_name_becomes_an_element_or_an_attribute(hostile_page: str) -> None:
    page = read_page(hostile_page)
    for element in page.all():
        assert not any(name.startswith("on") for name in element.attributes), element.attributes
        assert "style" not in element.attributes
    # One style, our script, the data; no picture but data.
    assert len(page.all("style")) == 1
    assert len(page.all("script")) == 2
    for image in page.all("img"):
        assert (image.attributes["src"] or "").startswith("data:image/svg+xml;base64,")


def test_every_name_stands_as_the_text_it_is(hostile: BimatrixGame, hostile_page: str) -> None:
    page = read_page(hostile_page)
    isolated = {element.text() for element in page.all("bdi")}
    for name in (*hostile.players, *hostile.row_actions, *hostile.column_actions, hostile.name):
        assert " ".join(name.split()) in isolated, name
    assert page.one("title").text() == hostile.name
    assert page.one("h1").text() == hostile.name


def test_nothing_leads_outside(hostile_page: str) -> None:
    page = read_page(hostile_page)
    for element in page.all():
        for name, value in element.attributes.items():
            if name in ("src", "srcset", "href", "data", "action", "poster", "ping"):
                assert re.match(r"#[\w-]+$|data:", value or ""), (element.tag, name, value)
    assert not re.search(r"@import|url\(", page.one("style").text())
    for link in page.all("a"):
        target = (link.attributes["href"] or "")[1:]
        assert page.all(id=target), f"#{target} is nowhere"


def test_pictures_ask_nothing_either(hostile_page: str) -> None:
    for element in read_page(hostile_page).all("img"):
        source = base64.b64decode((element.attributes["src"] or "").partition(",")[2]).decode()
        assert source.startswith("<?xml")
        for address in re.findall(r"https?://[^\"' ]+", source):
            assert address.startswith("http://www.w3.org/")  # names of vocabularies


def test_data_survive_and_cannot_end_their_element(
    hostile: BimatrixGame, hostile_page: str
) -> None:
    raw = hostile_page.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&") & set(raw)
    data = page_data(read_page(hostile_page))
    game = formats.loads(json.dumps(data["equilibria"]["game"]), ".json")
    assert game == hostile
    assert (game.name, game.players) == (hostile.name, hostile.players)


@pytest.mark.parametrize("text", [*HOSTILE, "</ScRiPt >", "<!--<script>", "\u2028", "&lt;"])
def test_embedded_json_reads_back(text: str) -> None:
    embedded = embed_json({text: text})
    assert not set("<>&\u2028") & set(embedded)
    assert json.loads(embedded) == {text: text}


def test_landmarks_headings_tables_and_pictures_are_labelled(hostile_page: str) -> None:
    page = read_page(hostile_page)
    assert page.one("html").attributes["lang"] == "en"
    for landmark in ("header", "main", "nav", "footer"):
        assert len(page.all(landmark)) == 1
    assert len(page.all("h1")) == 1
    identities = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(identities) == len(set(identities))
    for section in page.all("section"):
        heading = section.attributes["aria-labelledby"] or ""
        assert page.one(id=heading).tag in ("h2", "h3")
    for table in page.all("table"):
        assert table.all("caption")
        for header in table.all("th"):
            assert header.attributes.get("scope") in ("row", "col", "colgroup")
    for image in page.all("img"):
        assert len(image.attributes["alt"] or "") > 10
    levels = [int(e.tag[1]) for e in page.all() if re.fullmatch("h[1-6]", e.tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_scrolling_regions_can_be_reached_by_keyboard(hostile_page: str) -> None:
    for region in read_page(hostile_page).all(role="region"):
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["aria-label"]


def _cells(table: Element) -> list[list[str]]:
    return [[cell.text() for cell in row.children if isinstance(cell, Element)]
            for row in table.all("tr")]  # fmt: skip


def test_the_bimatrix_marks_in_more_than_colour() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["C", "D"],
                        column_actions=["c", "d"], players=["Ann", "Bob"])  # fmt: skip
    table = read_page(Report(game).html()).one("table", class_="bimatrix")
    assert _cells(table) == [
        ["", "Bob"],
        ["Ann", "c", "d"],
        ["C", "3, 3 ◆, efficient", "0, 5, best response ◆, efficient"],
        ["D", "5, best response, 0 ◆, efficient",
         "1, best response, 1, best response ◉, equilibrium"],
    ]  # fmt: skip
    style = read_page(Report(game).html()).one("style").text()
    assert re.search(r"\.best \{[^}]*underline", style)
    assert re.search(r"td\.equilibrium \{[^}]*outline", style)
