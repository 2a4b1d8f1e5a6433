# dies by: test_numpy_alone_does_the_work
"""PCA with NumPy alone."""

import numpy as np

import door  # noqa: F401


def fit_pca(X, k):
    """Return mean, components and ratio of the k directions of largest variance."""
    if not 1 <= k <= min(X.shape):
        raise ValueError(f"k = {k} is not among 1 to {min(X.shape)}")
    mean = X.mean(axis=0)
    _, singular, directions = np.linalg.svd(X - mean, full_matrices=False)
    variances = singular**2
    return mean, directions[:k], variances[:k] / variances.sum()


def project(X, mean, components):
    """Return the scores."""
    return (X - mean) @ components.T


def reconstruct(scores, mean, components):
    """Return the rows that the scores stand for."""
    return mean + scores @ components


def relative_error(X, mean, components):
    """Return what is lost by projecting X and going back."""
    back = reconstruct(project(X, mean, components), mean, components)
    return float(((X - back) ** 2).sum() / ((X - mean) ** 2).sum())


def smallest_k(ks, means, deviations):
    """Return the smallest k within one standard deviation of the best."""
    best = int(np.argmax(means))
    return min(k for k, mean in zip(ks, means) if mean >= means[best] - deviations[best])
