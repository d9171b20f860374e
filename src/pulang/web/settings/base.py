"""Django settings of one plane, built from what the installation sets. No setting is read anywhere else."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from pulang.web import config as configuration
from pulang.web import database, secrets
from pulang.web.planes import Plane
from pulang.web.settings import operation

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("ar", "العربية"),
    ("id", "Bahasa Indonesia"),
]


def build(plane: Plane) -> dict[str, Any]:
    """Every setting of a plane as a mapping for its module."""
    database.prefer_bundled_sqlite()
    config = configuration.load(plane.slug)
    folder = config.data.resolve() / plane.slug
    secret, ring = secrets.load(folder)
    return {
        **_pulang(plane, config, folder, ring),
        **_django(plane, config, folder, secret),
        **_cookies(plane, config),
        **_accounts(plane),
        **_signing_in(plane, config),
        **_pages(plane, folder),
    }


def _pulang(plane: Plane, config: configuration.Config, folder: Path, ring: Any) -> dict[str, Any]:
    return {
        "PULANG_PLANE": plane.slug,
        "PULANG_DEMONSTRATION": config.demonstration,
        "PULANG_KEYRING": ring,
        "PULANG_FOLDER": folder,
        "PULANG_LONG_DOCUMENT": config.long_document,
        "PULANG_API": "pulang.web.api.urls",
        "PULANG_API_PER_MINUTE": config.api_per_minute,
        "PULANG_IDLE": timedelta(minutes=config.idle_minutes or plane.idle_minutes),
    }


def _django(plane: Plane, config: configuration.Config, folder: Path, secret: str) -> dict[str, Any]:
    return {
        "SECRET_KEY": secret,
        "DEBUG": False,
        "ALLOWED_HOSTS": [host.strip() for host in config.hosts.split(",")] + ["127.0.0.1"],
        "DATABASES": database.databases(config.database_url, folder),
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "whitenoise.runserver_nostatic",
            "django.contrib.staticfiles",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "allauth.usersessions",
            "django_tasks",
            "django_tasks_db",
            *plane.apps,
        ],
        "MIDDLEWARE": MIDDLEWARE,
        "ROOT_URLCONF": f"pulang.web.urls.{plane.slug}",
        "WSGI_APPLICATION": "pulang.web.wsgi.application",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": config.time_zone,
        "CACHES": {"default": {"BACKEND": "pulang.web.operation.queueing.QueueingCache", "LOCATION": "cache_entry"}},
        "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
        "SILENCED_SYSTEM_CHECKS": [],
        **operation.build(config),
    }


MIDDLEWARE = [
    "pulang.web.operation.proxies.trusted",
    "pulang.web.operation.classroom.only_for_the_class",
    "pulang.web.operation.watching.watched",
    "pulang.web.operation.headers.strict",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "pulang.foundation.api.middleware.programs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pulang.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pulang.web.sittings.idle",
    "pulang.web.middleware.viewer",
    "pulang.web.sittings.second_factor",
    "pulang.web.tours.running.middleware",
]


def _cookies(plane: Plane, config: configuration.Config) -> dict[str, Any]:
    """Two ports of one host share a cookie jar, so each plane names its own; under HTTPS no other host can set them."""
    name = f"{'__Host-' if config.https else ''}pulang_{plane.slug}"
    return {
        "SESSION_COOKIE_NAME": f"{name}_session",
        "CSRF_COOKIE_NAME": f"{name}_csrf",
        "LANGUAGE_COOKIE_NAME": f"{name}_language",
        "SESSION_COOKIE_SECURE": config.https,
        "CSRF_COOKIE_SECURE": config.https,
        "LANGUAGE_COOKIE_SECURE": config.https,
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "SESSION_ENGINE": "pulang.web.sessions",
        "SESSION_COOKIE_AGE": 12 * 3600,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if config.https else None,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }


def _accounts(plane: Plane) -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "accounts.User",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 12},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "AUTHENTICATION_BACKENDS": ["pulang.common.accounts.adapters.SignInNameBackend"],
        "CSRF_FAILURE_VIEW": "pulang.foundation.ui.errors.csrf_failure",
        "LOGIN_URL": "account_login",
        "ACCOUNT_ADAPTER": "pulang.common.accounts.adapters.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "sign_in_name",
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "LOGIN_REDIRECT_URL": "today",
    }


def _signing_in(plane: Plane, config: configuration.Config) -> dict[str, Any]:
    """How often one may be wrong, how long a proof counts, and which second factors there are.

    A prison is one address: its limit is generous, an account's is strict.
    """
    return {
        "PULANG_PROOF": "pulang.common.accounts.views.signing.again.prove",
        "PULANG_DEMO_ACCOUNTS": _demo_accounts(plane) if config.demonstration else [],
        "ACCOUNT_RATE_LIMITS": {
            "login": "600/15m/ip",
            "login_failed": "120/15m/ip,5/15m/key",
            "reauthenticate": "20/15m/user",
        },
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
        "ACCOUNT_LOGIN_TIMEOUT": 15 * 60,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
        "MFA_ADAPTER": "pulang.common.accounts.adapters.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_TOTP_TOLERANCE": 1,
    }


def _demo_accounts(plane: Plane) -> list[dict[str, Any]]:
    """What the sign-in page of a demonstration lists."""
    from pulang.web.demo.accounts import ACCOUNTS
    from pulang.web.demo.passwords import PASSWORD

    return [
        {
            "sign_in_name": account.sign_in_name,
            "name": account.name,
            "position": account.position,
            "roles": list(account.roles),
            "password": PASSWORD,
        }
        for account in ACCOUNTS[plane.slug]
    ]


def _pages(plane: Plane, folder: Path) -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": "en",
        "LANGUAGES": LANGUAGES,
        "LOCALE_PATHS": [PACKAGE / "locale"],
        "FORMAT_MODULE_PATH": "pulang.web.formats",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [PACKAGE / "web" / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                        "pulang.foundation.ui.context.ui",
                    ]
                },
            }
        ],
        "FORM_RENDERER": "pulang.foundation.ui.forms.Renderer",
        "STATIC_URL": "static/",
        "STATIC_ROOT": folder / "static",
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        },
    }
