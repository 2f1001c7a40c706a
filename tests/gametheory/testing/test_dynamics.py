"""check_dynamic lets right laws through and catches every kind of wrong one."""

import numpy as np
import pytest

from gametheory.dynamics import (
    BestResponse,
    BoltzmannQ,
    BrownVonNeumannNash,
    Dynamic,
    FrequencyAdjustedQ,
    Logit,
    Projection,
    Replicator,
    Smith,
)
from gametheory.errors import ParameterError
from gametheory.testing import check_dynamic


@pytest.mark.parametrize(
    "dynamic",
    [Replicator(), BrownVonNeumannNash(), Smith(), Logit(0.5), Projection(), BestResponse(),
     BoltzmannQ(0.5), FrequencyAdjustedQ(0.5, 0.1)],
    ids=lambda law: law.title,
)  # fmt: skip
def test_ours_pass(dynamic):
    check_dynamic(dynamic)


class Wrong(Dynamic):
    title, source = "wrong", "here"

    def law(self, shares, values):
        return shares * (values - (shares * values).sum(axis=-1, keepdims=True))


class Leaky(Wrong):
    def law(self, shares, values):
        return shares * values


class Negative(Wrong):
    def law(self, shares, values):
        return values - values.mean(axis=-1, keepdims=True)


class Undefined(Wrong):
    def law(self, shares, values):
        with np.errstate(all="ignore"):
            return np.log(shares) - np.log(shares).mean(axis=-1, keepdims=True)


class OneAtATime(Wrong):
    def law(self, shares, values):
        return shares * (values - (shares * values).sum())


class BadGrowth(Wrong):
    def growth(self, logarithms, shares, values):
        return values


class BadSlopes(Wrong):
    def slopes(self, shares, values):
        return np.eye(len(shares)), np.eye(len(shares))


class RestsElsewhere(Wrong):
    rests = "nash"


class MovesAtNash(Wrong):
    rests = "equal values"

    def law(self, shares, values):
        return Logit(0.1).law(shares, values)


@pytest.mark.parametrize(
    ("dynamic", "message"),
    [
        (Leaky(), "sum to .*, not to 0"),
        (Negative(), "its share turns negative"),
        (Undefined(), "is not finite"),
        (OneAtATime(), "states stacked along another axis"),
        (BadGrowth(), "growth times shares"),
        (BadSlopes(), "slopes by the value of action"),
        (RestsElsewhere(), "claims to rest at Nash equilibria only"),
        (MovesAtNash(), "claims to rest at Nash equilibria, and moves"),
    ],
)
def test_wrong_ones_are_caught(dynamic, message):
    with pytest.raises(AssertionError, match=message):
        check_dynamic(dynamic)


def test_what_is_no_dynamic_is_refused():
    with pytest.raises(ParameterError, match="expected a Dynamic such as"):
        check_dynamic(Replicator)
