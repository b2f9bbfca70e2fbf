"""What `wslesson lab` changes in JupyterLab's server: which kernel, who may come in."""

from __future__ import annotations

import secrets

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.auth.identity import PasswordIdentityProvider
from traitlets import default, validate


class OwnKernel(KernelSpecManager):
    """Knows one kernel, the one of this Python, where the course is installed.

    Other folders may have one of the same name: JUPYTER_PATH, on many a cluster.
    """

    @default("kernel_dirs")
    def _no_other(self) -> list[str]:
        return []


class Guard(PasswordIdentityProvider):
    """Asks for a token also where the learner's settings say: ask for nothing."""

    @validate("token")
    def _never_nothing(self, proposal: dict[str, str]) -> str:
        if proposal["value"] or self.hashed_password:
            return proposal["value"]
        self.token_generated = True  # so the address that is printed has it
        return secrets.token_hex(24)
