"""A JupyterHub started as `make hub` starts it, and its users, who speak HTTP."""

import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
import uuid
from pathlib import Path

import psutil
import requests
import websocket

from actlib.assignments import sandbox

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "_build" / "hub-tools"
PATIENCE = 120
"""Seconds that a start or a cell may take on a machine with much else to do."""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def ordinary(*folders):
    """Return how the superuser runs a command as an ordinary user, to whom `folders` are given."""
    user = 1000
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, user)
    argv = ["bwrap", "--die-with-parent", "--ro-bind", "/etc", "/etc", "--dev-bind", "/dev", "/dev"]
    argv += ["--dev-bind", "/proc", "/proc"]  # in which another can be mounted, unlike in a new one's
    argv += ["--dir", "/tmp"]
    places = dict.fromkeys([*sandbox.SYSTEM[:6], sys.base_prefix, str(ROOT)], "--ro-bind-try")
    places |= dict.fromkeys(map(str, folders), "--bind")
    for place, way in places.items():  # their parents may be the superuser's alone
        argv += [word for parent in reversed(Path(place).parents[:-1]) for word in ("--dir", str(parent))]
        argv += [way, place, place]
    argv += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*argv, "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]


def namespaces():
    """Return what keeps an ordinary user from running a program in bubblewrap on this machine, or nothing."""
    command = [*(ordinary() if os.geteuid() == 0 else ()), "bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    return made.stderr.strip() if made.returncode else ""


class Hub:
    """A running hub.

    Attributes
    ----------
    address : str
    state, assignments : Path
        Its folder, and that of the course.
    """

    def __init__(self, state, assignments, prefix=()):
        self.state, self.assignments, self.users, port = state, assignments, [], free_port()
        self.address, self.log = f"http://127.0.0.1:{port}", state.with_name("hub.log")
        command = [*prefix, sys.executable, "-m", "deploy.hub", "--port", str(port)]
        command += ["--state", str(state), "--assignments", str(assignments)]
        path = os.pathsep.join(map(str, (ROOT, TOOLS)))
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, stdout=log, stderr=log
            )
        self.hub, self.within = psutil.Process(self.process.pid), bool(prefix)
        self.wait(lambda: "JupyterHub is now running" in self.log.read_text())

    def wait(self, true):
        deadline = time.monotonic() + PATIENCE
        while not true():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the hub does not do what is waited for:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def stop(self):
        for user in self.users:
            user.leave()
        (self.hub.children()[0] if self.within else self.hub).terminate()
        self.process.wait(PATIENCE)


class User:
    """Somebody with a browser, and perhaps with an account."""

    def __init__(self, hub, name):
        self.hub, self.name, self.session, self.kernels = hub, name, requests.Session(), []
        hub.users.append(self)
        self.server = f"{hub.address}/user/{name}"

    def get(self, path, **options):
        return self.session.get(f"{self.hub.address}{path}", timeout=PATIENCE, **options)

    def form(self, path, **fields):
        """Fill in the form of a page."""
        page = self.get(path)
        fields["_xsrf"] = re.search(r'name="_xsrf"\s+value="([^"]+)"', page.text)[1]
        return self.session.post(f"{self.hub.address}{path}", data=fields, timeout=PATIENCE, allow_redirects=False)

    def sign_up(self, password):
        fields = {"username": self.name, "signup_password": password, "signup_password_confirmation": password}
        return self.form("/hub/signup", **fields).text

    def log_in(self, password):
        """Return whether the hub lets this user in."""
        self.form("/hub/login", username=self.name, password=password)
        return self.get("/hub/home", allow_redirects=False).status_code == 200

    def call(self, method, path, **options):
        """Call the interface of this user's own server, as their browser does."""
        token = self.session.cookies.get("_xsrf", path=f"/user/{self.name}/")
        headers = {"X-XSRFToken": token or ""}
        return self.session.request(method, f"{self.server}{path}", headers=headers, timeout=PATIENCE, **options)

    def spawn(self):
        """Start the server and wait until it shows its page, whose cookies the later calls need."""
        self.get("/hub/spawn")
        self.hub.wait(lambda: self.get(f"/user/{self.name}/lab").url.startswith(f"{self.server}/lab"))

    def kernel(self, folder=""):
        self.kernels.append(Kernel(self, folder))
        return self.kernels[-1]

    def leave(self):
        for kernel in self.kernels:
            kernel.socket.close()
        self.session.close()


class Kernel:
    """A kernel of a user's server, over its WebSocket."""

    def __init__(self, user, folder=""):
        self.user = user
        made = user.call("POST", "/api/kernels", json={"name": "python3", "path": folder})
        assert made.status_code == 201, made.text
        self.id = made.json()["id"]
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in user.session.cookies)
        address = f"{user.server.replace('http', 'ws', 1)}/api/kernels/{self.id}/channels"
        self.socket = websocket.create_connection(address, cookie=cookies, timeout=PATIENCE, origin=user.hub.address)

    def run(self, code):
        """Run code; return what it printed, and its results."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": "execute_request", "session": number, "username": "", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self.socket.send(json.dumps(message))
        told, idle, replied = "", False, False
        deadline = time.monotonic() + PATIENCE
        while not (idle and replied):
            assert time.monotonic() < deadline, f"no end of {code!r}, which has told {told!r}"
            answer = _message(self.socket.recv())
            if answer["parent_header"].get("msg_id") != number:
                continue
            kind, content = answer["msg_type"], answer["content"]
            if kind == "stream":
                told += content["text"]
            elif kind in ("execute_result", "display_data"):
                told += content["data"].get("text/plain", "")
            elif kind == "error":
                raise AssertionError("\n".join(content["traceback"]))
            replied |= kind == "execute_reply"
            idle |= kind == "status" and content["execution_state"] == "idle"
        return told


def _message(frame):
    """Return what a frame says, without the binary parts that a widget's may have."""
    if isinstance(frame, str):
        return json.loads(frame)
    start, end = struct.unpack("!2I", frame[4:12])
    return json.loads(bytes(frame[start:end]))
