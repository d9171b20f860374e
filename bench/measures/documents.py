"""A document of fifty rows."""

from collections.abc import Iterator

from bench.client import Client, again
from bench.engines import Site
from bench.figures import Figure, figure
from bench.measures import Effort


def pdf(site: Site, effort: Effort) -> Iterator[Figure]:
    """The register of one region, of about fifty facilities, as PDF."""
    person = Client(site.port).sign_in("training")
    values = again(lambda: person.get("/download/facilities.pdf?under=r0"), effort.times)
    yield figure("pdf", "PDF of about 50 rows", "ms", values)
