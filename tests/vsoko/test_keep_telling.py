"""The loop of the worker by the clock: an error ends one deed of one round, a wish to stop ends it."""

import logging
import threading

import pytest

from vsoko.launch import worker

ROUNDS = 4
PATIENCE = 60  # spent only where it fails


@pytest.fixture
def rounds(monkeypatch):
    """Count the rounds of a loop; the first two break off with an error each."""
    begun, enough = [], threading.Event()

    def send_morning():
        begun.append(len(begun) + 1)
        if len(begun) == ROUNDS:
            enough.set()
        if len(begun) < 3:
            raise OSError(f"нет базы данных: {len(begun)}")

    monkeypatch.setattr(worker, "take_over", lambda: None)
    monkeypatch.setattr(worker.keeping, "make_in_background", broken)
    monkeypatch.setattr(worker.reminders, "send_morning", send_morning)
    begun_and_mailed = begun, [], enough
    monkeypatch.setattr(worker.mailing, "send_pending", lambda: begun_and_mailed[1].append(len(begun)))
    return begun_and_mailed


def broken():
    """A deed that fails in every round keeps no other from being done."""
    raise OSError("нет места: 0")


def started(pause):
    stopping = threading.Event()
    loop = threading.Thread(target=worker.keep_round, args=[stopping, pause], daemon=True)
    loop.start()
    return loop, stopping


def test_it_goes_on_after_an_error_and_ends_when_asked(rounds, settings, caplog):
    settings.HAS_MAIL_SERVER = True
    begun, mailed, enough = rounds
    with caplog.at_level(logging.ERROR, logger=worker.log.name):
        loop, stopping = started(pause=0.001)
        assert enough.wait(PATIENCE)
        stopping.set()
        loop.join(PATIENCE)
    assert not loop.is_alive()
    assert begun[:ROUNDS] == [1, 2, 3, 4]
    assert mailed[:2] == [3, 4], "what has failed mails nothing, what comes after it does"
    told = [str(record.exc_info[1])[-1] for record in caplog.records]
    assert [number for number in told if number != "0"] == ["1", "2"]
    assert begun == list(range(1, len(begun) + 1))


def test_a_wish_to_stop_is_heard_while_it_waits(rounds):
    begun, _, _ = rounds
    loop, stopping = started(pause=3600)
    stopping.set()
    loop.join(PATIENCE)
    assert not loop.is_alive()
    assert begun == []


def test_without_a_mail_server_it_reminds_and_mails_nothing(rounds, settings):
    settings.HAS_MAIL_SERVER = False
    begun, mailed, enough = rounds
    loop, stopping = started(pause=0.001)
    assert enough.wait(PATIENCE)
    stopping.set()
    loop.join(PATIENCE)
    assert len(begun) >= ROUNDS
    assert mailed == []
