"""The demonstration's processes: gunicorn with two workers, the worker for jobs, and nothing left behind.

One process loads Django, starts the embedded PostgreSQL and forks everything else, so that the code is in memory once
(the kernel copies a page only when somebody writes to it). It opens no database connection itself: a connection must
not cross a fork. On Linux the kernel ends every child when that process dies, however it dies.
"""

import asyncio
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from wsgiref.util import setup_testing_defaults

from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from panel_portal.embedded_postgres import PR_SET_PDEATHSIG

WORKERS, THREADS = 2, 4
HOST = "127.0.0.1"  # the passwords are printed, so only this machine may ask
FIRST_PAGE_SECONDS = 60
POLITE_SECONDS = 5
# Made once before the workers begin, and visited once by each before the memory is measured, so that the figure is of a
# portal in use.
PAGES_BEFORE_MEASURING = ("/", "/meetings/", "/actions/", "/members/", "/accounts/login/")


def claim_port(port: int) -> socket.socket:
    """A socket bound to the port, not yet listening. Raises CommandError, in plain words, where it cannot be had."""
    claimed = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((HOST, port))
        # Linux lets two bind to a port until one listens; listening now makes a second demonstration fail at once.
        claimed.listen()
    except (OSError, OverflowError) as error:
        claimed.close()
        raise CommandError(
            f"Port {port} cannot be used ({getattr(error, 'strerror', None) or error}). "
            f"Perhaps the demonstration is running already: look at http://{HOST}:{port}/. "
            "Otherwise choose another port: manage.py demo --port 8080"
        ) from error
    return claimed


def run_in_child(work: Callable[[], None]) -> None:
    """Do `work` in a forked process and wait, so that its memory and its connections are gone afterwards.

    Raises CommandError when it fails; the child has said why.
    """
    child = fork(work)
    try:
        _, status = os.waitpid(child, 0)
    except KeyboardInterrupt:
        stop(child)
        raise
    if status:
        raise CommandError("The invented record was not made. Nothing half made was kept; run the command again.")


def fork(work: Callable[[], None]) -> int:
    """Run `work` in a child process that ends when this one does; the child's process id."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        end_with(parent)
        work()
        code = 0
    except CommandError as error:
        print(error, file=sys.stderr)  # noqa: T201
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001 - whatever it was, this process must not go on as a second parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # without what the parent arranged to happen at its own exit


def end_with(parent: int) -> None:
    """Let the kernel end this process when its parent dies, even by kill -9 (Linux; elsewhere nothing is promised)."""
    if sys.platform == "linux":
        # Not a polite signal: the database ends in the same moment, and a job worker would wait for it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the wish was made
        os._exit(1)


def stop(pid: int) -> None:
    """End a child of ours and wait for it, politely at first; gunicorn may have collected it already."""
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + POLITE_SECONDS
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)


def serve(listener: socket.socket, when_served: Callable[[int], None]) -> None:
    """Serve on `listener` until Ctrl-C. `when_served(pid)` runs in a process of its own once the first page came."""
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    warnings.filterwarnings("ignore", "No directory at")  # nothing is collected: files come from their source folders
    application = get_wsgi_application()
    # Every view and the admin imported, the templates of common pages read: in memory once, not once a worker.
    _ = get_resolver().url_patterns
    for path in PAGES_BEFORE_MEASURING:
        _answer(application, path)
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        connection.close_pool()
    gc.collect()
    gc.freeze()  # the collector writes into what it visits; what it leaves alone stays shared
    parent = os.getpid()
    children = [fork(_work_off_jobs), fork(lambda: _greet(address, parent, when_served))]
    listener.set_inheritable(True)
    _Server(application, listener.detach(), lambda: [stop(child) for child in children]).run()


def _answer(application, path: str) -> None:
    """Let the application make a page for nobody, as a server would ask for it."""
    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, exc_info=None: None)
    for _ in answer:
        pass
    answer.close()


class _Arbiter(Arbiter):
    # A closed terminal hangs up. gunicorn would reload; here it is the end, like Ctrl-C.
    handle_hup = Arbiter.handle_int


class _Server(BaseApplication):
    """gunicorn inside this process, with its settings given here instead of on a command line."""

    def __init__(self, application, descriptor: int, on_exit: Callable[[], None]):
        self.application, self.descriptor, self.on_exit = application, descriptor, on_exit
        super().__init__()

    def load_config(self):
        parent = os.getpid()
        for name, value in {
            "bind": f"fd://{self.descriptor}",
            "workers": WORKERS,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": "error",
            "control_socket_disable": True,
            "graceful_timeout": 5,
            "post_fork": lambda arbiter, worker: end_with(parent),
            "on_exit": lambda arbiter: self.on_exit(),
        }.items():
            self.cfg.set(name, value)

    def load(self):
        return self.application

    def run(self):
        _Arbiter(self).run()


def _work_off_jobs() -> None:
    """The worker that sends mail and takes verbs set for later, with no more connections than it needs."""
    # Between Ctrl-C and the end it may find the database gone; that is not news.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    # A connection for each job, ended with it: a server process keeps what large statements took.
    connections.settings["default"]["OPTIONS"].pop("pool", None)
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=2)
    with jobs.replace_connector(connector) as app:
        asyncio.run(_run_worker(app))


async def _run_worker(app) -> None:
    async with app.open_async():
        await app.run_worker_async(concurrency=1)


def _greet(address: str, parent: int, when_served: Callable[[int], None]) -> None:
    """Ask for the front page until it comes, then let the command say so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < deadline:
        with suppress(URLError, OSError):
            with urlopen(f"{address}/", timeout=10) as page:  # noqa: S310 - our own address
                page.read()
            when_served(parent)
            return
        time.sleep(0.02)


def warm_up(address: str) -> None:
    """Let each worker answer a few pages, as it will have a minute from now."""
    for path in PAGES_BEFORE_MEASURING * WORKERS * 2:
        with suppress(URLError, OSError), urlopen(f"{address}{path}", timeout=10) as page:  # noqa: S310
            page.read()


def seconds_since_start(pid: int) -> float | None:
    """How long ago a process began, by the kernel's reckoning; None where there is no /proc."""
    with suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        return uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK")  # field 22 of proc(5), counted after the name
    return None


def memory_of_family(pid: int) -> tuple[float, int] | None:
    """Memory in MB, and number, of a process and all that descend from it; None where it cannot be read.

    Proportional set size: a page shared by four counts a quarter in each, so that the sum is what they really take.
    """
    families: dict[int, list[int]] = {}
    try:
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                with suppress(OSError):
                    mother = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                    families.setdefault(mother, []).append(int(entry.name))
        total, waiting, count = 0, [pid], 0
        while waiting:
            one = waiting.pop()
            waiting += families.get(one, [])
            with suppress(ProcessLookupError):  # one that ended, and that nobody has collected yet, has no memory
                rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
                total += int(rollup.partition("\nPss:")[2].split()[0])
                count += 1
    except (OSError, ValueError, IndexError):
        return None
    return total / 1024, count
