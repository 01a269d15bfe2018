"""Holds zcp over HTTP against the conformance suite of the protocol.

Takes a program that has the suite's fixtures (feature `conformance-fixtures`), a Node.js and the folder of the suite's package.
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
# How many scenarios a revision requires of a server, and which of them zcp does not meet: those in which a server asks
# its client over a connection of its own, which takes a session.
REVISIONS = {"2026-07-28": (37, None), "2025-11-25": (30, HERE / "conformance-2025-11-25.yml")}
# Reported by the suite and never scored.
ALSO = ["http-header-validation", "http-custom-header-server-validation", "json-schema-2020-12"]
LIMIT_SECONDS = 150


def suite(node, package, url, *words):
    """Runs the suite; answers whether it passed, and what it said."""
    with tempfile.TemporaryDirectory(prefix="zcp-conformance-") as folder:
        command = [node, f"{package}/dist/index.js", "server", "--url", url, "-o", folder, *words]
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LIMIT_SECONDS)
    return ended.returncode == 0, ended.stdout + ended.stderr


def main(program, node, package):
    with tempfile.TemporaryDirectory(prefix="zcp-conformance-") as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home}
        words = [program, "serve", "--http", "127.0.0.1:0", "--rate", "0", "--sandbox", "node-postgres"]
        server = subprocess.Popen(words, env=environment, cwd=home, stderr=subprocess.PIPE, text=True)
        try:
            said = server.stderr.readline()
            url = re.search(r"http://\S+/mcp", said).group().replace("127.0.0.1", "localhost")
            runs = {}
            with concurrent.futures.ThreadPoolExecutor() as pool:
                for revision, (_, expected) in REVISIONS.items():
                    more = ["--expected-failures", str(expected)] if expected else []
                    runs[revision] = pool.submit(suite, node, package, url, "--requirements", revision, *more)
                for scenario in ALSO:
                    runs[scenario] = pool.submit(suite, node, package, url, "--scenario", scenario)
                results = {name: run.result() for name, run in runs.items()}
        finally:
            server.terminate()
            server.wait(10)
    held = True
    for name, (passed, text) in results.items():
        count, expected = REVISIONS.get(name, (1, None))
        excluded = len(re.findall(r"^\s*- ", expected.read_text(), re.MULTILINE)) if expected else 0
        held = held and passed
        print(f"{' ok ' if passed else 'FAIL'}  {name}: {count - excluded} of {count} scenarios")
        if not passed:
            print("      " + text[-6000:].replace("\n", "\n      "), flush=True)
    return 0 if held else 1


sys.exit(main(*sys.argv[1:]))
