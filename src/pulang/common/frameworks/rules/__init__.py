"""Pure rules of the framework documents: the words, what a file says, and whether it is right."""

from pulang.common.frameworks.rules.checking import Checked, Known, check
from pulang.foundation.yamlfile import Problem

__all__ = ["Checked", "Known", "Problem", "check"]
