"""Every file that `zcp init` writes, read the way its client does."""

import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib

from mcp.client.stdio import get_default_environment

from library import connected
from world import EVERY_CLIENT, TOKEN, expect

# Where each client looks, how it reads, and below which key its servers are.
FILES = {
    "claude": ("folder", ".mcp.json", json.loads, "mcpServers"),
    "cursor": ("folder", ".cursor/mcp.json", json.loads, "mcpServers"),
    "vscode": ("folder", ".vscode/mcp.json", json.loads, "servers"),
    "codex": ("home", ".codex/config.toml", tomllib.loads, "mcp_servers"),
    "gemini": ("folder", ".gemini/settings.json", json.loads, "mcpServers"),
    "windsurf": ("home", ".codeium/windsurf/mcp_config.json", json.loads, "mcpServers"),
}


# What an entry may have besides the command, its arguments and its environment.
MORE_KEYS = {"vscode": {"type"}, "codex": {"env_vars", "tool_timeout_sec"}, "gemini": {"timeout"}}
WAYS = {
    "login": "logged in with zcli",
    "shell": "ZCP_API_KEY in the environment",
    "file": "the token in it, and nowhere else",
}


async def check(world, way):
    """Starts what each file names, the way its client does."""
    options = ["--client", EVERY_CLIENT]
    shell = world.environment()
    if way == "login":
        world.log_in()
        world.init(*options)
    elif way == "shell":
        shell |= world.token()
        world.init(*options, **world.token())
    else:
        # Found by its name, as after an installation.
        bin = world.root / "bin"
        bin.mkdir()
        (bin / "zcp").symlink_to(world.program)
        shell["PATH"] = f"{bin}{os.pathsep}{shell['PATH']}"
        world.init(*options, "--with-token", PATH=shell["PATH"], **world.token())
    for client, (place, name, parse, key) in FILES.items():
        file = getattr(world, place) / name
        text = file.read_text()
        entry = parse(text)[key]["zerops"]
        known = {"command", "args", "env"} | MORE_KEYS.get(client, set())
        expect(entry.keys() <= known, f"{client} knows every key", entry.keys())
        expect((entry["command"] == "zcp") == (way == "file"), f"{client} gets the command as it is typed", entry["command"])
        expect((TOKEN in text) == (way == "file"), f"{client} gets the token only when it is asked for")
        if client == "vscode":
            expect(entry["type"] == "stdio", "VS Code is told how the server is spoken to", entry["type"])
        if way == "file":
            expect(file.stat().st_mode & 0o077 == 0, f"nobody else reads the token of {client}", oct(file.stat().st_mode))
        # The library looks for a command along the path of its own process.
        command = shutil.which(entry["command"], path=shell["PATH"])
        expect(command, f"what {client} starts is found", entry["command"])
        started = {**entry, "command": command, "env": expanded(entry.get("env", {}), shell)}
        async with connected(world, started, handed_on(client, entry, shell)) as session:
            found = await session.call_tool("zerops_discover", {"limit": 1})
            expect(not found.is_error, f"what {client} starts reaches the project", found)
    settings(world)


def expanded(environment, shell):
    """References to variables, replaced."""
    return {name: re.sub(r"\$\{?(\w+)\}?", lambda found: shell.get(found[1], ""), value) for name, value in environment.items()}


def handed_on(client, entry, shell):
    """What a client gives to a server of its own environment."""
    usual = {name: shell[name] for name in get_default_environment() if name in shell}
    if client == "codex":
        return usual | {name: shell[name] for name in entry.get("env_vars", []) if name in shell}
    if client == "gemini":
        return {name: value for name, value in shell.items() if not re.search("KEY|TOKEN|SECRET|PASSWORD", name)}
    return shell


def settings(world):
    """What Claude Code may do unasked, and says when it starts."""
    told = json.loads((world.folder / ".claude/settings.json").read_text())
    known = world.listed()
    for rule in told["permissions"]["allow"]:
        name = re.fullmatch("mcp__zerops__(.+)", rule)
        expect(name and known[name[1]]["annotations"]["readOnlyHint"], "only what changes nothing is allowed unasked", rule)
    [hook] = [hook for entry in told["hooks"]["SessionStart"] for hook in entry["hooks"]]
    said = subprocess.run(shlex.split(hook["command"]), capture_output=True, text=True, timeout=10).stdout
    expect(said.count("\n") == 1 and "zerops_context" in said, "the hook prints one line", said)
