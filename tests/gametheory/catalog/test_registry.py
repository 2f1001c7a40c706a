"""Names, specifications, and what is said when they are wrong."""

import re
from fractions import Fraction

import pytest

from gametheory import BimatrixGame, catalog
from gametheory.errors import GameTheoryError, ParameterError, UnknownNameError

REQUIRED = [
    "prisoners-dilemma", "stag-hunt", "battle-of-the-sexes", "chicken", "hawk-dove",
    "matching-pennies", "rock-paper-scissors", "shapley", "travelers-dilemma", "colonel-blotto",
    "inspection", "entry", "penalty-kicks", "climbing", "penalty", "public-goods",
    "mini-ultimatum", "von-stengel-6x6",
]  # fmt: skip

ENTRIES = catalog.entries()


def test_what_was_asked_for_is_there():
    assert set(REQUIRED) <= set(catalog.names())
    assert len(catalog.names()) >= 20
    assert list(catalog.names()) == sorted(catalog.names())
    assert [entry.name for entry in ENTRIES] == list(catalog.names())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_entry_is_complete(entry):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.name)
    assert entry.title
    assert 2 <= len(re.findall(r"\.(?: |$)", entry.story)) <= 4
    assert entry.story.endswith(".")
    assert re.search(r"\b(1[6-9]|20)\d\d\b|Folklore|folklore|Rasmusen", entry.source)
    assert entry.source.endswith((".", ").", ".html."))
    game = entry.game()
    assert isinstance(game, BimatrixGame)
    assert game.name == entry.title
    assert game is not entry.game()
    assert catalog.load(entry.name) == game
    # Default action names would say nothing about the story.
    m, n = game.shape
    assert game.row_actions != BimatrixGame([[0]] * m, [[0]] * m).row_actions
    assert game.column_actions != BimatrixGame([[0] * n], [[0] * n]).column_actions


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_parameters_have_usable_defaults_and_ranges(entry):
    for parameter in entry.parameters:
        assert parameter.read(parameter.default, entry.name) == parameter.default
        assert parameter.meaning
        assert catalog.load(f"{entry.name}:{parameter.name}={parameter.default}") == entry.game()
        for bound in (parameter.minimum, parameter.maximum):
            if bound is not None:
                # Inside its own range; only a rule that ties parameters may refuse.
                if not parameter.open:
                    assert parameter.read(bound, entry.name) == bound
                outside = bound - 1 if bound == parameter.minimum else bound + 1
                with pytest.raises(ParameterError, match=re.escape(parameter.range)):
                    entry.game(**{parameter.name: outside})


def test_no_two_entries_share_a_name():
    seen = {}
    for entry in ENTRIES:
        for name in {entry.name, *entry.aliases}:
            assert seen.setdefault(name, entry.name) == entry.name
            assert catalog.get(name) is entry
        assert catalog.get(entry.title) is entry


@pytest.mark.parametrize(
    "name",
    ["prisoners-dilemma", "Prisoner's dilemma", "PRISONERS_DILEMMA", " pd ", "prisoner’s  dilemma"],
)
def test_spelling_of_names_is_forgiving(name):
    assert catalog.get(name).name == "prisoners-dilemma"
    assert catalog.is_known(name)
    assert catalog.is_known(f"{name}:reward=4")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("prisoner-dilema", "prisoners-dilemma"),
        ("staghunt", "stag-hunt"),
        ("cournott", "cournot"),
        ("penaltykicks", "penalty-kicks"),
    ],
)
def test_unknown_name_suggests_near_ones(name, near):
    with pytest.raises(UnknownNameError, match=f"did you mean .*{near}") as error:
        catalog.load(name)
    assert near in error.value.near
    assert isinstance(error.value, LookupError)
    assert not catalog.is_known(name)


@pytest.mark.parametrize(
    "name", ["", "zzzzzz", "x" * 100_000, "../../etc/passwd", "\0", "game.nfg"]
)
def test_unknown_name_without_near_ones(name):
    with pytest.raises(UnknownNameError, match="unknown game"):
        catalog.get(name)


@pytest.mark.parametrize("value", [3, None, b"pd", ["pd"]])
def test_name_that_is_no_text(value):
    for function in (catalog.get, catalog.load):
        with pytest.raises(ParameterError, match="expected"):
            function(value)


def test_parameters():
    game = catalog.load("penalty:k=-50")
    assert game.play("a", "a") == (-50, -50)
    assert game.name == "Penalty game (k=-50)"
    assert catalog.load("penalty: k = -1/3 ").payoff(2, 2) == (Fraction(-1, 3), Fraction(-1, 3))
    assert catalog.get("penalty").game(k=-50) == game
    assert catalog.load("penalty").play("a", "a") == (-100, -100)
    long = catalog.load("penalty:k=-0." + "0" * 300 + "1")
    assert long.play("a", "a")[0] == Fraction(-1, 10**301)
    assert long.name == "Penalty game (k=~-1e-301)"
    assert catalog.load("travelers-dilemma:low=3,high=5").row_actions == ("3", "4", "5")


@pytest.mark.parametrize(
    ("specification", "message"),
    [
        ("penalty:", "expected parameter=value after the colon, got '', such as 'penalty:k=-100'"),
        ("penalty:k", "expected parameter=value after the colon, got 'k'"),
        ("penalty:k=", "expected parameter=value"),
        ("penalty:=3", "expected parameter=value"),
        ("penalty:k=-1,", "expected parameter=value"),
        ("penalty:k=-1,k=-2", "'k' is set twice"),
        ("penalty:x=1", "penalty has no parameter 'x'; it has k"),
        ("prisoners-dilemma:rewards=4", "no parameter 'rewards'; did you mean 'reward'"),
        ("stag-hunt:k=1", "stag-hunt has no parameter 'k'; it has none"),
        ("stag-hunt:", "which has no parameters"),
        ("penalty:k=1", "expected a number between -1000000 and 0, got 1"),
        ("penalty:k=one", "penalty: k: expected a number"),
        ("penalty:k=nan", "penalty: k: expected a number"),
        ("penalty:k=-1e999999999", "penalty: k: expected at most"),
        ("penalty:self=1", "no parameter 'self'"),
        ("penalty:name=1", "no parameter 'name'"),
        ("penalty:k=-1=2", "penalty: k: expected a number"),
        ("identity:n=2.5", "expected an integer between 1 and 100, got 2.5"),
        ("identity:n=0", "expected an integer between 1 and 100, got 0"),
        ("identity:n=101", "expected an integer between 1 and 100, got 101"),
        ("chicken:crash=1", "expected a number between 1 and 1000000, exclusive, got 1"),
        ("hawk-dove:v=0", "exclusive, got 0"),
        ("prisoners-dilemma:reward=9", "expected temptation > reward > punishment > sucker, got 5"),
        ("donation-game:cost=3", "expected benefit > cost"),
        ("travelers-dilemma:low=11", "expected low <= high < low"),
        ("travelers-dilemma:high=1000", "expected low <= high < low"),
        ("colonel-blotto:units=200,fields=10", "expected at most 500, so take fewer"),
        ("inspection:effort=5", "expected wage > effort"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_parameters_is_said(specification, message):
    with pytest.raises(ParameterError, match=re.escape(message)):
        catalog.load(specification)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_largest_parameters_still_make_a_game_of_bounded_size(entry):
    """No specification of the catalogue may fill the memory."""
    for parameter in entry.parameters:
        if parameter.integer:
            try:
                game = entry.game(**{parameter.name: parameter.maximum})
            except GameTheoryError:
                continue  # a rule that ties parameters refused it
            assert max(game.shape) <= 500
