"""Accounts with passwords: a student signs up, and the instructor says yes."""

import os
import secrets
from pathlib import Path

import bcrypt
from nativeauthenticator import NativeAuthenticator
from nativeauthenticator.orm import UserInfo
from traitlets import Unicode

INSTRUCTOR = "instructor"
#: What bcrypt reads of a password; it refuses longer ones.
_MOST_BYTES = 72


class Accounts(NativeAuthenticator):
    """NativeAuthenticator, with the instructor's account made before anybody can claim it."""

    password_file = Unicode(help="Where the instructor's first password is written, for its owner alone.").tag(
        config=True
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.user_exists(INSTRUCTOR):
            password = secrets.token_urlsafe(15)
            path = Path(self.password_file)
            path.unlink(missing_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"{password}\n")
            hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
            self.db.add(UserInfo(username=INSTRUCTOR, password=hashed, is_authorized=True))
            self.db.commit()

    async def authenticate(self, handler, data):
        """Return the name of whoever has given the right password, and may come in."""
        if len(data["password"].encode()) > _MOST_BYTES:
            return None
        return await super().authenticate(handler, data)

    def get_handlers(self, app):
        """Return the pages; JupyterHub's own for logging in, since this package's is for older JupyterHubs."""
        return [handler for handler in super().get_handlers(app) if handler[0] != "/login"]

    def is_password_strong(self, password: str) -> bool:
        """Tell whether a new password is long and uncommon enough, and not too long."""
        return len(password.encode()) <= _MOST_BYTES and super().is_password_strong(password)
