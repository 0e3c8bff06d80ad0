"""The settings of a test run: ours, in a folder that is thrown away."""

import os
import tempfile

# A run owns its folder: two runs at once never meet. `tests/conftest.py` removes it at the end.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="workbench-test-")
os.environ["DISPOSABLE_DATA"] = "yes"
os.environ["SECURE"] = os.environ["DEBUG"] = "no"
os.environ.pop("SECRET_KEY", None)
os.environ.pop("BROKER_URL", None)  # a test's jobs are nobody else's

from workbench.settings import *  # noqa: F403

# Argon2 takes 50 ms on purpose; the tests make hundreds of people. tests/workbench checks the real list.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
(VAR_DIR / "static").mkdir()  # noqa: F405  WhiteNoise warns of a folder that is missing
