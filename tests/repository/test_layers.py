"""The import contracts hold with no ignored import, and our own contract can fail."""

import subprocess
import sys
import tomllib
from pathlib import Path

from grimp import ImportGraph
from scripts.contracts import SiblingsContract
from tests.repository.source import ROOT


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_contract_ignores_an_import() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts if contract.get("ignore_imports")] == []


def graph(importer: str, imported: str) -> ImportGraph:
    built = ImportGraph()
    for module in ("pulang.common", "pulang.common.a", "pulang.common.b", importer, imported):
        built.add_module(module)
    built.add_import(importer=importer, imported=imported)
    return built


def contract() -> SiblingsContract:
    options = {"containers": ["pulang.common"], "rooms": ["actions", "queries", "models"]}
    return SiblingsContract(name="siblings", session_options={"root_packages": ["pulang"]}, contract_options=options)


def test_an_app_may_take_another_apps_queries() -> None:
    assert contract().check(graph("pulang.common.a.views", "pulang.common.b.queries.lists"), verbose=False).kept


def test_an_app_may_not_take_another_apps_permissions() -> None:
    assert not contract().check(graph("pulang.common.a.views", "pulang.common.b.permissions"), verbose=False).kept
