"""Connects real clients to zcp, all at a time, and says of each what it saw.

Takes the program, a Node.js and the folder of its packages.
"""

import asyncio
import sys
import time
import traceback

import fast
import formats
import inspector
import library
import over_http
import typescript
from world import Failed, World

# A guard against what hangs; all of it takes half a minute.
LIMIT_SECONDS = 240


async def one(name, program, check):
    """Makes a check in a world of its own; answers whether it held."""
    began = time.monotonic()
    with World(program) as world:
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                await check(world)
            why = None
        except TimeoutError:
            why = f"it did not end within {LIMIT_SECONDS} s"
        except Exception as error:
            why = "\n".join(reasons(error))
        log = world.server_log()
    print(f"{'FAIL' if why else ' ok '}  {name}  ({time.monotonic() - began:.1f} s)", flush=True)
    if why:
        print("      " + why.replace("\n", "\n      "))
        if log:
            print("      the server's log:\n      " + log[-3000:].replace("\n", "\n      "), flush=True)
    return why is None


def reasons(error):
    """What went wrong, out of the groups that task groups make of it."""
    if isinstance(error, BaseExceptionGroup):
        return [line for inner in error.exceptions for line in reasons(inner)]
    if isinstance(error, Failed):
        return [str(error)]
    return ["".join(traceback.format_exception(error)).rstrip()]


async def main(program, node, modules):
    package = f"{modules}/@modelcontextprotocol/inspector"
    checks = []
    for era in ("legacy", "auto", "modern"):
        name = f"Inspector, {era}, .mcp.json, logged in with zcli"
        checks.append(one(name, program, lambda world, era=era: inspector.check(world, node, package, era)))
        name = f"Inspector, {era}, over HTTP with a bearer token"
        checks.append(one(name, program, lambda world, era=era: inspector.check_http(world, node, package, era)))
    for mode in library.VERSIONS:
        name = f"Python mcp, {mode}, .mcp.json, ZCP_API_KEY in the environment"
        checks.append(one(name, program, lambda world, mode=mode: library.check(world, mode)))
    for mode in library.VERSIONS:
        name = f"Python mcp, {mode}, over HTTP with a bearer token"
        checks.append(one(name, program, lambda world, mode=mode: over_http.check(world, mode)))
    checks.append(one("FastMCP, over HTTP with a bearer token", program, fast.check))
    for way, over in (("standard input and output", False), ("HTTP with a bearer token", True)):
        sdk = f"{modules}/@modelcontextprotocol/sdk"
        checks.append(one(f"TypeScript SDK, {way}", program, lambda world, over=over: typescript.check(world, node, sdk, over)))
    for way, how in formats.WAYS.items():
        name = f"the file of every client, {how}"
        checks.append(one(name, program, lambda world, way=way: formats.check(world, way)))
    held = await asyncio.gather(*checks)
    print(f"{sum(held)} of {len(held)} hold")
    return 0 if all(held) else 1


sys.exit(asyncio.run(main(*sys.argv[1:])))
