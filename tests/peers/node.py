"""The npm package `ws`, in node."""

import json
import subprocess
from pathlib import Path
from threading import Thread

from tests import require
from tests.peers.peer import Peer

SCRIPT = Path(__file__).with_name("node.js")
HOW = "install node, then run `npm install --no-save ws` in this folder"


class Node(Peer):
    def __enter__(self):
        node = require.program("node", how=HOW)
        look = [node, "--eval", "try { require('ws') } catch { console.log('no ws') }"]
        if subprocess.check_output(look, cwd=SCRIPT.parent):
            require.missing("the npm package ws", HOW)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._node = subprocess.Popen([node, SCRIPT], **pipes)
        self.url = f"ws://127.0.0.1:{int(self._node.stdout.readline())}/"
        self._listening = Thread(target=self._listen)
        self._listening.start()
        return self

    def _listen(self):
        for line in self._node.stdout:
            goodbye = json.loads(line)
            self.goodbyes.put((goodbye["code"], goodbye["reason"]))

    def __exit__(self, *how):
        self._node.stdin.close()
        self._node.wait(10)
        self._listening.join()
        self._node.stdout.close()

    def call(self, url):
        print(url, file=self._node.stdin, flush=True)
