"""axe-core, who judges whether a page can be used without eyes or without a mouse."""

import subprocess
from pathlib import Path

from tests.require import missing, program

HOW = "install node, then run `npm install --no-save axe-core` in this folder"
FIND = "try { console.log(require.resolve('axe-core/axe.min.js')) } catch {}"
# What it finds: the rule, the place, the element.
RUN = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(
    found => found.violations.flatMap(each => each.nodes.map(
        node => `${each.id}: ${node.target.flat().join(" ")} ${node.html.slice(0, 120)}`
    ))
)"""


def source():
    """Return the script that judges."""
    command = [program("node", how=HOW), "--eval", FIND]
    here = Path(__file__).parent
    path = subprocess.check_output(command, cwd=here, encoding="utf-8").strip()
    return Path(path or missing("the npm package axe-core", HOW)).read_text("utf-8")


def violations(tab, script, *rules):
    """Return what a page has against it: of all rules, or of these."""
    tab.evaluate(script)
    return tab.evaluate(RUN, {"runOnly": [*rules]} if rules else {})
