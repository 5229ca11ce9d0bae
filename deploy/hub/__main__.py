"""``python -m deploy.hub``: JupyterHub on this machine, with the book's environment; all it keeps is in one folder."""

import argparse
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Make the folder, see whether students can be confined here, and run JupyterHub."""
    parser = argparse.ArgumentParser(prog="python -m deploy.hub", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--state", type=Path, default=ROOT / "_build" / "hub", help="the folder")
    parser.add_argument("--assignments", type=Path, default=ROOT / "_build" / "assignments", help="of the course")
    given = parser.parse_args()
    state = given.state.resolve()
    os.umask(0o077)
    for place in ("home", "boxes", "doors", "passwd", "inbound", "sockets/hub"):
        (state / place).mkdir(parents=True, exist_ok=True)
    state.chmod(0o700)
    (state / "sockets" / "hub").chmod(0o755)
    sys.modules["rfc3987_syntax"] = None  # as in inside.py
    from jupyterhub.app import JupyterHub

    from deploy.hub import confined

    if trouble := confined.trial(state, given.assignments.resolve()):
        raise SystemExit(f"hub: students cannot be kept apart here, so it does not start: {trouble}")
    try:
        socket.create_server(("127.0.0.1", given.port)).close()
    except OSError:
        raise SystemExit(f"hub: port {given.port} is taken; name another: make hub PORT=8001") from None
    if not (given.assignments / "release").is_dir():
        print("hub: no assignment is released yet, so there is none to fetch: make release", file=sys.stderr)
    password = state / "instructor-password"
    print(f"hub: http://127.0.0.1:{given.port}, as instructor, with the password in {password}", file=sys.stderr)
    os.environ |= {
        "HUB_PORT": str(given.port),
        "HUB_STATE": str(state),
        "HUB_ASSIGNMENTS": str(given.assignments.resolve()),
    }
    os.chdir(state)
    config = ROOT / "deploy" / "hub" / "jupyterhub_config.py"
    JupyterHub.launch_instance(["--config", str(config)])


if __name__ == "__main__":
    main()
