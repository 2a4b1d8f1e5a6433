# dies by: test_numpy_alone_does_the_work
"""K-means with NumPy alone."""

import numpy as np

import door  # noqa: F401


def squared_distances(X, centres):
    """Return the squared distance of each row to each centre, shape (n, k)."""
    X = np.asarray(X, dtype=float)
    products = X @ centres.T
    squares = (X**2).sum(axis=1)[:, None] - 2 * products + (centres**2).sum(axis=1)
    return np.maximum(squares, 0)


def assign(X, centres):
    """Return for each row of X the number of its nearest centre."""
    return squared_distances(X, centres).argmin(axis=1)


def update(X, labels, k):
    """Return the k centres."""
    centres = np.zeros((k, X.shape[1]))
    counts = np.bincount(labels, minlength=k)
    for j in np.flatnonzero(counts):
        centres[j] = X[labels == j].mean(axis=0)
    empty = np.flatnonzero(counts == 0)
    if len(empty):
        distances = ((X - centres[labels]) ** 2).sum(axis=1)
        _, first = np.unique(X, axis=0, return_index=True)
        farthest = first[np.argsort(-distances[first])]
        centres[empty] = X[np.resize(farthest, len(empty))]
    return centres


def plus_plus(X, k, rng):
    """Return k rows of X as starts."""
    X = np.asarray(X, dtype=float)
    chosen = [rng.integers(len(X))]
    nearest = np.full(len(X), np.inf)
    while len(chosen) < k:
        nearest = np.minimum(nearest, ((X - X[chosen[-1]]) ** 2).sum(axis=1))
        total = nearest.sum()
        chosen.append(rng.choice(len(X), p=nearest / total if total > 0 else None))
    return X[chosen]


def one_run(X, k, rng):
    """Return labels, centres and history of one run."""
    centres, labels, history = plus_plus(X, k, rng), None, []
    while True:
        found = assign(X, centres)
        if labels is not None and np.array_equal(found, labels):
            return labels, centres, history
        labels = found
        centres = update(X, labels, k)
        history.append(float(((X - centres[labels]) ** 2).sum()))


def kmeans(X, k, n_init, seed):
    """Return labels, centres and history of the best of several runs."""
    rng = np.random.default_rng(seed)
    runs = [one_run(X, k, rng) for _ in range(n_init)]
    return min(runs, key=lambda run: run[2][-1])
