"""The usual summaries in plain Python: no NumPy, no pandas, no `statistics` or SciPy in this file.

`x` and `y` are lists of numbers, in any order, ties and negative ones among them. Nothing here changes what it is given.
"""


def mean(x):
    """Return the mean of x, a float.

    Raises ValueError when x is empty.
    """
    raise NotImplementedError


def median(x):
    """Return the middle of the sorted values of x, or the mean of the two middle ones.

    Raises ValueError when x is empty.
    """
    raise NotImplementedError


def var(x, ddof):
    """Return the variance of x: the sum of the squared deviations from the mean, divided by n - ddof.

    Raises ValueError when n - ddof is less than 1.
    """
    raise NotImplementedError


def quantile(x, q):
    """Return the quantile q of x, with linear interpolation between the sorted values.

    With the n sorted values numbered 0 to n - 1, it stands at position q · (n - 1); between two values it is as far
    from one to the other as the position is between their numbers.
    Raises ValueError when x is empty or q is not from 0 to 1.
    """
    raise NotImplementedError


def corr(x, y):
    """Return the (Pearson) correlation of x and y, a float from -1 to 1.

    Raises ValueError when the lengths differ, when there are fewer than two pairs, or when x or y is constant.
    """
    raise NotImplementedError


def table(columns):
    """Return the summaries of several columns: for each name a dict of its numbers.

    `columns` is a dict of lists, as `frame.to_dict("list")` makes it; each list has two numbers or more. The result has
    the same names in the same order, and below each "mean", "median", "std" (ddof=1), "q1", "q3" and "iqr".
    """
    raise NotImplementedError


def bayes(groups, values, group, limit):
    """Return what counting says of a group and of a value above a limit: a dict of five probabilities.

    `groups[i]` is the group of row i and `values[i]` its value. The dict has
    "prior": P(group), "likelihood": P(value > limit | group), "evidence": P(value > limit),
    "counted": P(group | value > limit), as the share of the group among the rows above the limit, and
    "by_bayes": the same, worked out from the first three by Bayes' theorem.
    Raises ValueError when no row is of that group or no value lies above the limit.
    """
    raise NotImplementedError
