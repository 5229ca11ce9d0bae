"""The hub: who comes in, what a student can do there, and what they see of others. All over HTTP, as they would."""

import importlib.metadata
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from actlib.assignments import collecting, course
from deploy.hub import exchange
from distribution.licences import requirements
from tests.assignments.answers.sigmoid import RIGHT
from tests.deploy.hub import PATIENCE, ROOT, TOOLS, Hub, User, namespaces, ordinary

PASSWORD = "a horse, correct"
COURSE = "/srv/exchange/activation-functions"
# The superuser's hub confines students otherwise than another's, so what hangs on that is tried with both.
MODES = ["superuser", "ordinary user"] if os.geteuid() == 0 else ["ordinary user"]
# How bubblewrap says that this machine lets no ordinary user make namespaces, by the kernel's settings or by AppArmor.
FORBIDDEN = ("new namespace", "uid map", "RTM_NEWADDR")
ONCE = pytest.mark.parametrize("hub", MODES[:1], indirect=True, scope="module")


@pytest.fixture(scope="module")
def assignments(tmp_path_factory):
    """Release an assignment, and draw a seed as grading would."""
    folder = tmp_path_factory.mktemp("course")
    course.release(folder, ["sigmoid"])
    course.seed(folder)
    return folder


@pytest.fixture(scope="module", params=MODES)
def hub(request, assignments, tmp_path_factory):
    """Start a hub."""
    trouble = namespaces() if request.param == MODES[-1] else ""
    if any(words in trouble for words in FORBIDDEN):
        pytest.skip(f"this machine lets no ordinary user confine others, and the hub would say so: {trouble}")
    state = tmp_path_factory.mktemp("hub") / "state"
    state.mkdir()
    given = shutil.copytree(assignments, state.with_name("course"))
    hub = Hub(state, given, ordinary(state, given) if request.param != MODES[0] else ())
    yield hub
    hub.stop()


@pytest.fixture(scope="module")
def instructor(hub):
    """Log in as the instructor, with the password that the first start has written down."""
    user = User(hub, "instructor")
    assert user.log_in((hub.state / "instructor-password").read_text().strip())
    return user


@pytest.fixture(scope="module")
def enrol(hub, instructor):
    """Return a function that makes a student with an account and a running server."""

    def enrol(name):
        user = User(hub, name)
        user.sign_up(PASSWORD)
        instructor.get(f"/hub/authorize/{name}")
        assert user.log_in(PASSWORD)
        user.spawn()
        return user

    return enrol


@pytest.fixture(scope="module")
def ana(enrol):
    """Enrol the first student."""
    return enrol("ana")


@pytest.fixture(scope="module")
def bo(enrol):
    """Enrol the second, who is curious."""
    return enrol("bo")


@pytest.fixture(scope="module")
def kernel(bo):
    """Start a kernel of the second student's."""
    return bo.kernel()


@ONCE
def test_a_stranger_sees_nothing(hub):
    stranger = User(hub, "ana")
    for path in ("/hub/home", "/hub/admin", "/user/ana/lab"):
        assert "/hub/login" in stranger.get(path).url
    for path in ("/hub/authorize", "/hub/authorize/eve", "/hub/api/users", "/hub/api/proxy", "/hub/api/info"):
        assert stranger.get(path).status_code == 403


@ONCE
def test_an_account_needs_a_password_and_the_instructor_s_yes(hub, instructor):
    eve = User(hub, "eve")
    for weak in ("short", "qwertyuiop", "x" * 73):
        eve.sign_up(weak)
        assert ">eve<" not in instructor.get("/hub/authorize").text
    eve.sign_up(PASSWORD)
    assert ">eve<" in instructor.get("/hub/authorize").text
    assert not eve.log_in(PASSWORD)
    instructor.get("/hub/authorize/eve")
    for wrong in ("", "a horse, wrong", "x" * 73):
        assert not eve.log_in(wrong)
    assert eve.log_in(PASSWORD)
    assert eve.get("/hub/authorize").status_code == 403


@ONCE
def test_after_five_wrong_passwords_the_right_one_has_to_wait(hub, instructor):
    mel = User(hub, "mel")
    mel.sign_up(PASSWORD)
    instructor.get("/hub/authorize/mel")
    for _ in range(4):
        assert not mel.log_in("a horse, wrong")
    assert mel.log_in(PASSWORD)
    other = User(hub, "mel")
    for _ in range(5):
        assert not other.log_in("a horse, wrong")
    assert not other.log_in(PASSWORD)


@ONCE
@pytest.mark.parametrize("name", ["instructor", "../ana", "an+a", "a", "-ana", "ana/b", "ana.b", "x" * 40])
def test_nobody_is_the_instructor_and_no_name_is_a_path(hub, instructor, name):
    before = instructor.get("/hub/authorize").text.count("<tr")
    thief = User(hub, name)
    thief.sign_up(PASSWORD)
    assert instructor.get("/hub/authorize").text.count("<tr") == before
    assert not thief.log_in(PASSWORD)


@ONCE
def test_secrets_are_their_owner_s_and_drawn_for_this_hub(hub):
    assert stat.S_IMODE(hub.state.stat().st_mode) == 0o700
    for name in ("cookie_secret", "hub.sqlite", "instructor-password"):
        assert stat.S_IMODE((hub.state / name).stat().st_mode) == 0o600
    assert len((hub.state / "instructor-password").read_text().strip()) == 20
    assert PASSWORD.encode() not in (hub.state / "hub.sqlite").read_bytes()


@ONCE
def test_the_hub_is_reached_from_this_machine_alone_and_over_one_port(hub):
    port = int(hub.address.rpartition(":")[2])
    tables = [Path("/proc/net", name).read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    listening = {row.split()[1] for table in tables for row in table if row.split()[3] == "0A"}
    assert [place for place in listening if int(place.rpartition(":")[2], 16) == port] == [f"0100007F:{port:04X}"]


@ONCE
def test_a_chapter_runs(ana):
    kernel = ana.kernel("chapters/activation_functions")
    notebook = ana.call("GET", "/api/contents/chapters/activation_functions/mixing.ipynb").json()["content"]
    for cell in nbformat.from_dict(notebook).cells:
        if cell.cell_type == "code":
            kernel.run(cell.source)
    assert kernel.run("print(act.tanh(0.5))").startswith("0.46211715")  # and the kernel has what the chapter imported
    notebook["cells"] = notebook["cells"][:1]
    saved = {"type": "notebook", "content": notebook}
    assert ana.call("PUT", "/api/contents/chapters/activation_functions/mixing.ipynb", json=saved).ok


def fetch(user):
    answer = user.call(
        "POST", "/assignments/fetch", data={"course_id": "activation-functions", "assignment_id": "sigmoid"}
    )
    assert answer.json()["success"], answer.text
    return user.call("GET", "/api/contents/sigmoid/sigmoid.ipynb").json()["content"]


def hand_in(user, notebook):
    saved = {"type": "notebook", "content": notebook}
    assert user.call("PUT", "/api/contents/sigmoid/sigmoid.ipynb", json=saved).ok
    before = set(inbound(user.hub))
    answer = user.call(
        "POST", "/assignments/submit", data={"course_id": "activation-functions", "assignment_id": "sigmoid"}
    )
    assert answer.json()["success"], answer.text
    user.hub.wait(lambda: set(inbound(user.hub)) - before)
    (name,) = set(inbound(user.hub)) - before
    return user.hub.state / "inbound" / name


def inbound(hub):
    return [name for name in os.listdir(hub.state / "inbound") if "+sigmoid+" in name]


@pytest.fixture(scope="module")
def handed_in(ana):
    """Hand in right answers of the first student's."""
    notebook = fetch(ana)
    for cell in notebook["cells"]:
        name = cell["metadata"]["nbgrader"]["grade_id"].removeprefix("answer-")
        if name in RIGHT:
            cell["source"] = f"import numpy as np\n{RIGHT[name]}"
    return hand_in(ana, notebook)


@ONCE
@pytest.mark.usefixtures("handed_in")
def test_what_is_handed_in_is_collected_and_is_the_one_who_did_s(hub, ana, bo, assignments, tmp_path):
    hand_in(bo, fetch(bo))
    released = assignments / "release" / "sigmoid" / "sigmoid.ipynb"
    found = collecting.collect(hub.state / "inbound", tmp_path, {"sigmoid": nbformat.read(released, as_version=4)})
    assert sorted((item.student, item.assignment, item.remark) for item in found if not item.remark) == [
        ("ana", "sigmoid", ""),
        ("bo", "sigmoid", ""),
    ]
    mine = ana.call("GET", "/api/contents/sigmoid/sigmoid.ipynb?type=file&format=text").json()["content"]
    assert (tmp_path / "ana" / "sigmoid.ipynb").read_text() == mine
    assert "np.exp" in mine
    assert (tmp_path / "bo" / "sigmoid.ipynb").read_text() != mine


def test_what_was_handed_in_can_be_listed_but_no_longer_be_changed(hub, ana, handed_in):
    before = (handed_in / "sigmoid.ipynb").read_bytes()
    kernel = ana.kernel()
    listed = ana.get("/user/ana/assignments?course_id=activation-functions").json()["value"]
    assert [item["status"] for item in listed if item["assignment_id"] == "sigmoid"] == ["fetched", "submitted"]
    kernel.run(f"""
import pathlib
(own,) = pathlib.Path("{COURSE}/inbound").glob("ana+sigmoid+*")
(own / "sigmoid.ipynb").write_text("too late")
forged = own.with_name("bo+sigmoid+2026-11-20 08:00:00.000000 UTC+x")
own.rename(forged)
""")
    (hub.state / "boxes" / "sentinel").mkdir()
    hub.wait(lambda: "is not a name for what ana hands in" in hub.log.read_text())
    (hub.state / "boxes" / "sentinel").rmdir()
    assert (handed_in / "sigmoid.ipynb").read_bytes() == before
    files = [path for path in (hub.state / "inbound").rglob("*.ipynb") if b"too late" in path.read_bytes()]
    assert files == []


@ONCE
def test_another_s_server_is_closed(ana, bo):
    path = "/user/ana/api/contents/chapters"
    assert ana.get(path).status_code == 200
    assert bo.get(path).status_code in (403, 404)
    assert "chapters" not in bo.get(path).text
    assert bo.get("/hub/spawn/ana").status_code in (403, 404)


@ONCE
@pytest.mark.usefixtures("ana")
def test_the_instructor_s_pages_do_not_open_a_student_s_server(instructor):
    """Else what a student's page does in the instructor's browser, it would do in the instructor's name."""
    assert instructor.get("/user/ana/api/contents").status_code in (403, 404)


def test_a_kernel_sees_nothing_of_others_nor_of_the_hub(hub, ana, kernel, handed_in, assignments):
    secret = hub.state / "home" / "ana" / "only-for-ana.txt"
    assert ana.call(
        "PUT", "/api/contents/only-for-ana.txt", json={"type": "file", "format": "text", "content": "ana's"}
    ).ok
    (box,) = (hub.state / "boxes" / "ana").glob("*+sigmoid+*")
    outside = [
        secret, box / "sigmoid.ipynb", handed_in / "sigmoid.ipynb", hub.state / "hub.sqlite",
        hub.state / "cookie_secret", hub.state / "instructor-password", assignments / "seed",
        course.SOURCE / "sigmoid" / "sigmoid.ipynb", ROOT / "Makefile", Path("/etc/hostname"),
    ]  # fmt: skip
    for path in outside:
        assert path.read_bytes(), "outside the sandbox it can be read, so that the test below says something"
    told = kernel.run(f"""
import json, pathlib
found = []
for name in {[str(path) for path in outside]!r}:
    try:
        found.append([name, str(open(name, "rb").read(9))])
    except OSError as error:
        found.append([name, type(error).__name__])
print(json.dumps(found))
""")
    assert {error for _, error in json.loads(told)} <= {"FileNotFoundError", "PermissionError"}
    assert kernel.run("import os; print(os.listdir('/home'), os.path.expanduser('~'))").strip() == "['bo'] /home/bo"
    assert kernel.run(f"print([name for name in os.listdir('{COURSE}/inbound') if 'ana' in name])").strip() == "[]"
    known = " -o ".join(f"-path {path} -prune" for path in (sys.base_prefix, sys.prefix, TOOLS))
    places = f"/home /srv /run /tmp /etc /root {ROOT.parent}"
    found = kernel.run(f"!find {places} {known} -o -print 2>/dev/null")
    assert "/home/bo/chapters" in found
    assert "ana" not in {part for line in found.split() for part in Path(line).parts}
    assert "only-for-ana" not in found


def test_a_kernel_has_no_network_and_no_sight_of_other_processes(hub, kernel):
    port = int(hub.address.rpartition(":")[2])
    socket.create_connection(("127.0.0.1", port), 5).close()
    told = kernel.run(f"""
import os, pathlib, socket
try:
    socket.create_connection(("127.0.0.1", {port}), 5)
    print("connected")
except OSError as error:
    print(type(error).__name__)
lines = [path.read_bytes() for path in pathlib.Path("/proc").glob("[0-9]*/cmdline")]
print(sum(b"inside.py" in line for line in lines), sum(b"--config" in line for line in lines))
print(sorted(path.name for path in pathlib.Path("/run").iterdir()), os.listdir("/run/hub"), os.listdir("/run/door"))
""")
    # bubblewrap, which waits for the server, is the second that names it
    connection, processes, sockets = told.split("\n")[:3]
    assert connection == "ConnectionRefusedError"
    assert processes.split()[1] == "0"
    assert processes.split()[0] in "123"
    assert sockets == "['door', 'hub'] ['hub'] []"


def test_a_kernel_is_no_superuser_and_changes_nothing_but_its_home(kernel):
    told = kernel.run(f"""
import os
print(os.getuid() == 0, "CapEff:\\t0000000000000000" in open("/proc/self/status").read())
for place in ("/usr/x", "{ROOT}/actlib/x", "{sys.prefix}/x", "/etc/jupyter/x", "{COURSE}/outbound/x", "/run/hub/x"):
    try:
        open(place, "w")
        print("written", place)
    except OSError:
        pass
try:
    os.setuid(0)
    print("superuser")
except OSError:
    pass
open("x", "w").write("mine")
""")
    assert told.split() == ["False", "True", "4"]


def test_a_kernel_starts_no_more_processes_than_it_may(kernel):
    told = kernel.run("""
import os, signal, time
children = []
try:
    while len(children) < 2000:
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        children.append(child)
except OSError as error:
    print(type(error).__name__)
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
print(len(children))
""")
    error, number = told.split()
    assert error == "BlockingIOError"
    assert 50 < int(number) < 256


@pytest.mark.usefixtures("ana", "bo")
def test_servers_of_two_students_have_users_of_their_own(hub):
    owners = {(hub.state / "home" / name).stat().st_uid for name in ("ana", "bo")}
    if hub.state.stat().st_uid == 0:
        assert len(owners) == 2
        assert min(owners) >= 3_000_000
    assert 0 not in owners


def test_without_bubblewrap_it_does_not_start(tmp_path):
    command = [sys.executable, "-m", "deploy.hub", "--port", "1", "--state", str(tmp_path / "state")]
    environment = os.environ | {"PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(map(str, (ROOT, TOOLS)))}
    made = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert made.returncode == 1
    assert "bubblewrap is not installed" in made.stderr
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho no namespaces here >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    made = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert made.returncode == 1
    assert "does not start: no namespaces here" in made.stderr


NAME = "ana+sigmoid+2026-11-20 08:00:00.000000 UTC+x"


@pytest.fixture
def boxes(tmp_path):
    """Make the boxes of two students, one hand-in in the first, and the inbound folder."""
    for student in ("ana", "bo"):
        (tmp_path / "boxes" / student).mkdir(parents=True)
    (tmp_path / "inbound").mkdir()
    put(tmp_path / "boxes" / "ana" / NAME, {"sigmoid.ipynb": "{}"})
    return tmp_path / "boxes"


def put(folder, files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / exchange.LAST).touch()
    return folder


def taken(boxes):
    told = list(exchange.receive(boxes, boxes.parent / "inbound"))
    found = {}
    for path in (boxes.parent / "inbound").rglob("*"):
        if path.is_file():
            student, assignment, time, _ = path.parent.name.split("+")
            when = datetime.strptime(time, "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC)
            assert abs((datetime.now(UTC) - when).total_seconds()) < PATIENCE
            found[student, assignment, path.name] = path.read_text()
    return told, found


def test_a_hand_in_is_taken_once_and_with_the_time_of_the_hub(boxes):
    one = {("ana", "sigmoid", "sigmoid.ipynb"): "{}"}
    assert taken(boxes) == ([f"ana: {NAME!r} is taken in"], one)
    (boxes / "ana" / NAME / "sigmoid.ipynb").write_text("changed")
    assert taken(boxes) == ([], one)
    put(boxes / "bo" / NAME.replace("ana", "bo"), {"sigmoid.ipynb": "bo's", "notes.txt": "left"})
    assert taken(boxes)[1] == one | {("bo", "sigmoid", "sigmoid.ipynb"): "bo's"}


def test_what_is_not_complete_is_waited_for(boxes):
    (boxes / "ana" / NAME / exchange.LAST).unlink()
    assert taken(boxes) == ([], {})
    (boxes / "ana" / NAME / exchange.LAST).touch()
    assert len(taken(boxes)[1]) == 1


@pytest.mark.parametrize(
    "name", [NAME.replace("ana", "bo"), "sigmoid", "ana+../../up+now", "ana+sigmoid", "ana++now", "\n"]
)
def test_a_name_that_is_another_s_or_none_is_left_and_told_once(boxes, name):
    shutil.rmtree(boxes / "ana" / NAME)
    put(boxes / "ana" / name.replace("/", "\\"), {"sigmoid.ipynb": "forged"})
    told, found = taken(boxes)
    assert found == {}
    assert len(told) == 1
    assert "is not a name for what ana hands in" in told[0]
    assert "\n" not in told[0]
    assert taken(boxes) == ([], {})


def test_links_and_devices_are_not_followed(boxes, tmp_path):
    secret = put(tmp_path / "secret", {"sigmoid.ipynb": "another's"})
    shutil.rmtree(boxes / "ana" / NAME)
    (boxes / "ana" / NAME).symlink_to(secret)
    assert taken(boxes) == ([], {})
    folder = put(boxes / "ana" / f"{NAME}2", {"good.ipynb": "mine"})
    (folder / "sigmoid.ipynb").symlink_to(secret / "sigmoid.ipynb")
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "folder.ipynb").mkdir()
    told, found = taken(boxes)
    assert found == {("ana", "sigmoid", "good.ipynb"): "mine"}
    assert len(told) == 4


def test_one_student_s_box_keeps_no_other_waiting(boxes, monkeypatch):
    monkeypatch.setattr(exchange, "MOST", 3)
    put(boxes / "bo" / NAME.replace("ana", "bo"), {"big.ipynb": "four", "sigmoid.ipynb": "two"})
    (boxes / "aaa").symlink_to("/")
    told, found = taken(boxes)
    assert found == {("ana", "sigmoid", "sigmoid.ipynb"): "{}", ("bo", "sigmoid", "sigmoid.ipynb"): "two"}
    assert any("aaa: the box cannot be read" in line for line in told)
    assert any("'big.ipynb'" in line and "more than" in line for line in told)


def pins(path):
    return {canonicalize_name(one.name): one for one in requirements(path)}


def test_what_the_hub_adds_shadows_nothing_of_the_book_s_and_lacks_nothing():
    book, added = pins("requirements.txt"), pins("deploy/hub/requirements.txt")
    assert book.keys() & added.keys() == set()
    there = {name: next(iter(one.specifier)).version for name, one in (book | added).items()}
    found = list(importlib.metadata.distributions(path=[str(TOOLS)]))
    assert {canonicalize_name(one.name): one.version for one in found} == {name: there[name] for name in added}
    for one in found:
        for needed in map(Requirement, one.requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                version = there.get(canonicalize_name(needed.name))
                assert version is not None, f"{one.name} needs {needed}"
                assert needed.specifier.contains(version), f"{one.name} needs {needed}, not {version}"


def test_the_proxy_is_pinned_with_checksums_and_names_no_host():
    wanted = json.loads((ROOT / "deploy" / "hub" / "package.json").read_text())["dependencies"]
    text = (ROOT / "deploy" / "hub" / "package-lock.json").read_text()
    lock = json.loads(text)["packages"]
    assert lock.pop("")["dependencies"] == wanted
    assert all(one["integrity"].startswith("sha512-") for one in lock.values())
    assert "resolved" not in text
    there = json.loads((TOOLS / "node_modules" / "configurable-http-proxy" / "package.json").read_text())["version"]
    assert wanted == {"configurable-http-proxy": there}
