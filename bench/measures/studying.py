"""Ten thousand rows of results that come back from sticks."""

import json
from collections.abc import Iterator

from bench.engines import Site
from bench.figures import Figure, figure
from bench.measures import Effort


def results(site: Site, effort: Effort) -> Iterator[Figure]:
    """Looked at first, then taken, then sent again."""
    found = json.loads(site.python("bench.studying"))
    looked, taken, again = found["seconds"]
    about = f"{found['rows']} rows of results in {found['files']} files"
    yield figure("results-look", f"{about}: looked at", "s", [looked], wanted=5)
    yield figure("results-take", f"{about}: checked and taken", "s", [taken], wanted=5)
    yield figure("results-again", f"{about}: sent again, nothing doubled", "s", [again], wanted=5)
