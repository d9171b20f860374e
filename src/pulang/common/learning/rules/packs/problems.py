"""What is wrong with a pack, told by file and line in the words of whoever wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pulang.foundation.yamlfile import Findings, Problem


@dataclass(frozen=True, order=True)
class PackProblem:
    """One mistake: the file, the line in it (from 1; 0 is the file as a whole), the item, and what is wrong."""

    path: str
    line: int
    key: str
    message: str


@dataclass
class Report:
    """The mistakes and the doubts found so far, file by file; reading goes on after each."""

    mistakes: dict[str, Findings] = field(default_factory=dict)
    doubts: list[PackProblem] = field(default_factory=list)

    def of(self, path: str) -> Findings:
        """Where the mistakes of one file are noted."""
        return self.mistakes.setdefault(path, Findings())

    def wrong(self, path: str, message: str, *, line: int = 0, key: str = "") -> None:
        """Note a mistake, for which nothing is imported."""
        self.of(path).add(line, key, message)

    def doubtful(self, path: str, message: str, *, line: int = 0, key: str = "") -> None:
        """Note something that a person should look at, for which nothing is refused."""
        self.doubts.append(PackProblem(path, line, key, message))

    @property
    def problems(self) -> tuple[PackProblem, ...]:
        """All mistakes, in the order of files and lines."""
        return tuple(sorted(self._all()))

    def _all(self) -> Iterator[PackProblem]:
        for path, findings in self.mistakes.items():
            yield from (_in(path, problem) for problem in findings.problems)


def _in(path: str, problem: Problem) -> PackProblem:
    return PackProblem(path, problem.line, problem.key, problem.message)
