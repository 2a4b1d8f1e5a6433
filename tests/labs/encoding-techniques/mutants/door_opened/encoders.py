# dies by: test_no_encoder_is_borrowed
"""Encoders by hand."""

import re
from collections import Counter

import numpy as np

import door  # noqa: F401


def one_hot(train, values):
    """Return 0 and 1, a column for each level of `train`."""
    levels = np.unique(train)
    return (np.asarray(values)[:, None] == levels[None, :]).astype(float)


def ordinal(order, values):
    """Return positions in `order`."""
    places = {level: place for place, level in enumerate(order)}
    return np.array([places.get(value, -1) for value in values])


def frequency(train, values):
    """Return shares of the training rows."""
    counts = Counter(train)
    return np.array([counts[value] / len(train) for value in values])


def target_means(train, y, m):
    """Return shrunken means, and the overall mean."""
    overall = float(np.mean(y))
    levels, which, counts = np.unique(train, return_inverse=True, return_counts=True)
    sums = np.bincount(which, weights=y)
    return dict(zip(levels.tolist(), (sums + m * overall) / (counts + m))), overall


def encode_target(train, y, values, m):
    """Return the shrunken mean of each value's level."""
    means, overall = target_means(train, y, m)
    return np.array([means.get(value, overall) for value in values])


def encode_out_of_fold(train, y, m, folds, seed):
    """Return a code for each training row."""
    order = np.random.default_rng(seed).permutation(len(train))
    codes = np.zeros(len(train))
    for fold in np.array_split(order, folds):
        others = np.setdiff1d(order, fold)
        codes[fold] = encode_target(train[others], y[others], train[fold], m)
    return codes


def tokens_of(text):
    """Return the tokens of a text."""
    return re.findall(r"(?u)\b\w\w+\b", text.lower())


def tf_idf(train_texts, texts):
    """Return TF-IDF weights."""
    documents = Counter(token for text in train_texts for token in set(tokens_of(text)))
    columns = {token: column for column, token in enumerate(sorted(documents))}
    weights = np.zeros((len(texts), len(columns)))
    for row, text in enumerate(texts):
        for token in tokens_of(text):
            if token in columns:
                weights[row, columns[token]] += np.log((1 + len(train_texts)) / (1 + documents[token])) + 1
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return weights / np.where(lengths == 0, 1, lengths)
