"""Web addresses and the domains that companies are matched by."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from crm_desktop.errors import InvalidField
from crm_desktop.values.names import clean_text
from crm_desktop.words import _

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def normal_url(typed: str) -> str:
    """Return `typed` with its scheme (https unless typed), its host in lower case, and no idle slash at the end."""
    text = clean_text(typed)
    parts = _split(text)
    if parts is None:
        raise InvalidField(
            "website",
            _("“{typed}” is not a web address. Type it like example.com or https://example.com/page.").format(
                typed=text
            ),
        )
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme] else ""
    path = "" if parts.path == "/" and not parts.query and not parts.fragment else parts.path
    return urlunsplit((parts.scheme, readable_domain(parts.hostname or "") + port, path, parts.query, parts.fragment))


def web_domain(url: str) -> str | None:
    """Return the domain of `url` without `www.`, or None where there is none."""
    parts = _split(clean_text(url))
    return readable_domain(parts.hostname or "").removeprefix("www.") if parts else None


def short_url(url: str) -> str:
    """Return `url` without what every address has in common."""
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")


def readable_domain(domain: str) -> str:
    """Return `domain` in lower case with its letters, not as `xn--` writes them."""
    lower = domain.strip().rstrip(".").lower()
    if "xn--" not in lower:
        return lower
    try:
        return lower.encode("ascii").decode("idna")
    except UnicodeError:
        return lower


def _split(text: str) -> SplitResult | None:
    """Return the parts of `text` where it can be visited in a browser, else None."""
    if not text or any(sign.isspace() for sign in text) or "@" in text.partition("/")[0]:
        return None
    try:
        parts = urlsplit(text if _SCHEME.match(text) else "https://" + text.lstrip("/"))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or parts.username or port == 0 or not _HOST.fullmatch(host):
        return None
    return parts
