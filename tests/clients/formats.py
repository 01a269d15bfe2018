"""Every file that `zcp init` writes, read the way its client does."""

import json
import os
import re
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
    "codex": ("folder", ".codex/config.toml", tomllib.loads, "mcp_servers"),
    "gemini": ("folder", ".gemini/settings.json", json.loads, "mcpServers"),
    "windsurf": ("home", ".codeium/windsurf/mcp_config.json", json.loads, "mcpServers"),
    "copilot": ("folder", ".mcp.json", json.loads, "mcpServers"),
    "opencode": ("folder", "opencode.json", json.loads, "mcp"),
    "qwen": ("folder", ".qwen/settings.json", json.loads, "mcpServers"),
    "continue": ("folder", ".continue/mcpServers/zerops.json", json.loads, "mcpServers"),
    "zed": ("folder", ".zed/settings.json", json.loads, "context_servers"),
}


# What an entry may have besides the command, its arguments and its environment.
MORE_KEYS = {"vscode": {"type"}, "codex": {"env_vars", "tool_timeout_sec"}, "gemini": {"timeout"}, "qwen": {"timeout"}, "opencode": {"type", "enabled", "timeout", "environment"}}
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
        if isinstance(entry["command"], list):
            entry = {**entry, "command": entry["command"][0], "args": entry["command"][1:], "env": entry.get("environment", {})}
        expect((entry["command"] == "zcp") == (way == "file"), f"{client} gets the command as it is typed", entry["command"])
        expect((TOKEN in text) == (way == "file"), f"{client} gets the token only when it is asked for")
        if client == "vscode":
            expect(entry["type"] == "stdio", "VS Code is told how the server is spoken to", entry["type"])
            asked = {f"${{input:{one['id']}}}": one["password"] for one in parse(text).get("inputs", [])}
            refers = [value for value in entry.get("env", {}).values() if value.startswith("${input:")]
            expect(all(asked.get(value) for value in refers), "VS Code asks for the token, and hides it", (asked, refers))
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
    """References to variables, replaced where those are set, as Gemini CLI does it; what a user is asked for is the token where
    the shell has one, and else nothing."""
    asked = {name: shell.get(name, "") if value.startswith("${input:") else value for name, value in environment.items()}
    return {name: re.sub(r"\$\{?(\w+)\}?", lambda found: shell.get(found[1], found[0]), value) for name, value in asked.items()}


def handed_on(client, entry, shell):
    """What a client gives to a server of its own environment."""
    usual = {name: shell[name] for name in get_default_environment() if name in shell}
    if client == "codex":
        return usual | {name: shell[name] for name in entry.get("env_vars", []) if name in shell}
    if client in ("gemini", "qwen"):
        return {name: value for name, value in shell.items() if not re.search("KEY|TOKEN|SECRET|PASSWORD", name)}
    return shell


def settings(world):
    """What Claude Code may do unasked."""
    told = json.loads((world.folder / ".claude/settings.json").read_text())
    known = world.listed()
    for rule in told["permissions"]["allow"]:
        name = re.fullmatch("mcp__zerops__(.+)", rule)
        expect(name and known[name[1]]["annotations"]["readOnlyHint"], "only what changes nothing is allowed unasked", rule)
    expect(told.keys() == {"permissions"}, "no hook is set, of which every conversation would warn", told.keys())
