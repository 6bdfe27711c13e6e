"""The estimators keep scikit-learn's protocol, and their weights are what least squares and shrinkage say."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils.estimator_checks import check_estimator

from promptsmith.calibration.conformal import conformal_quantile
from promptsmith.calibration.estimators import CrossConformalRegressor, SimplexClassifier, SimplexRegressor
from promptsmith.calibration.simplex import credibility, shrink, to_simplex
from promptsmith.errors import InputError

RNG = np.random.default_rng(3)
X = RNG.uniform(size=(200, 3))


@pytest.mark.parametrize(
    "estimator",
    [SimplexRegressor(), SimplexClassifier(), SimplexClassifier(fit_intercept=False), CrossConformalRegressor()],
    ids=str,
)
def test_an_estimator_passes_the_checks_of_scikit_learn(estimator):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)  # a check that needs SCIPY_ARRAY_API says that it was skipped
        results = check_estimator(estimator, on_fail=None)

    failed = {result["check_name"]: str(result["exception"]) for result in results if result["status"] == "failed"}
    assert not failed
    assert len(results) > 40


def test_exact_weights_slope_and_intercept_come_back_without_noise():
    y = 1.0 + 4.0 * (X @ [0.5, 0.3, 0.2])

    found = SimplexRegressor().fit(X, y)

    assert found.weights_ == pytest.approx([0.5, 0.3, 0.2])
    assert (found.intercept_, found.slope_) == pytest.approx((1.0, 4.0))


def test_a_column_that_lowers_the_target_gets_no_weight_instead_of_a_negative_one():
    found = SimplexRegressor().fit(X, X[:, 0] - X[:, 1])

    assert found.weights_[1] == 0.0
    assert found.weights_.sum() == pytest.approx(1.0)
    assert (found.weights_ >= 0).all()


def test_a_target_that_falls_with_everything_gives_the_prior_and_no_slope():
    found = SimplexRegressor(prior=(0.6, 0.3, 0.1)).fit(X, -X.sum(axis=1))

    assert found.weights_ == pytest.approx([0.6, 0.3, 0.1])
    assert found.slope_ == 0.0


def test_with_as_many_rows_as_the_credibility_the_weights_lie_half_way_to_the_prior():
    found = SimplexRegressor(prior=(0.0, 0.0, 1.0), credibility=200).fit(X, X[:, 0])

    assert found.weights_ == pytest.approx([0.5, 0.0, 0.5])


@pytest.mark.parametrize(("n", "k", "share"), [(30, 10, 0.75), (10, 30, 0.25), (5, 0, 1.0), (0, 5, 0.0), (9, np.inf, 0.0)])
def test_the_share_of_the_fit_is_n_over_n_plus_k(n, k, share):
    assert credibility(n, k) == share
    assert shrink(np.array([1.0, 0.0]), np.array([0.0, 1.0]), n, k) == pytest.approx([share, 1 - share])


def test_coefficients_that_are_all_zero_give_the_prior():
    assert to_simplex(np.zeros(2), np.array([0.7, 0.3])).tolist() == [0.7, 0.3]


def test_pairs_decided_by_one_column_give_it_the_weight():
    differences = RNG.normal(size=(300, 3))
    differences[:, 2] = np.abs(differences[:, 2])
    both, side = np.vstack((differences, -differences)), np.repeat([1, 0], 300)

    found = SimplexClassifier(fit_intercept=False).fit(both, side)

    assert found.weights_[2] > 0.9
    assert found.intercept_ == 0.0
    assert (found.predict(both) == side).mean() > 0.95


def test_probabilities_of_both_classes_sum_to_one_and_rise_with_the_score():
    found = SimplexClassifier().fit(X, (X[:, 0] + 0.3 * RNG.normal(size=200) > 0.5).astype(int))

    probabilities = found.predict_proba(np.array([[0.1, 0.5, 0.5], [0.9, 0.5, 0.5]]))

    assert probabilities.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert probabilities[0, 1] < probabilities[1, 1]


def test_an_estimator_works_in_a_pipeline_over_grouped_folds():
    y, groups = X @ [0.2, 0.2, 0.6], np.arange(200) // 10

    scores = cross_val_score(make_pipeline(MinMaxScaler(), SimplexRegressor()), X, y, groups=groups, cv=GroupKFold(4))

    assert scores.min() > 0.999
    assert clone(SimplexRegressor(prior=(1, 0, 0), credibility=3)).get_params() == {"prior": (1, 0, 0), "credibility": 3}


@pytest.mark.parametrize("prior", [(0.5, 0.5), (0.5, 0.6, -0.1), (0.5, 0.3, 0.1)])
def test_a_prior_that_is_no_point_of_the_simplex_is_refused(prior):
    with pytest.raises(InputError, match="3 non-negative numbers that sum to 1"):
        SimplexRegressor(prior=prior).fit(X, X[:, 0])


def test_the_conformal_quantile_is_the_residual_of_rank_n_plus_one_times_coverage():
    # ceil(0.9 * 20) = 18 of 19 residuals; ceil(0.9 * 6) = 6 is beyond five, so the largest stands for it.
    assert conformal_quantile(np.arange(19, 0, -1.0), 0.9) == 18.0
    assert conformal_quantile(np.array([3.0, 1.0, 5.0, 2.0, 4.0]), 0.9) == 5.0


def test_intervals_hold_nine_of_ten_new_targets():
    inside = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        features = rng.uniform(size=(400, 3))
        target = features @ [0.5, 0.3, 0.2] + rng.normal(scale=0.1, size=400)
        low, high = CrossConformalRegressor().fit(features[:200], target[:200]).predict_interval(features[200:])
        inside.append(((target[200:] >= low) & (target[200:] <= high)).mean())

    assert np.mean(inside) == pytest.approx(0.9, abs=0.02)


def test_rows_of_one_group_never_stand_on_both_sides():
    # A neighbour of the same group has the same target: only leaving whole groups out shows the true error.
    groups = np.repeat(np.arange(40), 5)
    features, target = groups[:, None] + np.zeros((200, 2)), np.random.default_rng(0).normal(size=40)[groups]
    nearest = CrossConformalRegressor(KNeighborsRegressor(1))

    assert nearest.fit(features, target).half_width_ == 0.0
    assert nearest.fit(features, target, groups=groups).half_width_ > 1.0
