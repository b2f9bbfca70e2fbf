"""Sphinx's settings for the two editions that are pages: a site, and slides.

Nothing is run, and nothing is fetched: neither at build time nor in the browser.
"""

from wslesson.wire.pictures.alive import FILE
from wslesson.workspace import quick_nbformat  # noqa: F401  # myst_nb imports nbformat

project = "WebSockets in Python, hands on"
language = "en"
extensions = ["myst_nb", "sphinx_revealjs"]

nb_execution_mode = "off"
nb_mime_priority_overrides = [
    ("revealjs", kind, number)
    for number, kind in enumerate(["text/html", "image/png", "text/plain"])
]
nb_code_prompt_show, nb_code_prompt_hide = "Show code", "Hide code"
myst_heading_anchors = 3
myst_heading_slug_func = "wslesson.export.pages.anchor"

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_copyright = False  # each lesson ends by saying whose it is
pygments_dark_style = "github-dark"
html_static_path = ["static", str(FILE)]
templates_path = ["templates"]
html_css_files = ["site.css"]
html_js_files = [(name, {"defer": "defer"}) for name in ("alive.js", "site.js")]

revealjs_static_path = ["static"]
revealjs_css_files = ["revealjs/plugin/highlight/zenburn.css", "slides.css"]
revealjs_style_theme = "white"
revealjs_use_section_ids = True
# JavaScript. The arrow keys pass over no slide; a deck that is loaded again shows the
# same one; what names no language, as outputs do, gets no colours.
revealjs_script_conf = """{
  width: 1280, height: 720, margin: 0.06, transition: "none",
  navigationMode: "linear", hash: true, slideNumber: "c/t", scrollActivationWidth: null,
  highlight: {beforeHighlight: hljs => hljs.configure({languages: []})},
}"""
revealjs_script_plugins = [
    {"name": "RevealNotes", "src": "revealjs/plugin/notes/notes.js"},
    {"name": "RevealHighlight", "src": "revealjs/plugin/highlight/highlight.js"},
]
