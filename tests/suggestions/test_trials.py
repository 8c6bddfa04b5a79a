"""Trials: which passages agree on theirs, and how steady each topic is."""

from __future__ import annotations

import numpy as np

from workbench.suggestions import trials
from workbench.suggestions.clustering import NONE, Middles


def clouds(count: int, each: int, spread: float) -> np.ndarray:
    random = np.random.default_rng(3)
    return np.concatenate([middle + spread * random.normal(size=(each, 20)) for middle in np.eye(count, 20)])


def test_a_passage_between_two_groups_is_in_the_one_that_trials_agree_on_or_in_none() -> None:
    places = clouds(3, 40, 0.02).astype(np.float32)
    labels = Middles(3, 0).fit(places).labels_
    assert trials.decided(places, np.arange(120), labels, 3).tolist() == labels.tolist()
    random = np.random.default_rng(5)
    noise = random.normal(size=(300, 20)).astype(np.float32)
    first = Middles(12, 0).fit(noise).labels_
    agreed = trials.decided(noise, np.arange(300), first, 12)
    assert 0 < (agreed == NONE).sum() < 300


def test_what_is_the_same_in_every_trial_is_steady_and_noise_is_not() -> None:
    places = clouds(3, 40, 0.02).astype(np.float32)
    labels = Middles(3, 0).fit(places).labels_
    assert trials.steadiness(places, labels, 3, 7) == ([1.0] * 3, [1.0] * 3)
    noise = np.random.default_rng(5).normal(size=(300, 20)).astype(np.float32)
    steady, starts = trials.steadiness(noise, Middles(12, 0).fit(noise).labels_, 12, 7)
    assert max(np.mean(steady), np.mean(starts)) < 0.5
