"""The official TypeScript SDK, started as a program of its own."""

import asyncio
import json
from pathlib import Path

from over_http import TOKEN, Served
from world import Failed, expect

SCRIPT = Path(__file__).with_name("typescript.mjs")


async def ran(world, node, package, *words):
    """What the SDK saw."""
    process = await asyncio.create_subprocess_exec(
        node,
        str(SCRIPT),
        package,
        *words,
        cwd=world.folder,
        env=world.environment(**world.token()),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        raise Failed(err.decode()[-2000:])
    return json.loads(out)


async def check(world, node, package, over_http):
    """Everything that a program on this SDK does."""
    if over_http:
        with Served(world) as url:
            saw = await ran(world, node, package, url, TOKEN)
    else:
        saw = await ran(world, node, package, world.program, "serve")
    expect(saw["server"] == "zerops", "the server says who it is", saw)
    expect(set(saw["tools"]) == world.listed().keys(), "every tool is listed", saw["tools"])
    expect({"api", "db"} <= set(saw["services"]), "the services of the project are found", saw)
    expect(saw["failure"] == "SERVICE_NOT_FOUND", "an unknown service is a failure", saw)
    expect(saw["process"] == "FINISHED" and saw["reports"] == sorted(saw["reports"]) and saw["reports"], "progress comes", saw)
    expect(saw["document"] > 100 and "deploy" in saw["prompts"], "documents and prompts are there", saw)
