"""A study guide as one web page that needs nothing else: no request, light, dark and on paper, code to copy, answers folded."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any, NamedTuple

import jinja2
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from mlpath.errors import InstallationError
from mlpath.guides.guide import anchors, in_commands, without_names, words
from mlpath.guides.results import Reading
from mlpath.text import is_web_address, one_line, shown

_TEMPLATE = "guide.html"
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_ANSWERS, _OUTPUT = "Answers", "output"
_MOST_BYTES = 2 * 1024 * 1024
# What a page opened from a file may not do by itself, it does by a selection.
_SCRIPT = """
"use strict";
for (const button of document.querySelectorAll(".code button")) {
  button.addEventListener("click", async () => {
    const code = button.parentElement.querySelector("pre");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
      getSelection().removeAllRanges();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}
const narrow = matchMedia("(max-width: 62rem)");
if (narrow.matches) document.querySelector("nav details").open = false;
"""


class _Heading(NamedTuple):
    """A heading of the contents: where it is, what it says, and whether it stands below another."""

    anchor: str
    title: str
    below: bool


def render(reading: Reading, command: str) -> str:
    """Return the page as HTML; `command` is what makes it again. Raises InstallationError where its template is missing."""
    folder = os.path.dirname(os.path.abspath(__file__))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    try:
        template = environment.get_template(_TEMPLATE)
    except jinja2.TemplateNotFound:
        raise InstallationError(os.path.join(folder, _TEMPLATE)) from None
    markdown = MarkdownIt("commonmark", renderer_cls=_Renderer).enable("table")
    tokens = markdown.parse(in_commands(without_names(shown(reading.text))))
    headings = list(_anchored(tokens))
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    body = markdown.renderer.render(_folded(tokens), markdown.options, {"folder": os.path.dirname(reading.path)})
    return template.render(
        title=one_line(headings[0].title) if headings else command,
        contents=_contents(headings, tokens),
        body=Markup(body),  # noqa: S704  # The renderer escapes what is in the file.
        command=command,
        script=Markup(_SCRIPT),  # noqa: S704  # Ours alone.
        allowed=f"sha256-{digest}",
    )


def _anchored(tokens: Sequence[Token]) -> Iterator[_Heading]:
    """Yield all headings, each of which gets its anchor."""
    places = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    titles = [words(tokens[place + 1].children or []) for place in places]
    for place, title, anchor in zip(places, titles, anchors(titles), strict=True):
        tokens[place].attrSet("id", anchor)
        yield _Heading(anchor, title, below=tokens[place].tag == "h3")


def _contents(headings: Sequence[_Heading], tokens: Sequence[Token]) -> list[_Heading]:
    """Return the headings of the contents: a week's sections and items, or what an item's part consists of."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    listed = (2, 3) if levels and levels[0] == 1 else (4,)
    return [heading for heading, level in zip(headings, levels, strict=True) if level in listed]


def _folded(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with all that stands below a heading `Answers` folded."""
    folded: list[Token] = []
    within = False
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open":
            if within:
                folded.append(Token("fold_close", "", 0))
            within = words(tokens[place + 1].children or []) == _ANSWERS
            if within:
                folded.append(Token("fold_open", "", 0, attrs=token.attrs))
                place += 3
                continue
        folded.append(token)
        place += 1
    return [*folded, Token("fold_close", "", 0)] if within else folded


class _Renderer(RendererHTML):
    """Renders what a page shows in its own way: code, figures, links and what is folded."""

    def fold_open(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        anchor = escape(tokens[place].attrGet("id"))
        return f'<details class="answers" id="{anchor}">\n<summary>{_ANSWERS}</summary>\n'

    def fold_close(self, *_: object) -> str:
        return "</details>\n"

    def fence(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        kind = (tokens[place].info.split() or [""])[0]
        content = tokens[place].content
        if kind == _OUTPUT:
            return f'<pre class="output"><code>{escape(content)}</code></pre>\n'
        code = _highlighted(content, kind)
        return (
            f'<div class="code"><button type="button">Copy</button><pre tabindex="0"><code>{code}</code></pre></div>\n'
        )

    def html_block(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        return str(escape(_COMMENT.sub("", tokens[place].content)))  # What a guide shows is Markdown.

    def html_inline(self, tokens: Sequence[Token], place: int, *_: object) -> str:
        return self.html_block(tokens, place)

    def link_open(
        self, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        url = str(tokens[place].attrGet("href") or "")
        if is_web_address(url.lower()):
            tokens[place].attrSet("rel", "noopener noreferrer")
        elif not url.startswith("#"):
            return "<a>"  # A file that this page has not beside it.
        return self.renderToken(tokens, place, options, env)

    def image(self, tokens: Sequence[Token], place: int, _: OptionsDict, env: MutableMapping[str, Any]) -> str:
        words = str(escape(tokens[place].content))
        data = _picture(str(env["folder"]), str(tokens[place].attrGet("src") or ""))
        return f'<img alt="{words}" src="data:image/svg+xml;base64,{data}">' if data else words


def _picture(folder: str, name: str) -> str:
    """Return a drawing beside the guide in base64; empty where there is none."""
    path = os.path.realpath(os.path.join(folder, name))
    if not name.endswith(".svg") or not path.startswith(os.path.join(os.path.realpath(folder), "")):
        return ""
    try:
        with open(path, "rb") as file:
            return base64.b64encode(file.read(_MOST_BYTES)).decode()
    except OSError:
        return ""


def _highlighted(code: str, language: str) -> str:
    """Return code as HTML, its words marked by what they are where the language is known."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return str(escape(code))
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))
