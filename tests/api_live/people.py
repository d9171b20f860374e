"""People of the demonstration with an access token each, and what they can read."""

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

from tests.recovery.installations import Installation

MAKE = """
from pulang.common.accounts.actions.tokens import make_token
from pulang.common.accounts.models import TokenScope, User
print(make_token(user=User.objects.get(sign_in_name={name!r}), name="Tests", scope=TokenScope.WRITE, days=1))
"""


@dataclass
class People:
    """Tokens are made when they are first asked for."""

    installation: Installation
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, name: str) -> str:
        if name not in self.tokens:
            self.tokens[name] = self.installation.python(MAKE.format(name=name)).strip()
        return self.tokens[name]

    def read(self, name: str, path: str) -> Any:
        """What this person's program gets at an address."""
        connection = http.client.HTTPConnection(self.installation.home, timeout=10)
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token(name)}"})
        answer = connection.getresponse()
        content = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, content
        return content

    def values(self, name: str, path: str, key: str) -> list[str]:
        """One value of each thing in a list."""
        return [item[key] for item in self.read(name, path)["items"]]
