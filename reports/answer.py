"""The answer in one paragraph of plain words, made from the facts."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from gametheory.equilibria import Equilibrium, EquilibriumSet, Scope
from gametheory.game import BimatrixGame
from reports.facts import Facts
from reports.words import cardinal, count, decimal, listing, outcome, say, strategy, who

__all__ = ["answer", "interests", "method_sentence"]

#: Pure equilibria that a sentence can list.
_LISTED = 4


def answer(facts: Facts) -> list[Markup]:
    """Sentences that say what theory predicts, in the order a reader asks."""
    sentences = [interests(facts), *_equilibria(facts)]
    sentences += [s for s in (_dominance(facts), _efficiency(facts)) if s]
    return sentences


def interests(facts: Facts) -> Markup:
    """One sentence on how the players' interests relate."""
    row, column = (who(player, k == 0) for k, player in enumerate(facts.game.players))
    if facts.kind is None:
        return say("{} and {} play a game too large to classify here.", row, column)
    label = facts.kind.label
    if facts.game.shape == (1, 1):
        return say("Nobody has a choice in this game.")
    if 1 in facts.game.shape:
        return say("Only one player has a choice in this game, so it is a plain decision.")
    if label == "zero-sum":
        return say("{} and {} have strictly opposed interests: what one wins, the other loses "
                   "(zero-sum).", row, column)  # fmt: skip
    if label == "constant-sum":
        return say("{} and {} have strictly opposed interests: their payoffs always add up to {}, "
                   "so what one gains the other loses (constant-sum).",
                   row, column, decimal(facts.constant_sum or Fraction(0)))  # fmt: skip
    if label == "common interest":
        return say("{} and {} want the same: they rank all outcomes alike (common interest).",
                   row, column)  # fmt: skip
    if label == "strategically equivalent to zero-sum":
        return say("The payoffs do not add up to a constant, but for best responses they may as "
                   "well: the game is strategically equivalent to a zero-sum game.")  # fmt: skip
    return say("The interests of {} and {} agree in part and conflict in part (mixed motive).",
               who(facts.game.players[0]), column)  # fmt: skip


def _equilibria(facts: Facts) -> list[Markup]:
    found = facts.equilibria
    if not found.complete:
        return [_incomplete(found)]
    components = found.components
    if len(components) == 1 and components[0].is_point:
        return [_one(facts.game, found[0])]
    points = [c.extreme[0] for c in components if c.is_point]
    if len(points) == len(components):
        pure = [e for e in points if e.is_pure]
        kinds = [f"{cardinal(len(pure))} pure"] if pure else []
        if len(points) > len(pure):
            kinds.append(f"{cardinal(len(points) - len(pure))} in mixed strategies")
        sentences = [say("The game has exactly {}: {}.", count(len(points), "Nash equilibrium",
                         "Nash equilibria"), listing(kinds))]  # fmt: skip
        if 0 < len(pure) <= _LISTED:
            cells = [outcome(facts.game, (e.support[0][0], e.support[1][0])) for e in pure]
            sentences.append(say("The pure {} {}.", "one is" if len(cells) == 1 else "ones are",
                                 listing(cells)))  # fmt: skip
        return [*sentences, say("All of them are Nash equilibria; which one is played takes a "
                                 "further criterion to say.")]  # fmt: skip
    many = len(components) - len(points)
    extreme = count(len(found), "extreme equilibrium", "extreme equilibria")
    where = (
        f"They form one connected set, with {extreme} as its corners"
        if len(components) == 1
        else f"There are {extreme} in {count(len(components), 'connected set')}; "
        f"{count(many, 'of the sets is a continuum', 'of the sets are continua')}"
        if many < len(components)
        else f"There are {extreme} in {count(many, 'connected set')}, each a continuum"
    )
    return [say("The game has infinitely many Nash equilibria. {}. The game is degenerate.", where)]


def _one(game: BimatrixGame, equilibrium: Equilibrium) -> Markup:
    row, column = (who(player) for player in game.players)
    first, second = (decimal(value) for value in equilibrium.payoffs)
    if equilibrium.is_pure:
        cell = equilibrium.support[0][0], equilibrium.support[1][0]
        return say(
            "The game has exactly one Nash equilibrium, in pure strategies: {}, which pays {} {} "
            "and {} {}.",
            outcome(game, cell), row, first, column, second,
        )  # fmt: skip
    return say(
        "The game has exactly one Nash equilibrium, in mixed strategies: {row} plays {x}; {column} "
        "plays {y}. Expected payoffs are {first} for {row} and {second} for {column}.",
        row=row, column=column, x=strategy(game.row_actions, equilibrium.row),
        y=strategy(game.column_actions, equilibrium.column), first=first, second=second,
    )  # fmt: skip


def _incomplete(found: EquilibriumSet) -> Markup:
    what = {Scope.ALL: "", Scope.PURE: "pure ", Scope.ONE: ""}[found.scope]
    if not found.equilibria:
        return say("No {}equilibrium was found; others may exist: {}.", what, found.reason)
    return say(
        "Found: {}. There may be more: {}.",
        count(len(found), f"{what}Nash equilibrium", f"{what}Nash equilibria"),
        found.reason,
    )


def _dominance(facts: Facts) -> Markup:
    strict = facts.strict
    if strict is None or not strict.steps:
        return Markup("")
    if strict.solves_game:
        return say(
            "Reason alone leads to {}: it is what is left when strictly dominated actions are "
            "eliminated.",
            outcome(facts.game, (strict.rows[0], strict.columns[0])),
        )
    return Markup("")


def _efficiency(facts: Facts) -> Markup:
    """One sentence if everybody could do better, where that is not obvious."""
    found = facts.equilibria
    if facts.constant_sum is not None or not found.complete or 1 in facts.game.shape:
        return Markup("")
    pure = [(e.support[0][0], e.support[1][0]) for e in found if e.is_pure]
    better = [(cell, facts.efficient.dominated_by(*cell)) for cell in pure]
    lost = [(cell, other) for cell, other in better if other is not None]
    if not lost:
        return Markup("")
    if len(found) == 1:
        cell, other = lost[0]
        gain = facts.game.payoff(*other)
        now = facts.game.payoff(*cell)
        both = all(g > w for g, w in zip(gain, now, strict=True))
        return say(
            "It is not efficient: at {} {}, but that is no equilibrium.",
            outcome(facts.game, other),
            "both would get more" if both else "nobody would get less and one would get more",
        )
    if len(lost) == len(pure):
        return say("No pure equilibrium is efficient.")
    if len(pure) - len(lost) == 1:
        good = next(cell for cell, other in better if other is None)
        return say("Of the pure equilibria, only {} is efficient.", outcome(facts.game, good))
    return Markup("")


def method_sentence(found: EquilibriumSet) -> Markup:
    """Whether these are all equilibria, and why."""
    if found.complete:
        return say("The list is complete: {}. Every equilibrium was verified in exact arithmetic.",
                   found.reason)  # fmt: skip
    return say("The list is not proved complete: {}. What is listed was verified in exact "
               "arithmetic.", found.reason)  # fmt: skip
