"""The verifier of certificates: what it accepts, and that it refuses every false claim."""

from __future__ import annotations

import ast
import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bruteforce
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve, verify
from gametheory.testing import games
from gametheory.verify import Refused, check, digest, load

Claim = dict[str, Any]

# The entry game of Selten's chain store, worked out by hand. Enter or stay out (rows 0, 1), fight
# or accommodate (columns 0, 1; labels 2, 3). Equilibria: (enter, accommodate), and staying out
# against fighting with probability 1/2 or more. With bounds 1 + e and 1 + e^2,
#   P: x0 + x1 <= 1 + e, 2 x0 + x1 <= 1 + e^2: the first is nowhere tight;
#   Q: y0 + 2 y1 <= 1 + e, 2 y0 + y1 <= 1 + e^2.
# Bases that share no label: {1, 3} and {0, 2}, at (enter, accommodate), and the artificial pair;
# so the indices are +1 and 0 (Hauk & Hurkens 2002).
ENTRY: Claim = {
    "level": "complete",
    "row_payoffs": [["-1", "1"], ["0", "0"]],
    "column_payoffs": [["-1", "1"], ["2", "2"]],
    "row_polytope": {"unit": "2", "lows": ["-1", "2"], "matrix": [["1", "1"], ["2", "1"]]},
    "column_polytope": {"unit": "1", "lows": ["-1", "0"], "matrix": [["1", "2"], ["2", "1"]]},
    "row_strategies": [["1", "0"], ["0", "1"]],
    "column_strategies": [["0", "1"], ["1", "0"], ["1/2", "1/2"]],
    "equilibria": [
        {"row": 0, "column": 0, "payoffs": ["1", "1"]},
        {"row": 1, "column": 1, "payoffs": ["0", "2"]},
        {"row": 1, "column": 2, "payoffs": ["0", "2"]},
    ],
    "components": [
        {"equilibria": [0], "subsets": [{"rows": [0], "columns": [0]}], "index": 1},
        {"equilibria": [1, 2], "subsets": [{"rows": [1], "columns": [1, 2]}], "index": 0},
    ],
    "bases": [3, 4],
}


def certificate(claim: Claim) -> dict[str, Any]:
    """Wrap a claim, true or false, with its right digest."""
    return {"schema": verify.SCHEMA, "claim": claim, "digest": digest(claim), "provenance": {}}


def checked(claim: Claim) -> str:
    return check(load(json.dumps(certificate(claim)).encode()))


def changed(claim: Claim, *change: Any) -> Claim:
    """Copy a claim and set the value at a path, which comes before it."""
    *path, last, value = change
    result = copy.deepcopy(claim)
    place = result
    for step in path:
        place = place[step]
    place[last] = value
    return result


def as_sound(claim: Claim) -> Claim:
    return without(claim, "bases") | {"level": "sound"}


def without(claim: Claim, *names: str) -> Claim:
    return {name: value for name, value in claim.items() if name not in names}


def test_a_certificate_made_by_hand_is_verified() -> None:
    said = checked(ENTRY)
    assert said.startswith("level complete: 3 extreme equilibria of a 2 x 2 game in 2 components")
    assert "2 of them whole, with index; there are no others" in said
    assert digest(ENTRY) in said


def test_a_sound_claim_proves_whole_components_and_says_so() -> None:
    sound = as_sound(ENTRY)
    assert "2 of them whole, with index; there may be others" in checked(sound)
    for k, indices in enumerate([(0, -1, None, True), (1, -1, None, False)]):
        for index in indices:
            with pytest.raises(Refused, match=f"component {k}: other index"):
                checked(changed(sound, "components", k, "index", index))
    # One component may be left out: the claim does not say that there are no others.
    alone = sound | {
        "row_strategies": [["1", "0"]], "column_strategies": [["0", "1"]],
        "equilibria": ENTRY["equilibria"][:1], "components": ENTRY["components"][:1],
    }  # fmt: skip
    assert "1 extreme equilibria of a 2 x 2 game in 1 components, 1 of them whole" in checked(alone)
    with pytest.raises(Refused, match="the game has 3 extreme equilibria"):
        checked(alone | {"level": "complete", "bases": [3, 4]})


def test_part_of_a_component_has_no_index() -> None:
    """Staying out against fighting for sure; the neighbour, fighting half the time, is missing."""
    part = as_sound(ENTRY) | {"equilibria": ENTRY["equilibria"][:2],
                              "column_strategies": ENTRY["column_strategies"][:2]}  # fmt: skip
    part["components"] = [
        ENTRY["components"][0],
        {"equilibria": [1], "subsets": [{"rows": [1], "columns": [1]}], "index": None},
    ]
    assert "2 components, 1 of them whole, with index; there may be others" in checked(part)
    for false in (
        *(changed(part, "components", 1, "index", index) for index in (-1, 0, 1)),
        changed(part, "components", 0, "index", None),
        changed(part, "components", 0, "index", -1),
        changed(part, "level", "complete"),
        changed(part, "level", "perfect"),
        changed(part, "column_strategies", ENTRY["column_strategies"]),  # one in no profile
    ):
        with pytest.raises(Refused):
            checked(false)


def test_too_much_work_has_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both polytopes have tableaux of 2 x 5 entries, and the point is regular: no walk."""
    sound = as_sound(ENTRY)
    monkeypatch.setattr(verify, "MAX_WORK", 0)
    with pytest.raises(Refused, match="too much work for level complete"):
        checked(ENTRY)
    with pytest.raises(Refused, match="component 1: other index"):
        checked(sound)
    assert "1 of them whole" in checked(changed(sound, "components", 1, "index", None))
    # Through all bases: 2 pivots in P, 3 in Q.
    monkeypatch.setattr(verify, "MAX_WORK", 49)
    with pytest.raises(Refused, match="too much work for level complete"):
        checked(ENTRY)
    monkeypatch.setattr(verify, "MAX_WORK", 50)
    assert "level complete" in checked(ENTRY)


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (changed(ENTRY, "row_payoffs", 1, 1, "2"), "column_polytope: not that of the payoffs"),
        (changed(ENTRY, "column_payoffs", 0, 0, "-2"), "row_polytope: not that of the payoffs"),
        (changed(ENTRY, "row_polytope", "unit", "4"), "row_polytope: not that of the payoffs"),
        (changed(ENTRY, "row_polytope", "matrix", 0, 0, "2"), "row_polytope: not that"),
        (changed(ENTRY, "column_polytope", "lows", 0, "-2"), "column_polytope: not that"),
        (changed(ENTRY, "row_strategies", 0, ["1/2", "1/2"]), "row_strategies: not a vertex"),
        (changed(ENTRY, "column_strategies", 0, ["1/2", "1/2"]), "one stands twice"),
        (changed(ENTRY, "column_strategies", 2, ["1/4", "3/4"]), "not a vertex"),
        (changed(ENTRY, "column_strategies", 2, ["3/4", "1/4"]), "not a vertex"),
        (changed(ENTRY, "column_strategies", 2, ["1/2", "1/3"]), "not a probability vector"),
        (changed(ENTRY, "column_strategies", 2, ["3/2", "-1/2"]), "not a probability vector"),
        (changed(ENTRY, "column_strategies", 2, ["1/2"]), "expected a list of 2"),
        (changed(ENTRY, "column_strategies", 2, ["0", "1"]), "one stands twice"),
        (changed(ENTRY, "equilibria", 2, "column", 1), "a profile stands twice"),
        (changed(ENTRY, "equilibria", 0, "column", 1), "(0, 1) is no equilibrium"),
        (changed(ENTRY, "equilibria", 0, "column", -1), "no such strategy"),
        (changed(ENTRY, "equilibria", 0, "row", False), "no such strategy"),
        (changed(ENTRY, "equilibria", 0, "payoffs", 0, "0"), "(0, 0): other payoffs"),
        (changed(ENTRY, "equilibria", 0, "gain", 0), "the keys row column"),
        (changed(ENTRY, "components", 0, "index", -1), "component 0: other index"),
        (changed(ENTRY, "components", 1, "index", None), "component 1: other index"),
        (changed(ENTRY, "components", 1, "index", False), "component 1: other index"),
        (changed(ENTRY, "components", 1, "equilibria", [2]), "component 1: other equilibria"),
        (changed(ENTRY, "components", 1, "subsets", None), "component 1: other subsets"),
        (changed(ENTRY, "components", 1, "subsets", 0, "columns", [1]), "other subsets"),
        (changed(ENTRY, "components", 0, "equilibria", [False]), "other equilibria"),
        (changed(ENTRY, "components", ENTRY["components"][:1]), "expected a list of 2"),
        (changed(ENTRY, "level", "perfect"), "expected an object with the keys"),
        (changed(as_sound(ENTRY), "level", None), "expected sound or complete"),
        (changed(ENTRY, "level", "sound"), "expected an object with the keys"),
        (without(ENTRY, "bases"), "expected an object with the keys"),
        (changed(ENTRY, "bases", 0, 4), "bases: there are 3 and 4"),
        (changed(ENTRY, "bases", 1, "4"), "bases: there are 3 and 4"),
        (without(ENTRY, "column_strategies"), "expected an object with the keys"),
        (changed(ENTRY, "row_payoffs", []), "expected a list of 0"),
        (changed(ENTRY, "row_payoffs", 0, ["1"]), "two m x n matrices expected"),
        (changed(ENTRY, "row_payoffs", 0, 0, -1), "exact numbers as text"),
        (changed(ENTRY, "row_payoffs", 0, 0, "-1/0"), "a denominator is 0"),
        (changed(ENTRY, "row_payoffs", 0, 0, "-1.0"), "exact numbers as text"),
        (changed(ENTRY, "row_payoffs", 0, 0, "-١"), "exact numbers as text"),
        (changed(ENTRY, "row_payoffs", 0, 0, "9" * 5000), "exact numbers as text"),
    ],
)  # fmt: skip
def test_a_lie_with_a_right_digest_is_refused(claim: Claim, fault: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked(claim)
    assert fault in str(refusal.value)


def test_constant_payoffs() -> None:
    claim = solve(BimatrixGame([[3]], [["1/2"]])).certificate["claim"]
    assert "1 extreme equilibria of a 1 x 1 game" in checked(claim)
    assert claim["equilibria"][0]["payoffs"] == ["3", "1/2"]
    assert claim["row_polytope"] == {"unit": "1/2", "lows": ["1/2"], "matrix": [["1"]]}
    with pytest.raises(Refused, match="other payoffs"):
        checked(changed(claim, "equilibria", 0, "payoffs", 1, "1"))


def test_too_many_subsets_must_be_null(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MAX_SUBSETS", 0)
    with pytest.raises(Refused, match="component 0: other subsets"):
        checked(ENTRY)
    absent = changed(ENTRY, "components", 0, "subsets", None)
    assert "level complete" in checked(changed(absent, "components", 1, "subsets", None))


def test_a_wrong_digest_is_refused() -> None:
    document = certificate(ENTRY)
    document["claim"] = changed(ENTRY, "equilibria", 0, "payoffs", 0, "2")
    with pytest.raises(Refused, match="digest"):
        check(document)


def test_provenance_is_outside_the_claim() -> None:
    assert check(certificate(ENTRY) | {"provenance": {"method": ["a", None]}}) == checked(ENTRY)


# Random games -------------------------------------------------------------------------


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values within a claim."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [path, *(p for step, part in inner for p in _paths(part, (*path, step)))]


def _at(claim: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        claim = claim[step]
    return claim


def _other_value(draw: Callable[[Any], Any], value: Any, claim: Claim) -> Any:
    """Something else of the same type, or of another."""
    if isinstance(value, str) and value not in ("complete", "sound"):
        near = [str(verify.Fraction(value) + step) for step in (1, -1, verify.Fraction(1, 7))]
        return draw(st.sampled_from([*near, "0", "x", 1, None, True, []]))
    if isinstance(value, str):
        return draw(st.sampled_from(["complete", "sound", "perfect", None, 1]))
    if isinstance(value, int):
        return draw(st.sampled_from([value + 1, value - 1, value == 1, str(value), None]))
    if isinstance(value, list):
        extra = draw(st.sampled_from([0, "1", None, *value, *claim["row_strategies"], [0], [1, 2]]))
        k = draw(st.integers(0, len(value)))
        return draw(
            st.sampled_from(
                [value[:k] + value[k + 1 :], [*value[:k], extra, *value[k:]], value[:1], None, {}]
            )
        )
    if isinstance(value, dict):
        name = draw(st.sampled_from(sorted(value)))
        return draw(st.sampled_from([without(value, name), value | {"more": 0}, [], None]))
    return draw(st.sampled_from([0, 1, [], "1"]))


@settings(max_examples=80)
@given(games(max_actions=3), st.sampled_from(["complete", "sound"]), st.data())
def test_any_change_to_a_claim_is_refused(
    game: BimatrixGame, level: str, data: st.DataObject
) -> None:
    _refuse_a_change(game, level, data)


@pytest.mark.slow
@settings(max_examples=3_000)
@given(games(max_actions=4), st.sampled_from(["complete", "sound"]), st.data())
def test_thousands_of_changes_are_refused(
    game: BimatrixGame, level: str, data: st.DataObject
) -> None:
    _refuse_a_change(game, level, data)


def _refuse_a_change(game: BimatrixGame, level: str, data: st.DataObject) -> None:
    claim = json.loads(json.dumps(solve(game).certificate["claim"]))
    if level == "sound":
        claim = as_sound(claim)
    checked(claim)
    path = data.draw(st.sampled_from(_paths(claim)[1:]))
    value = _other_value(data.draw, _at(claim, path), claim)
    false = changed(claim, *path, value)
    assume(json.dumps(false) != json.dumps(claim))
    with pytest.raises(Refused):
        checked(false)


def _with_profiles(claim: Claim, profiles: list[Any], indices: dict[Any, int]) -> Claim:
    """Let a claim list these profiles (both strategies as text), and all that follows."""
    result = copy.deepcopy(claim)
    for player, name in enumerate(("row_strategies", "column_strategies")):
        result[name] = [list(s) for s in dict.fromkeys(profile[player] for profile in profiles)]
    xs, ys = ([tuple(s) for s in result[f"{side}_strategies"]] for side in ("row", "column"))
    A, B = (
        [[verify.Fraction(v) for v in row] for row in claim[f"{side}_payoffs"]]
        for side in ("row", "column")
    )
    result["equilibria"] = [
        {
            "row": xs.index(x),
            "column": ys.index(y),
            "payoffs": [
                str(sum(verify.Fraction(p) * verify.Fraction(q) * payoffs[i][j]
                        for i, p in enumerate(x) for j, q in enumerate(y)))
                for payoffs in (A, B)
            ],
        }
        for x, y in profiles
    ]  # fmt: skip
    result["components"] = []
    parts = bruteforce.components(set(profiles))
    for component in sorted(parts, key=lambda part: min(map(profiles.index, part))):
        subsets = sorted(
            (sorted(map(xs.index, rows)), sorted(map(ys.index, columns)))
            for rows, columns in bruteforce.maximal_subsets(set(component))
        )
        result["components"].append(
            {
                "equilibria": sorted(map(profiles.index, component)),
                "subsets": [{"rows": rows, "columns": columns} for rows, columns in subsets],
                "index": sum(value for profile, value in indices.items() if profile in component),
            }
        )
    return result


def _check_sound_parts(claim: Claim, left: list[Any], indices: dict[Any, int]) -> None:
    """What is left of a component is part of one; other components stay whole."""
    known = [frozenset(_profiles(claim)[e] for e in c["equilibria"]) for c in claim["components"]]
    sound = as_sound(_with_profiles(claim, left, indices))
    whole = [frozenset(left[e] for e in c["equilibria"]) in known for c in sound["components"]]
    for component, is_whole in zip(sound["components"], whole, strict=True):
        component["index"] = component["index"] if is_whole else None
    assert f"{sum(whole)} of them whole" in checked(sound)
    for k, is_whole in enumerate(whole):
        if not is_whole:
            for lie in (-1, 0, 1):
                with pytest.raises(Refused, match=f"component {k}: other index"):
                    checked(changed(sound, "components", k, "index", lie))


def _profiles(claim: Claim) -> list[Any]:
    return [
        (tuple(claim["row_strategies"][e["row"]]), tuple(claim["column_strategies"][e["column"]]))
        for e in claim["equilibria"]
    ]


@settings(max_examples=40)
@given(games(max_actions=3, kinds=("zero-one", "zero-one-two", "digits", "fractions")), st.data())
def test_an_equilibrium_less_or_more_is_refused(game: BimatrixGame, data: st.DataObject) -> None:
    """With every other field made to fit, indices too: only the walk tells."""
    claim = solve(game).certificate["claim"]
    profiles = _profiles(claim)
    indices = {profiles[c["equilibria"][0]]: c["index"] for c in claim["components"]}
    assert checked(_with_profiles(claim, profiles, indices)) == checked(claim)

    gone = data.draw(st.sampled_from(profiles))
    left = [profile for profile in profiles if profile != gone]
    if left:
        with pytest.raises(Refused, match=f"the game has {len(profiles)} extreme equilibria"):
            checked(_with_profiles(claim, left, indices))
        _check_sound_parts(claim, left, indices)

    # Pure strategies are vertices: a false profile of them is refused for its regret.
    unit = [tuple(str(int(i == k)) for i in range(game.shape[0])) for k in range(game.shape[0])]
    other = [tuple(str(int(i == k)) for i in range(game.shape[1])) for k in range(game.shape[1])]
    added = data.draw(st.sampled_from([(x, y) for x in unit for y in other]))
    if added not in profiles:
        with pytest.raises(Refused, match="is no equilibrium"):
            checked(_with_profiles(claim, [*profiles, added], indices))


def test_dual_cyclic_8_x_8_is_checked_completely() -> None:
    """383 equilibria (von Stengel 1999), the most bases that an 8 x 8 game can have."""
    lines = (Path(__file__).parents[1] / "data" / "reference_games.jsonl").read_text().splitlines()
    game = next(g for g in map(json.loads, lines) if g["name"] == "dual_cyclic_8x8")
    claim = solve(BimatrixGame(game["A"], game["B"])).certificate["claim"]
    assert claim["bases"] == [660, 660]  # McMullen's bound
    assert "level complete: 383 extreme equilibria" in checked(claim)


def test_integers_beyond_64_bits_and_fractions() -> None:
    big = 2**200
    game = BimatrixGame([[f"{big}/3", 0], [0, 1]], [[1, f"1/{big}"], [0, big]])
    claim = solve(game).certificate["claim"]
    assert claim["row_payoffs"][0][0] == f"{big}/3"
    assert "3 extreme equilibria" in checked(claim)
    with pytest.raises(Refused):
        checked(changed(claim, "row_payoffs", 0, 0, f"{big + 3}/3"))


# Files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Expecting value"),
        (b"\xff\xfe", "utf-8"),
        (b"[]", "the schema is not"),
        (b'{"schema": "gametheory/certificate/1"}', "the schema is not"),
        (b'{"schema": "gametheory/certificate/1", "schema": 1}', "a key stands twice"),
        (b'{"schema": NaN}', "only short integers"),
        (b'{"schema": -Infinity}', "only short integers"),
        (b'{"schema": 0.5}', "only short integers"),
        (b'{"schema": 1e999999999}', "only short integers"),
        (b'{"schema": ' + b"9" * 10_000 + b"}", "only short integers"),
        (b"[" * 100_000 + b"]" * 100_000, "recursion"),
        (b'{"schema": "gametheory/certificate/1"', "delimiter"),
    ],
)  # fmt: skip
def test_what_is_no_certificate_exits_2(
    content: bytes, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(content)
    assert verify.main([str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("unreadable: ")
    assert why in err
    assert len(err) < 300


def test_a_file_that_is_too_large_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(certificate(ENTRY)))
    monkeypatch.setattr(verify, "MAX_BYTES", file.stat().st_size)
    assert verify.main([str(file)]) == 0
    monkeypatch.setattr(verify, "MAX_BYTES", file.stat().st_size - 1)
    assert verify.main([str(file)]) == 2
    assert "more than" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["/"], ["no such file"], ["nul\0"]])
def test_no_file_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main(arguments) == 2
    assert capsys.readouterr().err.startswith("unreadable: ")


@pytest.mark.parametrize("claim", [None, [], "x", {}, {"level": []}, {"level": "complete"}])
def test_a_malformed_claim_is_refused(claim: Any) -> None:
    with pytest.raises(Refused):
        checked(claim)


def test_it_runs_as_a_lone_file(tmp_path: Path) -> None:
    assert verify.__file__ is not None
    shutil.copy(verify.__file__, tmp_path / "verify.py")
    (tmp_path / "true.json").write_text(json.dumps(certificate(ENTRY)))
    lie = changed(ENTRY, "components", 1, "index", 1)
    (tmp_path / "false.json").write_text(json.dumps(certificate(lie)))

    def run(name: str) -> tuple[int, str, str]:
        # -I and -S: no path of ours, no installed packages
        done = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", name],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    assert run("true.json") == (0, f"verified, {checked(ENTRY)}\n", "")
    assert run("false.json") == (1, "", "refused: component 1: other index\n")
    assert run("absent.json")[0] == 2


def test_it_imports_the_standard_library_only() -> None:
    assert verify.__file__ is not None
    tree = ast.parse(Path(verify.__file__).read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
