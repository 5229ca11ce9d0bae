"""Archives that are equal when made twice: names in order, the times of the last commit, no owners."""

import gzip
import io
import os
import tarfile
import time
import zipfile
from pathlib import Path

from book.formats.front import epoch

EARLIEST = 315532800  # ZIP knows no time before 1980


def write_zip(path, files):
    """Write a ZIP archive of `files`, a mapping of names to bytes."""
    when = time.gmtime(max(epoch(), EARLIEST))[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, when)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)


def folder(root, inside=""):
    """Return the files below `root` as a mapping for `write_zip`, under the folder `inside`."""
    root = Path(root)
    return {
        f"{inside}{path.relative_to(root).as_posix()}": path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def settle_zip(path):
    """Write a ZIP archive anew; the modes that it noted hang on the builder's mask."""
    with zipfile.ZipFile(path) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    write_zip(path, files)


def settle(path):
    """Write a ``tar.gz`` anew, so that it says nothing of who packed it, and when."""
    path, out = Path(path), io.BytesIO()
    with (
        tarfile.open(path) as packed,
        gzip.GzipFile("", "wb", 9, out, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as settled,
    ):
        for member in sorted(packed.getmembers(), key=lambda member: member.name):
            data = packed.extractfile(member) if member.isfile() else None
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mtime, member.pax_headers = epoch(), {}
            member.mode = 0o755 if member.isdir() else 0o644
            settled.addfile(member, data)
    path.write_bytes(out.getvalue())
    os.chmod(path, 0o644)
