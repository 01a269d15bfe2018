"""Holds zcp over HTTP against the conformance suite of the protocol.

Takes a program that has the suite's fixtures (feature `conformance-fixtures`), a Node.js and the folder of the suite's package.
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

# How many scenarios a revision requires of a server, and which of them are not met: those in which the server asks its
# client by a request of its own, for which HTTP without sessions has no way.
ASKING = {
    "tools-call-sampling",
    "tools-call-elicitation",
    "elicitation-sep1034-defaults",
    "elicitation-sep1330-enums",
}
REVISIONS = {"2026-07-28": (37, set()), "2025-11-25": (30, ASKING)}
# Reported by the suite and never scored.
ALSO = [
    "http-header-validation",
    "http-custom-header-server-validation",
    "json-schema-2020-12",
    "sep-2640-skills-enumeration",
    "sep-2640-skills-manifest",
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

    def revision(self, url, revision):
        """Whether exactly what is known is not met, and what was seen."""
        count, excluded = REVISIONS[revision]
        required = self.required(revision)
        text = self.run("server", "--url", url, "--requirements", revision, "-o", "out")[1]
        passed = set(re.findall(r"^✓ (\S+): \d+ passed, 0 failed", text, re.MULTILINE)) & required
        holds = len(required) == count and required - passed == excluded
        return holds, f"{len(passed)} of {len(required)} scenarios", text

    def scenario(self, url, name):
        """The same of one scenario."""
        holds, text = self.run("server", "--url", url, "--scenario", name, "-o", "out")
        return holds, "reported, not scored", text


def main(program, node, package):
    suite = Suite(node, package)
    with tempfile.TemporaryDirectory(prefix="zcp-conformance-") as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home}
        words = [program, "serve", "--http", "127.0.0.1:0", "--rate", "0", "--sandbox", "node-postgres"]
        server = subprocess.Popen(words, env=environment, cwd=home, stderr=subprocess.PIPE, text=True)
        try:
            said = server.stderr.readline()
            url = re.search(r"http://\S+/mcp", said).group().replace("127.0.0.1", "localhost")
            with concurrent.futures.ThreadPoolExecutor() as pool:
                runs = {revision: pool.submit(suite.revision, url, revision) for revision in REVISIONS}
                runs |= {name: pool.submit(suite.scenario, url, name) for name in ALSO}
                results = {name: run.result() for name, run in runs.items()}
        finally:
            server.terminate()
            server.wait(10)
    for name, (holds, told, text) in results.items():
        print(f"{' ok ' if holds else 'FAIL'}  {name}: {told}", flush=True)
        if not holds:
            print("      " + text[-6000:].replace("\n", "\n      "), flush=True)
    return 0 if all(holds for holds, _, _ in results.values()) else 1


sys.exit(main(*sys.argv[1:]))
