"""What a notebook says, without what could run, fetch or lead astray: of HTML what is shown, of Markdown the same.

The page's Content-Security-Policy (page.ts) stands behind this; a reader of the Markdown has no such wall. bleach comes
with nbconvert.
"""

import re
from html import unescape

from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES, CSSSanitizer
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner

TAGS = set(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i"
    " img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var"
    .split()
)
ATTRIBUTES = set("align alt class colspan dir headers height href id lang open rowspan scope span src start style title width".split())
STYLES = {"background", "display", "gap", "grid-template-columns", "list-style-type", "opacity", "border-radius", "max-width", "max-height",
          "min-width", "margin", "margin-left", "margin-right", "margin-top", "margin-bottom", "padding", "padding-left",
          "padding-right", "border", "border-left", "border-top", "border-right", "border-bottom"}  # fmt: skip
# Of a formula that maths.ts draws, of a heading's link, and of Pygments' colours: others are the page's own.
CLASSES = re.compile(r"formula|anchor-link|highlight|informal|[a-z]{1,2}[0-9a-z]?")
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|[\\/]{2}", re.I)
# A name that a script could read as a variable would be that variable: an element's id is a property of the window.
VARIABLE = re.compile(r"[A-Za-z_$][\w$]*")


def scheme(address):
    """Of an address as a browser reads it; "" of a relative one."""
    plain = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]", "", unescape(unescape(address)))
    found = SCHEME.match(plain)
    return found.group().lower() if found else ""


def attribute(tag, name, value):
    if name == "src":
        return tag == "img" and (PICTURE.match(value) is not None or scheme(value) == "")
    if name == "href":
        return tag == "a" and scheme(value) in ("", "http:", "https:", "mailto:")
    if name == "class":
        return all(CLASSES.fullmatch(word) for word in value.split())
    return name in ATTRIBUTES


class Styles(CSSSanitizer):
    """Colours and sizes; nothing that has an address."""

    def sanitize_css(self, style):
        fetches = re.search(r"\\|url|image|src|attr|expression|[@<{}]", unescape(style), re.I)
        return "" if fetches else super().sanitize_css(style)


class Anchors(Filter):
    def __iter__(self):
        for token in super().__iter__():
            attributes = token.get("data")
            if token["type"] in ("StartTag", "EmptyTag") and attributes:
                for name, value in attributes.items():
                    if name[1] == "id":
                        attributes[name] = anchor(value)
                    elif name[1] == "href" and "#" in value:
                        address, place = value.split("#", 1)
                        attributes[name] = f"{address}#{anchor(place)}" if scheme(address) == "" else value
            yield token


def anchor(name):
    return f"{name}-" if VARIABLE.fullmatch(name) else name


cleaner = Cleaner(
    tags=TAGS,
    attributes=attribute,
    protocols={"http", "https", "mailto", "data"},  # data only as `attribute` lets it through
    strip=True,
    filters=[Anchors],
    css_sanitizer=Styles(allowed_css_properties=ALLOWED_CSS_PROPERTIES | STYLES),
)


def harmless(source):
    """The HTML, as far as it only shows something; elements that do more leave the text in them."""
    return cleaner.clean(source)


def base64(source):
    return re.sub(r"[^A-Za-z0-9+/=]", "", source)


# A fence in the first column: indented ones end where a list does, which only a whole parser knows.
FENCE = re.compile(r"^(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*\n(?:[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|[\s\S]*\Z)", re.M)
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)")
PLAIN_TAG = re.compile(r"</?(?:b|i|em|strong|sub|sup|br|kbd|s|u) ?/?>|<(?:https?://|mailto:)[^\s<>`\"']+>")


def harmless_markdown(source):
    """Markdown that shows the same in any viewer; of HTML in it the simplest, the rest as text."""
    parts, end = [], 0
    for fence in FENCE.finditer(source):
        parts += [without_html(source[end : fence.start()]), fence.group()]
        end = fence.end()
    return "".join([*parts, without_html(source[end:])])


def without_html(source):
    return "".join(paragraph(text) for text in re.split(r"(\n\s*\n)", source))


def paragraph(text):
    lines = text.split("\n")
    # What is code in it can be told where each line's backticks go in pairs.
    clear = "\\`" not in text and not any("`" in SPAN.sub("", line) for line in lines)
    return own_links("\n".join(line_without_html(line, clear) for line in lines))


def line_without_html(line, clear):
    kept = [found.span() for found in SPAN.finditer(line)] if clear else []
    for tag in PLAIN_TAG.finditer(line):
        # At its beginning a line's tag would make all that follows HTML, fences too.
        if re.search(r"\w", line[: tag.start()]):
            kept.append(tag.span())
    outside = lambda place: not any(start <= place < end for start, end in kept)  # noqa: E731
    return re.sub(r"<(?=[A-Za-z/!?])", lambda found: "&lt;" if outside(found.start()) else "<", line)


def own_links(text):
    """Links lead to the web or to files beside; a picture from elsewhere, which is fetched unasked, becomes a link."""

    def picture(mark):
        target = re.match(r"\[[^\]]*\]\(\s*<?\s*([^\s)>]*)", text[mark.end() :])
        return "!" if target and scheme(target.group(1)) == "" else ""

    def link(found):
        opening, target = found.groups()
        good = scheme(target.replace("\\", "")) in ("", "http:", "https:", "mailto:")
        return found.group() if good else f"{opening}#"

    return re.sub(r"(\]\(\s*<?\s*|\]:\s*<?\s*)([^\s)>]+)", link, re.sub(r"!(?=\[)", picture, text))


def fenced(text, language="text"):
    """A code block that no backticks in the text can end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def in_brackets(text):
    """A picture's words between Markdown's brackets."""
    plain = text.replace("[", "(").replace("]", ")").replace("`", "'").replace("\\", "/")
    return re.sub(r"\s+", " ", harmless_markdown(plain))
