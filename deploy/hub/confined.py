"""A spawner whose single-user servers run in bubblewrap, each with a home of its own and without a network.

A server sees the system and the book's environment, read-only; its own home; a box in which it hands in; and one
socket, the hub's. The proxy reaches it over a socket too. No account of the machine is needed for a student, and no
privilege: with an ordinary user's hub, what separates students is that no home but their own is mounted. The hub of the
superuser gives each, besides, a user number of their own, under which their server runs.
"""

import asyncio
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from jupyterhub.objects import Server
from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Unicode

from actlib.assignments import sandbox

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "_build" / "hub-tools"
COURSE = "activation-functions"
#: Where things are, seen from within.
EXCHANGE, BOOK, RETURNED, HUB, DOOR = "/srv/exchange", "/srv/book", "/srv/returned", "/run/hub", "/run/door"
#: The first of the user numbers that servers of the superuser's hub run under; Debian gives these to no account.
FIRST_USER = 3_000_000
_SUPERUSER = os.geteuid() == 0


def within(state: Path, name: str, command: list[str], assignments: Path) -> list[str]:
    """Return a command that runs another one as a student.

    Parameters
    ----------
    state : Path
        The hub's folder; what the student owns in it is made.
    name : str
        The student's, which is a file name by the pattern that accounts are held to.
    command : list of str
    assignments : Path
        With ``release`` and ``return``, as `actlib.assignments` makes them.
    """
    user = _own(state, name)
    home, passwd = f"/home/{name}", state / "passwd" / name
    passwd.write_text(f"{name}:x:{user}:{user}::{home}:/bin/bash\n", encoding="utf-8")
    passwd.chmod(0o644)
    python = dict.fromkeys([sys.base_prefix, sys.prefix, *map(str, sandbox.libraries()), str(TOOLS)])
    python |= dict.fromkeys(str(ROOT / part) for part in ("actlib", "deploy/hub/inside.py"))
    seen = {path: path for path in [*sandbox.SYSTEM, "/etc/alternatives", *python]}
    seen |= {"/etc/passwd": passwd, "/etc/jupyter": ROOT / "deploy" / "hub" / "etc", BOOK: ROOT / "book"}
    seen |= {RETURNED: assignments / "return" / name, f"{EXCHANGE}/{COURSE}/outbound": assignments / "release"}
    seen |= {HUB: state / "sockets" / "hub"}
    owned = {f"{EXCHANGE}/{COURSE}/inbound": state / "boxes" / name, DOOR: state / "doors" / name}
    owned |= {home: state / "home" / name}
    spaces = ("ipc", "pid", "net", "uts") if _SUPERUSER else ("all",)  # in a user namespace there is no other user
    argv = [_bwrap(), "--die-with-parent", "--new-session", *(f"--unshare-{space}" for space in spaces)]
    argv += ["--hostname", "hub", "--proc", "/proc", "--dev", "/dev"]
    for shared in ("/tmp", EXCHANGE):  # nbgrader wants an exchange that it may write to
        argv += ["--dir", str(Path(shared).parent), "--perms", "1777", "--tmpfs", shared]
    for way, places in (("--ro-bind-try", seen), ("--bind", owned)):
        for place, source in places.items():
            # The folders on the way to a place would be bubblewrap's alone.
            argv += [word for folder in reversed(Path(place).parents[:-1]) for word in ("--dir", str(folder))]
            argv += [way, str(source), place]
    argv += ["--chdir", home]
    if _SUPERUSER:
        argv += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command]
    return [*argv, *command]


def _bwrap() -> str:
    path = shutil.which("bwrap")  # the hub's; the student's PATH, by which Popen would look, is another
    if path is None:
        raise FileNotFoundError("bubblewrap is not installed (Debian: apt install bubblewrap)")
    return path


def _own(state: Path, name: str) -> int:
    """Make what belongs to a student, and return their user number: that of their home's owner."""
    home = state / "home" / name
    if not home.exists():
        home.mkdir(mode=0o700)
        if _SUPERUSER:
            taken = [path.stat().st_uid for path in home.parent.iterdir()]
            user = max([FIRST_USER - 1, *taken]) + 1
            os.chown(home, user, user)
    user = home.stat().st_uid
    for place in ("boxes", "doors"):
        (state / place / name).mkdir(mode=0o700, exist_ok=True)
        os.chown(state / place / name, user, home.stat().st_gid)
    return user


def environment(name: str) -> dict[str, str]:
    """Return what a student's processes find in their environment; nothing of the hub's own gets there."""
    return {
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "HOME": f"/home/{name}",
        "USER": name,
        "SHELL": "/bin/bash",
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "PYTHONPATH": str(TOOLS),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def trial(state: Path, assignments: Path) -> str:
    """Run Python as a student who does not exist; return why that does not work, or nothing."""
    try:
        command = within(state, "0", [sys.executable, "-c", "import jupyterhub, actlib, numpy"], assignments)
        run = subprocess.run(command, env=environment("0"), capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        return str(error)
    return "" if run.returncode == 0 else run.stderr.strip()[-500:]


class ConfinedSpawner(LocalProcessSpawner):
    """Spawns single-user servers with `within`."""

    state = Unicode(help="The folder of the hub, in which it runs.").tag(config=True)
    assignments = Unicode(help="The folder of the course.").tag(config=True)

    @property
    def server(self) -> Server | None:
        """Where the server is; its socket, that is, which JupyterHub's table of servers has no column for."""
        server = super().server
        if server is not None and not server.connect_url:
            server.connect_url = self._address
        return server

    @server.setter
    def server(self, server: Server | None) -> None:
        LocalProcessSpawner.server.fset(self, server)

    @property
    def _socket(self) -> Path:
        return Path(self.state, "sockets", self.user.name)

    @property
    def _address(self) -> str:
        # Relative to the folder in which hub and proxy run, since a socket's path has 107 bytes at most.
        return f"http+unix://{quote(os.path.relpath(self._socket, self.state), safe='')}"

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Return the environment of a server."""
        return env | environment(self.user.name)

    async def start(self) -> str:
        """Start a server, and take its socket out of its reach as soon as it listens."""
        self.ip, self.port = "127.0.0.1", 8888  # Jupyter Server's default, with which it takes a socket instead
        state, name = Path(self.state), self.user.name
        door = state / "doors" / name / "server"
        door.unlink(missing_ok=True)
        command = within(state, name, [*self.cmd, *self.get_args()], Path(self.assignments))
        self.proc = subprocess.Popen(
            command, env=self.get_env(), cwd=state, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.pid = self.proc.pid
        while not door.is_socket() or door.is_symlink():
            if await self.poll() is not None:
                raise RuntimeError(f"the server of {name} ended before it could be reached; the log above says why")
            await asyncio.sleep(0.05)
        # What the student could replace by a link to another socket would lead the proxy there.
        os.rename(door, self._socket)
        if not stat.S_ISSOCK(os.lstat(self._socket).st_mode):
            raise RuntimeError(f"the server of {name} listens on something that is no socket")
        return self._address
