# dies by: test_loops_do_the_work
"""What linalg.py has no room for."""


def matmul(A, B):
    """Return A times B."""
    return A @ B
