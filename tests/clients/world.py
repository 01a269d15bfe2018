"""A fresh folder and a fresh home, a sandbox for a platform, and the configuration of `zcp init`."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

TOKEN = "sandbox-valid-token"
EVERY_CLIENT = "claude,cursor,vscode,codex,gemini,windsurf,copilot,opencode,qwen,continue,zed"
# A document that is a resource.
DOCUMENT = "zerops://docs/services/postgresql"
START_SECONDS = 20


class Failed(Exception):
    """What a client saw is not what it should see."""


def expect(holds, what, seen=None):
    """Fails with what was seen unless something holds."""
    if not holds:
        raise Failed(what if seen is None else f"{what}; seen: {str(seen)[:1500]}")


class World:
    """What a new user has: a folder with code, a home and a shell with a short environment."""

    def __init__(self, program):
        self.program = program
        self.root = Path(tempfile.mkdtemp(prefix="zcp-clients-"))
        self.home = self.root / "home"
        self.folder = self.root / "app"
        self.log = self.root / "server.log"
        self.home.mkdir()
        self.folder.mkdir()
        self.sandbox = None
        self.url = None

    def __enter__(self):
        try:
            self._start_sandbox()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.sandbox:
            self.sandbox.terminate()
            try:
                self.sandbox.wait(10)
            except subprocess.TimeoutExpired:
                self.sandbox.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def _start_sandbox(self):
        told = self.root / "sandbox.json"
        with told.open("w") as out:
            words = [self.program, "sandbox", "--no-exec", "--json"]
            self.sandbox = subprocess.Popen(words, stdout=out, env=self.environment(), cwd=self.root)
        for _ in range(START_SECONDS * 20):
            text = told.read_text()
            if text.endswith("\n"):
                self.url = json.loads(text)["url"]
                return
            expect(self.sandbox.poll() is None, "`zcp sandbox` ended at once")
            time.sleep(0.05)
        raise Failed("`zcp sandbox` did not say where it listens")

    def environment(self, **more):
        """The environment of the user's shell."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {**kept, "HOME": str(self.home), "TMPDIR": str(self.root), **more}

    def token(self):
        """The variables that lead a shell to the sandbox."""
        return {"ZCP_API_HOST": self.url, "ZCP_API_KEY": TOKEN}

    def log_in(self):
        """Leaves what `zcli login` leaves, so that no client has to pass a variable on."""
        file = self.home / ".config/zerops/cli.data"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps({"Token": TOKEN, "RegionData": {"address": self.url}, "ScopeProjectId": None}))

    def init(self, *options, **environment):
        """Runs `zcp init` as the user does, twice: the second run changes nothing."""
        words = [self.program, "init", *options]
        for turn in ("first", "second"):
            before = self._files()
            ended = subprocess.run(
                words, env=self.environment(**environment), cwd=self.folder, capture_output=True, text=True, timeout=60
            )
            said = ended.stdout + ended.stderr
            expect(ended.returncode == 0, f"the {turn} `zcp init {' '.join(options)}` failed", said)
            expect(turn == "first" or self._files() == before, "the second `zcp init` changed something", said)

    def _files(self):
        found = [path for folder in (self.home, self.folder) for path in folder.rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in found}

    def zcp(self, *words):
        """What the program itself prints."""
        ended = subprocess.run(
            [self.program, *words], env=self.environment(**self.token()), cwd=self.folder, capture_output=True, text=True, timeout=60
        )
        expect(ended.returncode == 0, f"`zcp {' '.join(words)}` failed", ended.stderr)
        return ended.stdout

    def listed(self):
        """The tools as the program lists them, by name."""
        return {tool["name"]: tool for tool in json.loads(self.zcp("tools", "--json"))}

    def server_log(self):
        """What servers wrote to standard error."""
        return self.log.read_text() if self.log.exists() else ""


def failure(texts):
    """The failure that a result's text holds."""
    expect(len(texts) == 1, "a failure is one text", texts)
    words, _, record = texts[0].rpartition("\n")
    told = json.loads(record)
    expect(words.startswith(f"{told['code']}: "), "a failure begins with a line in words", words)
    expect({"code", "error", "suggestion", "retryable", "next"} <= told.keys(), "a failure has its five keys", told)
    return told
