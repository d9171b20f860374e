"""A contract for import-linter: an app takes of another app only what the rooms named in the contract offer."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class SiblingsContract(Contract):
    """Imports between apps end in one of ``rooms``. ``containers`` are the packages whose children are apps."""

    containers = fields.ListField(subfield=fields.StringField())
    rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        apps = [app for container in self.containers for app in graph.find_children(container)]  # type: ignore[attr-defined]
        wrong = [
            (importer, imported)
            for importer, imported in _direct_imports(graph)
            if (home := _app(importer, apps)) and (other := _app(imported, apps)) and home != other
            if imported.removeprefix(f"{other}.").split(".")[0] not in self.rooms  # type: ignore[attr-defined]
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["wrong"]:
            output.print_error(f"{importer} imports {imported}")


def _direct_imports(graph: ImportGraph) -> list[tuple[str, str]]:
    return [
        (module, imported)
        for module in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(module))
    ]


def _app(module: str, apps: list[str]) -> str | None:
    return next((app for app in apps if module == app or module.startswith(f"{app}.")), None)
