"""One specification of each family of rules, for tests that every agent must pass."""

from __future__ import annotations

from typing import Any

from learning import (
    PHC,
    UCB,
    Always,
    AspirationLearner,
    Boltzmann,
    ConditionalRegretMatching,
    CrossLearner,
    Decay,
    EpsilonGreedy,
    Exp3,
    ExpectedSarsa,
    ExperienceWeighted,
    FictitiousPlayer,
    FrequencyAdjustedQLearner,
    GrimTrigger,
    Hedge,
    HystereticQLearner,
    InvariantRegretMatching,
    JointActionLearner,
    LenientQLearner,
    MemoryOne,
    MultiplicativeWeights,
    QLearner,
    RegretMatching,
    RegretMatchingPlus,
    RothErev,
    Sarsa,
    Scripted,
    StochasticFictitiousPlayer,
    TitForTat,
    WinStayLoseShift,
    WoLFPHC,
)

SMALL: dict[str, Any] = {"learning_rate": Decay(0.5, 20), "discount": 0.5}
SOFTLY: dict[str, Any] = {"exploration": Boltzmann(0.3)}
OFTEN: dict[str, Any] = {"exploration": EpsilonGreedy(0.2)}

#: Play in any game, with or without memory.
LEARNERS: dict[str, Any] = {
    "regret matching": RegretMatching(),
    "regret matching plus": RegretMatchingPlus(),
    "conditional": ConditionalRegretMatching(inertia=1.5),
    "invariant": InvariantRegretMatching(),
    "hedge": Hedge(learning_rate=0.3),
    "falling hedge": Hedge(learning_rate=Decay(1.0, 10, power=0.5)),
    "optimistic hedge": Hedge(learning_rate=0.3, optimistic=True),
    "multiplicative weights": MultiplicativeWeights(learning_rate=0.4),
    "exp3": Exp3(gamma=0.2),
    "falling exp3": Exp3(gamma=Decay(0.9, 20, power=0.5)),
    "cross": CrossLearner(learning_rate=0.2),
    "roth-erev": RothErev(),
    "erev-roth": RothErev(experimentation=0.1, forgetting=0.05, strength=3),
    "experience-weighted": ExperienceWeighted(phi=0.9, rho=0.8, delta=0.4, temperature=0.2),
    "aspiration": AspirationLearner(learning_rate=0.1),
    "trembling aspiration": AspirationLearner(learning_rate=0.1, tremble=0.1),
    "fictitious play": FictitiousPlayer(),
    "stochastic fictitious play": StochasticFictitiousPlayer(temperature=0.2),
    "upper confidence": QLearner(learning_rate=0.3, exploration=UCB(0.5), discount=0.5),
    "averages": QLearner(learning_rate="average", **OFTEN),
    "sarsa": Sarsa(**SMALL, **OFTEN),
    "soft sarsa": Sarsa(**SMALL, **SOFTLY),
    "expected sarsa": ExpectedSarsa(**SMALL, **SOFTLY),
    "frequency-adjusted": FrequencyAdjustedQLearner(**SMALL, **SOFTLY, beta=0.2),
    "lenient": LenientQLearner(**SMALL, **OFTEN, leniency=3),
    "hysteretic": HystereticQLearner(**SMALL, **OFTEN, lowering_rate=Decay(0.1, 50)),
    "joint-action": JointActionLearner(**SMALL, **OFTEN),
    "hill-climbing": PHC(**SMALL, **OFTEN, delta=0.05),
    "WoLF": WoLFPHC(**SMALL, delta_win=Decay(0.05, 30), delta_lose=0.2, tie_rule="first"),
    "always": Always(1),
    "scripted": Scripted([0, 1, 1, 0]),
    "scripted once": Scripted([0, 1, 0], afterwards="stay"),
}

#: Play two actions in worlds with memory.
REMEMBERING: dict[str, Any] = {
    "tit for tat": TitForTat(opening=1),
    "grim trigger": GrimTrigger(),
    "win-stay lose-shift": WinStayLoseShift(),
    "memory one": MemoryOne([0.9, "1/3", 0.2, 0], 0.5),
}
