"""Every file that `zcp init` writes, read the way its client does."""

import json
import os
import re
import shlex
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


async def check(world, with_token):
    """Starts what each file names, with no variable but those that every program gets."""
    world.log_in()
    options = ["--client", EVERY_CLIENT]
    if with_token:
        # Found by its name, as after an installation.
        bin = world.root / "bin"
        bin.mkdir()
        (bin / "zcp").symlink_to(world.program)
        path = f"{bin}{os.pathsep}{os.environ['PATH']}"
        world.init(*options, "--with-token", PATH=path, ZCP_API_KEY=TOKEN)
    else:
        path = os.environ["PATH"]
        world.init(*options)
    environment = {**get_default_environment(), "HOME": str(world.home), "PATH": path}
    for client, (place, name, parse, key) in FILES.items():
        file = getattr(world, place) / name
        entry = parse(file.read_text())[key]["zerops"]
        expect(entry.keys() <= {"type", "command", "args", "env"}, f"{client} knows every key", entry)
        expect((entry["command"] == "zcp") == with_token, f"{client} gets the command as it is typed", entry["command"])
        expect(("env" in entry) == with_token, f"{client} gets the token only when it is asked for", entry.keys())
        if client == "vscode":
            expect(entry["type"] == "stdio", "VS Code is told how the server is spoken to", entry["type"])
        if with_token:
            expect(file.stat().st_mode & 0o077 == 0, f"nobody else reads the token of {client}", oct(file.stat().st_mode))
        command = world.root / "bin/zcp" if with_token else entry["command"]
        async with connected(world, {**entry, "command": str(command)}, environment) as started:
            found = await started.call_tool("zerops_discover", {"limit": 1})
            expect(not found.is_error, f"what {client} starts reaches the project", found)
    settings(world)


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
