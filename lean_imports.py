"""Libraries imported without what they bring along for others.

Symptom: each start waits for imports that nothing here uses. Cause: MediaPipe imports matplotlib
to draw, and LightGBM imports scikit-learn, where it is installed, for classes in its style; nothing
here draws or uses those. Remove when mediapipe (1.2.2) and lightgbm (4.7.0) import them where they
are needed.
"""

import importlib
import sys
from types import ModuleType


def import_without(name: str, *unneeded: str) -> ModuleType:
    """Import a library while other ones stand empty in its way.

    Args:
        name: of the library; nothing happens if it is imported already.
        unneeded: modules, each after its package. What is imported of them already is left
            alone, and whoever imports them afterwards gets the real ones.
    """
    absent = [module for module in unneeded if module not in sys.modules]
    for module in absent:
        sys.modules[module] = ModuleType(module)
    try:
        return importlib.import_module(name)
    finally:
        for module in absent:
            del sys.modules[module]
