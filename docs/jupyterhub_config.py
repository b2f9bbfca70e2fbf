"""A JupyterHub for one class on one machine. docs/classroom.md says how to start it.

As it stands it needs no accounts: everybody signs in with a name and the password of
the class, and every server runs as whoever started the hub. So learners could read
each other's files. Where that matters, take out the lines marked "no accounts": then
JupyterHub asks the system for name and password, and each learner has an account of
their own.
"""

import os
import sys
from importlib.resources import files
from pathlib import Path

c = get_config()  # noqa: F821  # JupyterHub gives it to this file

HERE = Path(sys.executable).parent  # where the course and the hub are installed
WORK = Path(os.environ.get("WSLESSON_HUB_WORK", "learners")).resolve()

c.JupyterHub.bind_url = "http://127.0.0.1:8000"
PASSWORD = os.environ.get("WSLESSON_HUB_PASSWORD", "")  # no accounts
if len(PASSWORD.strip()) < 8:  # no accounts: what JupyterHub asks for
    sys.exit("Set WSLESSON_HUB_PASSWORD: 8 characters or more.")  # no accounts
c.JupyterHub.authenticator_class = "shared-password"  # no accounts
c.SharedPasswordAuthenticator.user_password = PASSWORD  # no accounts
c.JupyterHub.spawner_class = "simple"  # no accounts
c.SimpleLocalProcessSpawner.home_dir_template = f"{WORK}/{{username}}"  # no accounts
c.Authenticator.username_pattern = r"[a-z][a-z0-9-]{0,31}\Z"  # it becomes a folder
c.Authenticator.allow_all = True

# Each learner gets own copies of the lessons, and newer ones beside them: `update`
# never touches what a learner wrote. Then the server starts, whatever `update` said.
# A kernel is reached through files: of thirty that choose ports at once, some choose
# the same one. The names of such files must be short, so they get a folder in /tmp.
c.Spawner.cmd = [
    "sh",
    "-c",
    'export JUPYTER_RUNTIME_DIR="$(mktemp -d /tmp/wslesson-XXXXXX)"; '
    f'"{HERE}/wslesson" update my-course/notebooks; '
    f'exec "{HERE}/jupyterhub-singleuser" "$@"',
    "server",  # the name that sh gives itself, before the hub's own arguments
]
c.Spawner.args = [
    f"--LabApp.app_settings_dir={files('wslesson.course') / 'lab_settings'}",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--KernelManager.transport=ipc",
]
if os.geteuid() == 0:  # in a container, without accounts
    c.Spawner.args.append("--allow-root")
c.Spawner.default_url = "/lab/tree/my-course/notebooks/00_start_here.ipynb"
c.Spawner.environment = {  # a terminal in JupyterLab knows `wslesson`
    "PATH": os.pathsep.join([str(HERE), os.environ["PATH"]])
}

# Thirty learners press the button in the same minute.
c.JupyterHub.concurrent_spawn_limit = 30
c.Spawner.start_timeout = 300  # seconds
c.Spawner.http_timeout = 300  # seconds
