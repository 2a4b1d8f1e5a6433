import numpy as np
from itertools import accumulate, repeat


class MSE:
    def __init__(self, A, y):
        self.A, self.y = A, y

    def __call__(self, w):
        return float(np.mean((self.A @ w - self.y) ** 2))

    def grad(self, w):
        return 2 * self.A.T @ (self.A @ w - self.y) / len(self.y)


def fit_path(A, y, start, eta, steps):
    J = MSE(A, y)
    path = np.array(
        list(accumulate(repeat(eta, steps), lambda w, e: w - e * J.grad(w), initial=np.asarray(start, dtype=float)))
    )
    return list(map(J, path)), path


def loss_grid(A, y, u, v):
    # all at once
    W = np.stack(np.meshgrid(u, v), axis=-1)
    H = A.T @ A / len(y)
    c = A.T @ y / len(y)
    return np.einsum("ijk,kl,ijl->ij", W, H, W) - 2 * W @ c + np.mean(y * y)
