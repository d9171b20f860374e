"""Where the sign-in library calls back into Pulang: finding the account, and what is not offered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from pulang.common.accounts.models import User
from pulang.kernel.folding import sign_in_key


class SignInNameBackend(BaseBackend):
    """Finds the account by the folded sign-in name. Takes as long for a name that does not exist."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username is None or password is None:
            return None
        user = self._find(username)
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("contact__organisation").filter(pk=user_id).first()
        return user if user is not None and user.is_active else None

    def user_can_authenticate(self, user: User) -> bool:
        """Whether the account may sign in at all (asked by allauth)."""
        return user.is_active

    def _find(self, name: str) -> User | None:
        try:
            return User.objects.filter(sign_in_name=sign_in_key(name)).first()
        except ValueError:
            return None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: accounts are made by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
