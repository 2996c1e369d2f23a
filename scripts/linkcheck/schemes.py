"""Addresses that are wrong in themselves, whatever they point at."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from .model import ERROR, WARNING

# IANA's list is far longer; these are what documents use.  An unlisted scheme is nearly always a slip.
KNOWN_SCHEMES = frozenset(["about", "acct", "android-app", "apt", "bitcoin", "blob", "callto", "chrome", "cid", "data", "dav", "davs", "dict", "discord", "dns", "doi", "ethereum", "facetime", "facetime-audio", "feed", "fido", "finger", "ftp", "ftps", "geo", "git", "git+http", "git+https", "git+ssh", "gopher", "gtalk", "hg", "http", "https", "im", "imap", "imaps", "info", "intent", "ios-app", "ipfs", "ipns", "ipp", "ipps", "irc", "irc6", "ircs", "itms", "itms-apps", "itms-services", "javascript", "jdbc", "jetbrains", "ldap", "ldaps", "line", "magnet", "maps", "market", "matrix", "message", "mid", "mms", "mongodb", "ms-appinstaller", "ms-excel", "ms-powerpoint", "ms-settings", "ms-word", "msteams", "mumble", "mysql", "news", "nfs", "nntp", "obsidian", "openpgp4fpr", "otpauth", "pop", "postgresql", "redis", "rsync", "rtmp", "rtsp", "s3", "sftp", "signal", "sip", "sips", "skype", "slack", "smb", "sms", "smsto", "snap", "ssh", "stun", "stuns", "svn", "svn+ssh", "tel", "telnet", "teamspeak", "tg", "turn", "turns", "udp", "urn", "vbscript", "vscode", "vscode-insiders", "vnc", "view-source", "viber", "webcal", "webcals", "whatsapp", "wss", "ws", "xmpp", "x-apple.systempreferences", "zed", "zoommtg", "zoomus", "zotero", "mailto", "spotify", "steam", "cursor", "idea", "pycharm", "conda", "gemini", "nostr", "lightning", "monero", "dat", "ed2k", "tag"])  # noqa: E501
_USUAL = ("https", "http", "mailto", "tel", "ftp", "javascript", "data", "sms")
_LOCAL_HOST = re.compile(
    r"(?:localhost|.*\.localhost|.*\.local|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|10(?:\.\d+){3}|192\.168(?:\.\d+){2}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|169\.254(?:\.\d+){2})(?::\d+)?", re.IGNORECASE)
# What only a fault asks for is compiled when there is one.
_WWW = r"(?i)www\d?\.[^/\s.]+\.[^/\s]"
_DOMAIN = (r"(?i)(?:[a-z0-9-]+\.)+"
           r"(?:com|org|net|edu|gov|io|dev|es|eu|info|ai|app|co|uk|de|fr|it|pt|ch|me|cat|wiki|cc)(?:/|$)")
_ADDRESS = (r"(?:[^\s@<>(),:;\"\[\]\\]+|\"[^\"]+\")@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+"
            r"[^\W\d_](?:[\w-]{0,61}[^\W_])?")
_DOUBLE = re.compile(r"%25[0-9A-Fa-f]{2}")


class Fault(NamedTuple):
    level: str
    kind: str
    message: str
    suggestion: str | None = None


def malformed(url: str, scheme: str) -> Fault:
    """The fault of an address that the URL parser refuses."""
    if scheme in ("http", "https", "ftp", "ws", "wss") or url[:2].replace("\\", "/") == "//":
        host = re.split(r"[/?#]", url.split("//", 1)[-1])[0]
        if not host:
            return Fault(ERROR, "malformed-url", "the address has no host")
        if re.search(r"\s|%20", host):
            return Fault(ERROR, "malformed-url", f"the host {host!r} has a space in it", _without_space(url, host))
        return Fault(ERROR, "malformed-url", f"the host {host!r} is not valid")
    return Fault(ERROR, "malformed-url", "the address is not a valid URL")


def _without_space(url: str, host: str) -> str:
    return url.replace(host, re.sub(r"\s|%20", "", host), 1)


def other_scheme(url: str, scheme: str) -> Fault | None:
    """The fault of an address that is not http(s): mailto, tel, file, unknown schemes."""
    if scheme == "mailto":
        return _mailto(url)
    if scheme in ("tel", "sms", "smsto", "callto"):
        return _tel(url, scheme)
    if scheme == "file":
        return Fault(ERROR, "file-url", "a file: address works on one machine only", None)
    if scheme in KNOWN_SCHEMES or scheme.startswith(("web+", "ms-", "x-", "org.", "com.")):
        return None
    near = _nearest(scheme)
    if near:
        rest = url[len(scheme) + 1:]
        if near in ("http", "https"):
            near, rest = "https" if scheme.endswith("s") else near, "//" + rest.lstrip("/\\:")
        return Fault(ERROR, "unknown-scheme", f"unknown scheme {scheme}:, perhaps {near}:", f"{near}:{rest}")
    return Fault(ERROR, "unknown-scheme", f"unknown scheme {scheme}:")


def _nearest(scheme: str) -> str | None:
    from difflib import SequenceMatcher  # slips are few

    likeness = {known: SequenceMatcher(None, scheme, known).ratio() for known in _USUAL}
    near = max(likeness, key=likeness.get)
    return near if likeness[near] >= 0.6 else None


def _mailto(url: str) -> Fault | None:
    address, mark, query = url.split(":", 1)[1].partition("?")
    receivers = [unquote(part).strip() for part in address.split(",")] if address.strip() else []
    for field in query.split("&"):
        name, _, value = field.partition("=")
        if name.lower() in ("to", "cc", "bcc"):
            receivers += [part.strip() for part in unquote(value).split(",")]
    if not receivers and not query:
        return Fault(ERROR, "bad-mailto", "mailto: without an address")
    if address.startswith("//"):
        return Fault(ERROR, "bad-mailto", "mailto: takes no //", f"mailto:{url.split(':', 1)[1].lstrip('/')}")
    for receiver in receivers:
        bare = re.fullmatch(r".*<(.*)>", receiver)
        if not re.fullmatch(_ADDRESS, bare[1] if bare else receiver):
            return Fault(ERROR, "bad-mailto", f"{receiver!r} is not an e-mail address")
    return None


def _tel(url: str, scheme: str) -> Fault | None:
    number = unquote(url.split(":", 1)[1].split(";")[0].split("?")[0]).strip()
    if not number and (scheme != "tel" and "?" in url):
        return None
    if number.startswith("//"):
        return Fault(ERROR, "bad-tel", f"{scheme}: takes no //", f"{scheme}:{url.split(':', 1)[1].lstrip('/')}")
    if not re.fullmatch(r"\+?[\d\s\-.()/*#,pwPW]+", number) or len(re.findall(r"\d", number)) < 2:
        what = f"{number!r} is not a telephone number" if number else "without a number"
        return Fault(ERROR, "bad-tel", f"{scheme}: {what}")
    return None


def web_faults(url: str, href: str) -> list[Fault]:
    """What is doubtful in an address of another site, before anyone asks for it."""
    scheme, rest = href.split("://", 1)
    host = re.split(r"[/?#]", rest)[0].rsplit("@", 1)[-1]
    faults = []
    name = host.rstrip(":").split(":")[0]
    if name in ("http", "https"):
        return [Fault(ERROR, "malformed-url", "the scheme is written twice", _once_schemed(name, rest))]
    if re.search(r"^\.|\.\.", name):
        return [Fault(ERROR, "malformed-url", f"the host {name!r} has a dot too many")]
    if _LOCAL_HOST.fullmatch(host):
        faults.append(Fault(WARNING, "localhost", f"{host} is the reader's own machine or network"))
    elif scheme == "http":
        faults.append(Fault(WARNING, "plain-http", "plain http", "https://" + rest))
    path = re.split(r"[?#]", rest)[0]
    if _DOUBLE.search(path):
        faults.append(Fault(WARNING, "double-encoded", "the path looks percent-encoded twice", _once(href)))
    return faults


def _once_schemed(scheme: str, rest: str) -> str:
    return f"{scheme}://{rest[len(scheme):].lstrip(':/')}"


def _once(href: str) -> str:
    head, *tail = re.split(r"(?=[?#])", href, maxsplit=1)
    return _DOUBLE.sub(lambda match: "%" + match[0][3:], head) + "".join(tail)


def is_double_encoded(url: str) -> bool:
    return _DOUBLE.search(re.split(r"[?#]", url)[0]) is not None


def decoded_once(url: str) -> str:
    return _once(url)


def missing_scheme(url: str) -> str | None:
    """What was meant where a host stands without a scheme (`www.example.org`), else None."""
    if url[:1] in "/.#?":
        return None
    slip = re.match(r"(https?)[;.,]?//", url, re.IGNORECASE)
    if slip:
        return f"{slip[1].lower()}://{url[slip.end():]}"
    if re.match(r"[A-Za-z][A-Za-z0-9+\-]*:", url):
        return None
    return f"https://{url}" if re.match(_WWW, url) or re.match(_DOMAIN, url) else None


def is_www(url: str) -> bool:
    return re.match(_WWW, url) is not None
