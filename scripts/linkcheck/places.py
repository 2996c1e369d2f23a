"""Every place of a document that can point somewhere: which attribute of which element, and to what end."""

from __future__ import annotations

# What a reference is for; it decides how its target is judged.
NAVIGATE = "navigate"  # the reader goes there
LOAD = "load"  # the page needs the file
MENTION = "mention"  # cite, longdesc
CANONICAL = "canonical"
ALTERNATE = "alternate"
HINT = "hint"  # preconnect, dns-prefetch: only the address itself is judged
BASE = "base"  # the base element: only the address itself is judged
OWN = "own"  # Open Graph, JSON-LD, sitemap: judged where it points into our own site
LOCAL = "local"  # an SVG or CSS reference to an element of the same document
FONT = "font"  # a font file: its fragment names a font inside the file
MAP = "map"  # usemap

# element -> ((attribute, purpose), ...); lists, srcsets and other small languages are in the tables below
HTML_ATTRIBUTES: dict[str, tuple[tuple[str, str], ...]] = {
    "a": (("href", NAVIGATE),),
    "area": (("href", NAVIGATE),),
    "script": (("src", LOAD),),
    "img": (("src", LOAD), ("longdesc", MENTION), ("usemap", MAP)),
    "source": (("src", LOAD),),
    "track": (("src", LOAD),),
    "video": (("src", LOAD), ("poster", LOAD)),
    "audio": (("src", LOAD),),
    "iframe": (("src", NAVIGATE), ("longdesc", MENTION)),
    "frame": (("src", NAVIGATE), ("longdesc", MENTION)),
    "embed": (("src", LOAD),),
    "object": (("data", LOAD), ("usemap", MAP)),
    "form": (("action", NAVIGATE),),
    "button": (("formaction", NAVIGATE),),
    "input": (("formaction", NAVIGATE),),
    "blockquote": (("cite", MENTION),),
    "q": (("cite", MENTION),),
    "ins": (("cite", MENTION),),
    "del": (("cite", MENTION),),
    "body": (("background", LOAD),),
    "table": (("background", LOAD),),
    "thead": (("background", LOAD),),
    "tbody": (("background", LOAD),),
    "tfoot": (("background", LOAD),),
    "tr": (("background", LOAD),),
    "td": (("background", LOAD),),
    "th": (("background", LOAD),),
}
SRCSETS = {"img": "srcset", "source": "srcset", "link": "imagesrcset"}
URL_LISTS = {"a": "ping", "area": "ping"}
# elements that show nothing, or fail, where the address is empty
EMPTY_IS_BROKEN = {("img", "src"), ("script", "src"), ("source", "src"), ("track", "src"), ("embed", "src"),
                   ("input", "src"), ("link", "href"), ("video", "src"), ("audio", "src"), ("object", "data")}

LINK_HINTS = {"preconnect", "dns-prefetch"}
META_URLS = {
    "og:url", "og:image", "og:image:url", "og:image:secure_url", "og:video", "og:video:url", "og:video:secure_url",
    "og:audio", "og:audio:url", "og:audio:secure_url", "twitter:image", "twitter:image:src", "twitter:url",
    "twitter:player", "og:see_also", "msapplication-tileimage", "msapplication-config",
    "msapplication-square70x70logo", "msapplication-square150x150logo", "msapplication-wide310x150logo",
    "msapplication-square310x310logo",
}
META_ITEMPROPS = {"url", "image", "logo", "contenturl", "thumbnailurl", "sameas"}
JSON_LD_URLS = {"url", "image", "logo", "contentUrl", "thumbnailUrl", "embedUrl"}  # which may be relative
SVG_LINKS = frozenset(["a", "animate", "animateColor", "animateMotion", "animateTransform", "color-profile", "cursor", "discard", "feImage", "filter", "font-face-uri", "glyphRef", "hatch", "hatchpath", "image", "linearGradient", "mesh", "meshgradient", "mpath", "pattern", "radialGradient", "script", "set", "textPath", "tref", "use"])  # noqa: E501
SVG_PRESENTATION = ("fill", "stroke", "clip-path", "mask", "filter", "marker", "marker-start", "marker-mid",
                    "marker-end", "cursor")

SELECTOR = ",".join((
    "[id]", "a[name]", "map[name]", "[href]", r"[xlink\:href]", "[src]", "[srcset]", "[imagesrcset]", "[poster]",
    "[data]", "[action]", "[formaction]", "[cite]", "[longdesc]", "[background]", "[ping]", "[usemap]", "[style]",
    "[srcdoc]", "meta[content]", "style", "script", "noscript",
    *(f"[{name}]" for name in SVG_PRESENTATION)))
