"""A web process that gives back what it no longer needs: it lives for months, and pages take megabytes for a moment."""

import ctypes
import gc
import platform

# Numbers of mallopt(3). One heap for all threads, as Python lets one of them run at a time; what a large page took goes back
# to the system. Both limits are fixed: by themselves they grow with the largest piece that was ever let go.
HEAPS, TRIM_ABOVE, APART_ABOVE = -8, -1, -3
LIMITS = {HEAPS: 1, TRIM_ABOVE: 128 * 1024, APART_ABOVE: 128 * 1024}


def keep_little():
    """Call once, when everything is loaded and before the first thread begins. A C library that is not glibc stays as it is."""
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        for name, value in LIMITS.items():
            library.mallopt(name, value)
    # Modules stay for good. Counted among the living they would put off the collection of what pages leave behind.
    gc.collect()
    gc.freeze()
