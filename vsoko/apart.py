"""Work that needs large libraries or much memory for a moment, in a process of its own: both are given back when it ends.

`python -m vsoko.apart` is that process. It begins in a blink because it knows neither Django nor the database: what it is
given is all it has, so the modules that it runs import neither.
"""

import pickle
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, Popen

ROOT = Path(__file__).resolve().parent.parent


class Unfit(Exception):
    """What was given is no good; the text is one Russian sentence: what is wrong and what to do."""


def apart(function, *given, flow=None):
    """Return what a function, named as "module:function", makes of what is given; raises what it raises.

    What `flow` yields reaches it one by one as an iterator, its last argument: it is never held all at once.
    """
    done, answer = answer_of_process(function, given, flow)
    if done:
        return answer
    raise answer


def answer_of_process(function, given, flow):
    """Return whether it went well, and what was made or the exception."""
    command = [sys.executable, "-m", "vsoko.apart"]
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE) as process:
        try:
            _hand_over(process.stdin, function, given, flow)
            return pickle.load(process.stdout)
        except EOFError as error:
            raise RuntimeError(f"{function} ended without an answer, code {process.wait()}") from error
        except BaseException:
            process.kill()
            raise


def _hand_over(pipe, function, given, flow):
    try:
        pickle.dump((function, given, flow is not None), pipe)
        for one in flow or ():
            pickle.dump(one, pipe)
    except BrokenPipeError:
        pass  # it has ended before the end of the flow, and its answer says why
    finally:
        with suppress(BrokenPipeError):
            pipe.close()  # what waits in its buffer has nowhere to go either


def _arriving(pipe):
    while True:
        try:
            yield pickle.load(pipe)
        except EOFError:
            return


def answer_to(function, given, flow):
    """Do the work in this process; return the answer as the other one hands it over."""
    module, name = function.split(":")
    try:
        return True, getattr(import_module(module), name)(*given, *([] if flow is None else [flow]))
    except Exception as error:
        return False, error


def main():
    # Whatever a library prints would stand in the middle of the answer.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    function, given, flows = pickle.load(sys.stdin.buffer)
    answer = answer_to(function, given, _arriving(sys.stdin.buffer) if flows else None)
    pickle.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    main()
