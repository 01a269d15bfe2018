"""The Python library `mcp`, connected over HTTP with a bearer token."""

import re
import subprocess
import time

import mcp_types as types
from mcp import Client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

import library
from world import START_SECONDS, Failed, expect

TOKEN = "a-bearer-token-of-the-clients-check"


class Served:
    """`zcp serve --http` in front of a world's sandbox."""

    def __init__(self, world):
        self.world = world

    def __enter__(self):
        tokens = self.world.root / "tokens"
        tokens.write_text(f"client {TOKEN}\n")
        words = [self.world.program, "serve", "--http", "127.0.0.1:0", "--allow-local", "--token-file", str(tokens)]
        environment = self.world.environment(**self.world.token())
        with self.world.log.open("a") as log:
            self.process = subprocess.Popen(words, env=environment, cwd=self.world.folder, stderr=log)
        for _ in range(START_SECONDS * 20):
            said = re.search(r"http://\S+/mcp", self.world.server_log())
            if said:
                return said.group()
            expect(self.process.poll() is None, "`zcp serve --http` ended at once")
            time.sleep(0.05)
        raise Failed("`zcp serve --http` did not say where it listens")

    def __exit__(self, *_):
        self.process.terminate()
        expect(self.process.wait(10) == 0, "it ends in order")


async def check(world, mode):
    """What a program on this library does, over HTTP."""
    questions = []

    async def asked(_context, params):
        questions.append(params.message)
        if len(questions) == 1:
            return types.ElicitResult(action="decline")
        return types.ElicitResult(action="accept", content={"confirm": "worker"})

    with Served(world) as url:
        async with create_mcp_http_client(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
            transport = streamable_http_client(url, http_client=http)
            async with Client(transport, mode=mode, elicitation_callback=asked) as client:
                version = client.protocol_version
                expect(version == library.VERSIONS[mode], "the era is spoken that was asked for", version)
                await library.tools(world, client)
                await library.failures(client)
                await library.long_work(client)
                if version == "2026-07-28":
                    await library.consent(client, questions)
                else:
                    told = library.told_by(await client.call_tool("zerops_delete", {"serviceHostname": "worker"}))
                    expect(told["code"] == "CONFIRM_REQUIRED", "without a way to ask nothing is deleted", told)
                await library.documents(client)
        await stranger(url, mode)


async def stranger(url, mode):
    """Without a token nothing is answered."""
    try:
        async with Client(url, mode=mode) as client:
            await client.list_tools()
    except Exception as error:
        told = " ".join(reasons(error))
        expect(any(word in told for word in ("401", "Unauthorized", "token")), "a stranger is told why", told)
    else:
        raise Failed("a stranger was let in")


def reasons(error):
    """The causes of an error, out of the groups that task groups make."""
    if isinstance(error, BaseExceptionGroup):
        return [reason for inner in error.exceptions for reason in reasons(inner)]
    return [repr(error), repr(error.__cause__)]
