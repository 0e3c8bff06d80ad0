"""The client's files, which stand outside of the app, as modules."""

import importlib.util
import sys
from types import ModuleType

from tests.stack import ROOT

FOLDER = ROOT / "clients" / "python"


def load(name: str) -> ModuleType:
    """The file `name`.py of the client's folder."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]
