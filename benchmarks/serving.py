"""A local server that compresses as real ones do, and stand-ins for the hosts that a default page asks."""

import functools
import gzip
import http.server
import json
import mimetypes
import pathlib
import re
import shutil
import subprocess
import tarfile
import threading
from contextlib import contextmanager

COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")
# The addresses that pages ask other hosts for name an npm package, a version and a file.
NPM_PATH = re.compile(r"/(?:npm/)?(?P<package>(?:@[\w.-]+/)?[\w.-]+)@(?P<version>[^/]+)/(?P<file>[^?]+)")
CDNJS_PATH = re.compile(r"/ajax/libs/(?P<package>require)\.js/(?P<version>[^/]+)/(?P<file>[^?]+)")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, text compressed, as fresh as on a first visit."""

    protocol_version = "HTTP/1.1"  # connections stay open, as those of real servers do

    def do_GET(self):
        """Send a file, or 404."""
        path = pathlib.Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        body = path.read_bytes()
        packed = kind.startswith(COMPRESSED)
        body = gzip.compress(body, 6) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing for each request."""


@contextmanager
def served(folder):
    """Serve a folder on a free port; the context is its address."""
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@functools.cache
def _packed_size(body):
    return len(gzip.compress(body, 6))


class OtherHosts:
    """Answers requests to other hosts from npm packages: the same files, without the distance.

    This favours the default page: a real visitor waits for more connections. Only require.js is larger here, since
    its package has no minified file; it is counted as it would be sent, compressed.
    """

    def __init__(self, folder):
        self.folder, self.missing, self.sent = pathlib.Path(folder), [], 0
        self.folder.mkdir(parents=True, exist_ok=True)
        if not shutil.which("npm"):
            raise RuntimeError("npm is missing: the default page's scripts cannot be had; apt-get install npm")

    def answer(self, route):
        """Fulfil one request of a page, or note that it could not be."""
        url = route.request.url
        found = CDNJS_PATH.search(url) or NPM_PATH.search(url)
        path = found and self._file(found["package"].replace("require", "requirejs"), found["version"], found["file"])
        if not path:
            self.missing.append(url)
            route.abort()
            return
        kind = mimetypes.guess_type(path.name)[0] or "text/javascript"
        body = path.read_bytes()
        self.sent += _packed_size(body)  # a browser does not unpack what a test answers
        route.fulfill(body=body, headers={"Content-Type": kind, "Access-Control-Allow-Origin": "*"})

    def _file(self, package, version, file):
        path = self._package(package, version) / file
        options = [path, path.with_name(path.name + ".js"), path.with_name(path.name.replace(".min.js", ".js"))]
        return next((p for p in options if p.is_file()), None)

    @functools.cache  # noqa: B019 - one instance lives as long as the benchmark
    def _package(self, package, version):
        wanted = "latest" if version == "*" else version.replace("^", "~")
        listing = subprocess.run(
            ["npm", "pack", f"{package}@{wanted}", "--json", f"--pack-destination={self.folder}"],
            capture_output=True,
            check=True,
            text=True,
        )
        archive = self.folder / json.loads(listing.stdout)[-1]["filename"].replace("/", "-").lstrip("@")
        target = archive.with_suffix("")
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")
        return target / "package"
