"""The official MCP Inspector on its command line, with the `.mcp.json` that `zcp init` wrote, and over HTTP."""

import asyncio
import json

import over_http
from world import DOCUMENT, Failed, expect, failure

FAILED_TOOL = 5


class Inspector:
    """Starts the Inspector for one request each."""

    def __init__(self, world, node, package, era, *reach):
        self.world = world
        self.command = [node, f"{package}/clients/launcher/build/index.js", "--cli", "--quiet", "--format", "json"]
        self.command += [*reach, "--protocol-era", era]
        self.era = era

    async def run(self, method, *options, code=0):
        """What it prints of a request, and what it writes beside it."""
        words = [*self.command, "--method", method, *options]
        environment = self.world.environment(MCP_INSPECTOR_SECRET_STORE="memory")
        process = await asyncio.create_subprocess_exec(
            *words,
            cwd=self.world.folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, err = await process.communicate()
        except asyncio.CancelledError:
            process.kill()
            raise
        out, err = out.decode(), err.decode()
        expect(process.returncode == code, f"{method} {' '.join(options)} exits with {code}", (process.returncode, out, err))
        return out, err

    async def ask(self, method, *options, code=0):
        """The result of a request, and what was written beside it."""
        out, err = await self.run(method, *options, code=code)
        try:
            return json.loads(out)["result"], err
        except (ValueError, KeyError) as error:
            raise Failed(f"{method} answers no result: {out[:500]} {err[:500]}") from error

    async def call(self, tool, code=0, **arguments):
        """The result of a tool."""
        words = ["--tool-name", tool, "--tool-args-json", json.dumps(arguments)]
        return (await self.ask("tools/call", *words, code=code))[0]


async def check(world, node, package, era):
    """Everything that a user of the Inspector does."""
    world.log_in()
    world.init()
    configured = ("--config", str(world.folder / ".mcp.json"), "--server", "zerops")
    await everything(world, Inspector(world, node, package, era, *configured))


async def check_http(world, node, package, era):
    """The same over HTTP, with a bearer token."""
    with over_http.Served(world) as url:
        bearer = f"Authorization: Bearer {over_http.TOKEN}"
        reach = ("--transport", "http", "--server-url", url, "--header", bearer)
        await everything(world, Inspector(world, node, package, era, *reach))


async def everything(world, inspector):
    listed, err = await inspector.ask("tools/list", "--strict")
    names = {tool["name"] for tool in listed["tools"]}
    expect(names == set(world.listed()), "tools/list has every tool", sorted(names))
    expect("error" not in err.lower(), "every schema is portable", err)

    found = await inspector.call("zerops_discover")
    hostnames = {service["hostname"] for service in found["structuredContent"]["services"]}
    expect({"api", "db"} <= hostnames, "zerops_discover answers the project's services", found)
    answer = await inspector.call("zerops_knowledge", query="502 bad gateway")
    expect("502" in answer["content"][0]["text"], "zerops_knowledge answers from the documents", answer)

    failed = await inspector.call("zerops_discover", code=FAILED_TOOL, serviceHostname="nope")
    told = failure([block["text"] for block in failed["content"]])
    expect(failed["isError"] and told["code"] == "SERVICE_NOT_FOUND", "an unknown service is a failure", told)
    failed = await inspector.call("zerops_scale", code=FAILED_TOOL, serviceHostnme="api")
    told = failure([block["text"] for block in failed["content"]])
    expect("`serviceHostname`" in told["error"], "an unknown parameter is answered with the nearest", told)

    done = await inspector.call("zerops_scale", serviceHostname="api", minRam=1, wait=True)
    expect(done["structuredContent"]["process"]["status"] == "FINISHED", "a change is awaited", done)

    resources, _ = await inspector.ask("resources/list")
    uris = [resource["uri"] for resource in resources["resources"]]
    strange = [uri for uri in uris if not uri.startswith(("zerops://docs/", "skill://"))]
    expect(uris and not strange, "documents and skills are resources", strange)
    if inspector.era != "legacy":
        reports, _ = await inspector.run("skills/list", "--verify")
        expect("zerops-deploy" in reports, "every skill is what its digests say", reports)
    document, _ = await inspector.ask("resources/read", "--uri", DOCUMENT)
    expect("PostgreSQL" in document["contents"][0]["text"], "a document can be read", document)
    templates, _ = await inspector.ask("resources/templates/list")
    expect(templates["resourceTemplates"], "documents have a template", templates)
    prompts, _ = await inspector.ask("prompts/list")
    expect("deploy" in {prompt["name"] for prompt in prompts["prompts"]}, "workflows are prompts", prompts)
    prompt, _ = await inspector.ask("prompts/get", "--prompt-name", "deploy", "--prompt-args", "serviceHostname=api")
    expect("api" in prompt["messages"][0]["content"]["text"], "a prompt takes its arguments", prompt)
