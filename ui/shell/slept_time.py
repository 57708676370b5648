"""How long the computer slept: what a clock that goes on in sleep is ahead of one that stands still."""

import sys
import time

# Between the readings of two clocks the program may have to wait its turn; such a pair of readings tells nothing.
AT_ONCE_S = 0.1


if sys.platform == "linux":

    def _whole_s() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def _awake_s() -> float:
        return time.clock_gettime(time.CLOCK_MONOTONIC)

elif sys.platform == "darwin":

    def _whole_s() -> float:
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)

    def _awake_s() -> float:
        return time.clock_gettime(time.CLOCK_UPTIME_RAW)

else:
    import ctypes

    def _whole_s() -> float:
        return time.monotonic()

    def _awake_s() -> float:
        # in steps of 100 ns: Python has no clock of its own that stands still in sleep here
        steps = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(steps))
        return steps.value / 10_000_000


def slept_so_far() -> float:
    """Return the seconds slept since some moment of long ago; they never grow while the computer is only busy."""
    while True:
        before, whole, after = _awake_s(), _whole_s(), _awake_s()
        if after - before < AT_ONCE_S:
            return whole - before
