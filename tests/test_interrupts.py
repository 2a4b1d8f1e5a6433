"""An interrupt that comes at a bad moment."""

import signal
import threading

import pytest

from mlpath.system.interrupts import held_back


def test_an_interrupt_waits_until_the_block_has_ended() -> None:
    reached = []

    def interrupted() -> None:
        with held_back():
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)
            reached.append(True)

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert reached == [True]


def test_what_was_held_back_already_stays_so() -> None:
    with held_back():
        with held_back():
            pass
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
