"""Holds zcp over HTTP against the conformance suite of the protocol.

Takes a program that has the suite's fixtures (feature `conformance-fixtures`), a Node.js and the folder of the suite's package.
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

# How many scenarios a revision requires of a server, and which of them are not met without sessions: those in which the
# server asks its client by a request of its own, for which there is no way then. The fixtures can turn sessions on.
ASKING = {
    "tools-call-sampling",
    "tools-call-elicitation",
    "elicitation-sep1034-defaults",
    "elicitation-sep1330-enums",
}
REVISIONS = {"2026-07-28": (37, set()), "2025-11-25": (30, ASKING)}
SESSIONS = {"2025-11-25": (30, set())}
# Reported by the suite and never scored.
ALSO = [
    "http-header-validation",
    "http-custom-header-server-validation",
    "json-schema-2020-12",
    "sep-2640-skills-enumeration",
    "sep-2640-skills-manifest",
    "tasks-lifecycle",
    "tasks-capability-negotiation",
    "tasks-wire-fields",
    "tasks-request-state-removal",
    "tasks-mrtr-input",
    "tasks-request-headers",
    "tasks-dispatch-and-envelope",
    "tasks-required-task-error",
    "tasks-mrtr-composition",
]
LIMIT_SECONDS = 150


class Suite:
    """The program of the suite."""

    def __init__(self, node, package):
        self.command = [node, f"{package}/dist/index.js"]

    def run(self, *words):
        """Whether it passed, and what it said, without colours."""
        with tempfile.TemporaryDirectory(prefix="zcp-conformance-") as folder:
            ended = subprocess.run([*self.command, *words], cwd=folder, capture_output=True, text=True, timeout=LIMIT_SECONDS)
        return ended.returncode == 0, re.sub(r"\x1b\[[0-9;]*m", "", ended.stdout + ended.stderr)

    def required(self, revision):
        """The scenarios that a revision requires of a server."""
        text = self.run("list", "--requirements", revision)[1]
        return set(re.findall(r"^  - (\S+)$", text.split("Server scenarios")[1].split("Client scenarios")[0], re.MULTILINE))

    def revision(self, url, revision, count, excluded):
        """Whether exactly what is known is not met, and what was seen."""
        required = self.required(revision)
        text = self.run("server", "--url", url, "--requirements", revision, "-o", "out")[1]
        passed = set(re.findall(r"^✓ (\S+): \d+ passed, 0 failed", text, re.MULTILINE)) & required
        holds = len(required) == count and required - passed == excluded
        return holds, f"{len(passed)} of {len(required)} scenarios", text

    def scenario(self, url, name):
        """The same of one scenario."""
        holds, text = self.run("server", "--url", url, "--scenario", name, "-o", "out")
        return holds, "reported, not scored", text


class Server:
    """The program over HTTP, with a sandbox of its own."""

    def __init__(self, program, *words):
        self.home = tempfile.TemporaryDirectory(prefix="zcp-conformance-")
        environment = {"PATH": os.environ["PATH"], "HOME": self.home.name}
        command = [program, "serve", "--http", "127.0.0.1:0", "--rate", "0", "--sandbox", "node-postgres", *words]
        self.process = subprocess.Popen(command, env=environment, cwd=self.home.name, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        said = self.process.stderr.readline()
        return re.search(r"http://\S+/mcp", said).group().replace("127.0.0.1", "localhost")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(40)
        self.home.cleanup()


def main(program, node, package):
    suite = Suite(node, package)
    with Server(program) as url, Server(program, "--sessions") as in_sessions:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            runs = {name: pool.submit(suite.revision, url, name, *known) for name, known in REVISIONS.items()}
            for name, known in SESSIONS.items():
                runs[f"{name} in sessions"] = pool.submit(suite.revision, in_sessions, name, *known)
            runs |= {name: pool.submit(suite.scenario, url, name) for name in ALSO}
            results = {name: run.result() for name, run in runs.items()}
    for name, (holds, told, text) in results.items():
        print(f"{' ok ' if holds else 'FAIL'}  {name}: {told}", flush=True)
        if not holds:
            print("      " + text[-6000:].replace("\n", "\n      "), flush=True)
    return 0 if all(holds for holds, _, _ in results.values()) else 1


sys.exit(main(*sys.argv[1:]))
