"""One module of a package whose other modules nobody needs: each would cost every process its memory."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec


def load_part(package, name):
    """Load and return the module `name` of a package without what the package itself loads: all countries, all languages.

    Meanwhile a package that has done nothing stands in its place; whoever imports the whole one later gets it whole.
    """
    if package in sys.modules:
        return import_module(f"{package}.{name}")
    sys.modules[package] = module_from_spec(find_spec(package))
    try:
        return import_module(f"{package}.{name}")
    finally:
        del sys.modules[package]
