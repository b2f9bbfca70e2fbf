"""What a package index shows of us: the README with links that work there, our URLs.

Where the code is hosted is written down nowhere in it: whoever builds a release says
so, in WSLESSON_ADDRESS (the workflow of a code host knows its own). Nothing is made up:
without an address there are no links: a relative one is dead on an index.
"""

import os
import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(!?)\[([^]]*)\]\((?!\w+:|#)([^)]+)\)")  # to a file of ours
PAGES = {"Source": "", "Issues": "/issues", "Changelog": "/blob/{tag}/CHANGELOG.md"}


class CustomMetadataHook(MetadataHookInterface):
    """Gives the fields that hang on where the code is hosted."""

    def update(self, metadata: dict[str, object]) -> None:
        """Add the README and the URLs to what pyproject.toml says."""
        address = os.environ.get("WSLESSON_ADDRESS", "").rstrip("/")
        tag = f"v{metadata['version']}"
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        text = for_an_index(text, address, tag)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = urls(address, tag)


def for_an_index(text: str, address: str, tag: str) -> str:
    """Return a page whose links to files lead to `address`; without one, no links."""

    def elsewhere(link: re.Match[str]) -> str:
        picture, words, path = link.groups()
        if not address:
            return f"*{words}.*" if picture else words
        return (
            f"{picture}[{words}]({address}/{'raw' if picture else 'blob'}/{tag}/{path})"
        )

    return LINK.sub(elsewhere, text)


def urls(address: str, tag: str) -> dict[str, str]:
    """Return the project's URLs, by what they are called on an index."""
    pages = PAGES.items() if address else ()
    return {name: address + page.format(tag=tag) for name, page in pages}
