"""What is measured. A measure is given a site and gives figures; those of one group share a running server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.engines import Site
from bench.figures import Figure

Run = Callable[[Site, "Effort"], Iterator[Figure]]


@dataclass(frozen=True)
class Effort:
    """How often things are done: ``times`` for a page, ``seconds`` for many people at once; ``far`` numbers a page."""

    times: int = 60
    seconds: float = 30
    starts: int = 5
    far: int = 900


@dataclass(frozen=True)
class Measure:
    """One group of figures. ``served``: needs a running server of its plane, at which it asks."""

    slug: str
    planes: tuple[str, ...]
    run: Run
    served: bool = True


def measures() -> tuple[Measure, ...]:
    """All of them, in the order of the table."""
    from bench.measures import classroom, documents, mixed, pages, starting, studying, writing

    return (
        Measure("start", ("forum", "service"), starting.starts, served=False),
        Measure("memory", ("forum", "service"), starting.memory, served=False),
        Measure("bytes", ("forum",), pages.weights),
        Measure("simple", ("forum",), pages.simple),
        Measure("today", ("forum", "service"), pages.today),
        Measure("list", ("forum", "service"), pages.lists),
        Measure("search", ("forum",), pages.search),
        Measure("pdf", ("service",), documents.pdf),
        Measure("create", ("forum",), writing.create),
        Measure("append", ("forum",), writing.append),
        Measure("import", ("service",), writing.imports),
        Measure("classroom", ("service",), classroom.classroom, served=False),
        Measure("results", ("service",), studying.results, served=False),
        Measure("mixed", ("forum",), mixed.mixed, served=False),
    )
