"""scikit-learn estimators whose coefficients are weights: non-negative, summing to 1, shrunk towards a prior by sample size.

They follow the usual protocol (``fit``, ``predict``, ``get_params``, ``clone``, pipelines). The module needs scikit-learn when it is
imported, so nothing imports it before it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, RegressorMixin, clone
from sklearn.model_selection import GroupKFold, KFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from promptsmith.calibration.conformal import conformal_quantile
from promptsmith.calibration.simplex import least_squares, line, logistic, shrink, to_simplex
from promptsmith.errors import InputError

Floats = NDArray[np.float64]


class SimplexRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Predict ``intercept + slope * (X @ weights)``, the weights on the simplex and the slope not negative.

    More of any column can only raise the prediction: that is what the word "quality" demands of a dimension.

    Args:
        prior: weights to shrink towards, shape (p,), non-negative with sum 1; None: all the same.
        credibility: number of observations (sum of sample weights) at which fit and prior count the same; 0: no shrinkage.

    Attributes:
        weights_: shape (p,).
        intercept_, slope_: the line from the weighted mean to the target.
    """

    def __init__(self, prior: Sequence[float] | None = None, credibility: float = 0.0) -> None:
        self.prior = prior
        self.credibility = credibility

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit weights, slope and intercept to X of shape (n, p) and y of shape (n,)."""
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        weight = _check_sample_weight(sample_weight, X, dtype=np.float64)
        prior = prior_of(self.prior, X.shape[1])
        fitted = to_simplex(least_squares(X, y, weight), prior)
        self.weights_ = shrink(fitted, prior, float(weight.sum()), self.credibility)
        self.intercept_, self.slope_ = line(X @ self.weights_, y, weight)
        return self

    def predict(self, X: Any) -> Floats:
        """Return predictions of shape (n,), in the unit of y."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(self.intercept_ + self.slope_ * (X @ self.weights_))


class SimplexClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Two classes by a logistic model over a weighted mean with weights on the simplex.

    On differences of pairs (better minus worse, and the reverse) with ``fit_intercept=False`` this is the model of Bradley and Terry.

    Args:
        prior: weights to shrink towards; None: all the same.
        credibility: as in `SimplexRegressor`.
        fit_intercept: whether the intercept is free.
    """

    def __init__(self, prior: Sequence[float] | None = None, credibility: float = 0.0, fit_intercept: bool = True) -> None:
        self.prior = prior
        self.credibility = credibility
        self.fit_intercept = fit_intercept

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        # A model whose coefficients cannot be negative fails on classes that lie the other way round, as it must.
        tags.classifier_tags.poor_score = True
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit to X of shape (n, p) and two classes y; the second in sorted order is the better one."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) != 2:
            raise ValueError(
                f"Only binary classification is supported. The number of classes is {len(self.classes_)}, with one class nothing"
                " can be learned."
                if len(self.classes_) > 2
                else f"Classifier can't train when only one class is present: {self.classes_.tolist()}."
            )
        weight = _check_sample_weight(sample_weight, X, dtype=np.float64)
        prior, positive = prior_of(self.prior, X.shape[1]), codes == 1
        coefficients, _ = logistic(X, positive, weight, has_intercept=self.fit_intercept)
        self.weights_ = shrink(to_simplex(coefficients, prior), prior, float(weight.sum()), self.credibility)
        slope, self.intercept_ = logistic((X @ self.weights_)[:, None], positive, weight, has_intercept=self.fit_intercept)
        self.slope_ = float(slope[0])
        return self

    def decision_function(self, X: Any) -> Floats:
        """Return the logarithm of the odds of the second class, shape (n,)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(self.intercept_ + self.slope_ * (X @ self.weights_))

    def predict_proba(self, X: Any) -> Floats:
        """Return probabilities of both classes, shape (n, 2)."""
        second = 1.0 / (1.0 + np.exp(-np.clip(self.decision_function(X), -500, 500)))
        return np.column_stack((1.0 - second, second))

    def predict(self, X: Any) -> NDArray[Any]:
        """Return the more probable class of each row."""
        second = self.decision_function(X) > 0
        return np.asarray(self.classes_[second.astype(int)])


class CrossConformalRegressor(MetaEstimatorMixin, RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A regressor with intervals that hold a stated share of new targets, from residuals of folds that were left out.

    The half-width is the quantile ``ceil((n + 1) * coverage) / n`` of the absolute residuals of predictions made without the fold.

    Args:
        estimator: regressor to wrap; None: `SimplexRegressor`.
        coverage: share of new targets inside; above 0 and below 1.
        cv: number of folds.

    Source:
        Vovk (2015), Cross-conformal predictors, Annals of Mathematics and Artificial Intelligence 74, 9-28; Barber and others (2021),
        Predictive inference with the jackknife+, Annals of Statistics 49, 486-507: proved is a coverage of 1 - 2 alpha, seen about
        1 - alpha. Both assume that new rows come from where the old ones did.
    """

    def __init__(self, estimator: Any = None, coverage: float = 0.9, cv: int = 5) -> None:
        self.estimator = estimator
        self.coverage = coverage
        self.cv = cv

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:
        """Fit to X (n, p) and y (n,); rows of one group never stand on both sides of a fold."""
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        n_groups = len(y) if groups is None else len(np.unique(groups))
        n_folds = min(self.cv, n_groups)
        if n_folds < 2:
            raise ValueError(f"n_samples={n_groups} (or groups) are too few for intervals: at least 2 are needed.")
        folds = KFold(n_folds, shuffle=True, random_state=0) if groups is None else GroupKFold(n_folds)
        base = SimplexRegressor() if self.estimator is None else self.estimator
        left_out = np.zeros(len(y))
        for train, test in folds.split(X, y, groups):
            left_out[test] = clone(base).fit(X[train], y[train]).predict(X[test])
        self.half_width_ = conformal_quantile(np.abs(y - left_out), self.coverage)
        self.estimator_ = clone(base).fit(X, y)
        return self

    def predict(self, X: Any) -> Floats:
        """Return predictions of shape (n,)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(self.estimator_.predict(X))

    def predict_interval(self, X: Any) -> tuple[Floats, Floats]:
        """Return lower and upper ends, each of shape (n,)."""
        centre = self.predict(X)
        return centre - self.half_width_, centre + self.half_width_


def prior_of(prior: Sequence[float] | None, n: int) -> Floats:
    """Return the prior as an array of ``n`` weights; equal weights for None.

    Raises:
        InputError: there are not ``n`` of them, one is negative, or they do not sum to 1.
    """
    if prior is None:
        return np.full(n, 1.0 / n)
    given = np.asarray(prior, dtype=np.float64)
    if given.shape != (n,) or given.min() < 0 or abs(given.sum() - 1) > 1e-9:
        raise InputError(f"The prior {given.tolist()} must be {n} non-negative numbers that sum to 1.")
    return given
