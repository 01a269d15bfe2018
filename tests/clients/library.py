"""The Python library `mcp`, starting the server as a client that hands its whole environment on."""

import json
from contextlib import asynccontextmanager

import mcp_types as types
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client

from world import DOCUMENT, expect, failure

VERSIONS = {"legacy": "2025-11-25", "auto": "2026-07-28", "2026-07-28": "2026-07-28"}


@asynccontextmanager
async def connected(world, entry, environment, mode="auto", answer=None):
    """A client of the server that an entry of a configuration names."""

    async def asked(_context, params):
        expect(answer is not None, "nobody is asked", params.message)
        return answer(params.message)

    parameters = StdioServerParameters(
        command=entry["command"],
        args=entry["args"],
        env={**environment, **entry.get("env", {})},
        cwd=world.folder,
    )
    with world.log.open("a") as log:
        transport = stdio_client(parameters, errlog=log)
        callback = None if answer is None else asked
        async with Client(transport, mode=mode, elicitation_callback=callback) as client:
            yield client


def told_by(result):
    """The failure that a result holds."""
    expect(result.is_error, "it is a failure", result)
    return failure([block.text for block in result.content])


async def check(world, mode):
    """Everything that a program on this library does."""
    world.init()
    servers = json.loads((world.folder / ".mcp.json").read_text())["mcpServers"]
    questions = []

    def answer(question):
        questions.append(question)
        # The first time the human refuses.
        if len(questions) == 1:
            return types.ElicitResult(action="decline")
        return types.ElicitResult(action="accept", content={"confirm": "worker"})

    async with connected(world, servers["zerops"], world.environment(**world.token()), mode, answer) as client:
        expect(client.protocol_version == VERSIONS[mode], "the era is spoken that was asked for", client.protocol_version)
        expect("zerops_context" in (client.instructions or "zerops_context"), "instructions name the first call")
        await tools(world, client)
        await failures(client)
        await long_work(client)
        await consent(client, questions)
        await documents(client)


async def tools(world, client):
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    known = world.listed()
    expect(listed.keys() == known.keys(), "every tool is listed", sorted(listed))
    for name, tool in listed.items():
        expect(tool.input_schema == known[name]["inputSchema"], f"{name} has its schema", tool)
        expect(tool.output_schema == known[name]["outputSchema"], f"{name} has the schema of its answer", tool)
        expect(tool.annotations.read_only_hint is not None, f"{name} says whether it changes something", tool)
    # The library holds structured answers to the schema.
    found = await client.call_tool("zerops_discover", {})
    hostnames = {service["hostname"] for service in found.structured_content["services"]}
    expect({"api", "db", "worker"} <= hostnames, "the services of the project are found", found)
    answer = await client.call_tool("zerops_knowledge", {"query": "502 bad gateway"})
    expect(not answer.is_error and "502" in answer.content[0].text, "the documents are searched", answer)


async def failures(client):
    told = told_by(await client.call_tool("zerops_discover", {"serviceHostname": "nope"}))
    expect(told["code"] == "SERVICE_NOT_FOUND" and told["next"], "an unknown service is a failure with a next call", told)
    told = told_by(await client.call_tool("zerops_scale", {"serviceHostname": "api", "minRam": "much"}))
    expect("minRam" in told["error"], "an argument of another type is named", told)
    try:
        await client.call_tool("zerops_nothing", {})
    except MCPError as error:
        expect("zerops_nothing" in str(error), "an unknown tool is named", error)
    else:
        expect(False, "an unknown tool is an error of the protocol")


async def long_work(client):
    reports = []

    async def report(progress, _total, message):
        reports.append((progress, message))

    arguments = {"action": "restart", "serviceHostname": "api"}
    done = await client.call_tool("zerops_manage", arguments, progress_callback=report)
    expect(done.structured_content["process"]["status"] == "FINISHED", "a change is awaited", done)
    expect(reports and "api" in reports[0][1], "progress names the service", reports)
    expect(reports == sorted(reports, key=lambda report: report[0]), "progress grows", reports)


async def consent(client, questions):
    refused = told_by(await client.call_tool("zerops_delete", {"serviceHostname": "worker"}))
    expect(refused["code"] == "CONFIRM_REFUSED", "what the human refuses is not done", refused)
    deleted = await client.call_tool("zerops_delete", {"serviceHostname": "worker"})
    expect(not deleted.is_error, "what the human accepts is done", deleted)
    expect(len(questions) == 2 and "`worker`" in questions[0], "the question names the service", questions)


async def documents(client):
    uris = []
    page = await client.list_resources()
    uris += [str(resource.uri) for resource in page.resources]
    while page.next_cursor:
        page = await client.list_resources(cursor=page.next_cursor)
        uris += [str(resource.uri) for resource in page.resources]
    expect(DOCUMENT in uris and len(uris) == len(set(uris)), "every document is listed once", uris)
    read = await client.read_resource(DOCUMENT)
    expect("PostgreSQL" in read.contents[0].text, "a document can be read", read)
    prompts = {prompt.name for prompt in (await client.list_prompts()).prompts}
    expect({"bootstrap", "deploy", "debug"} <= prompts, "workflows are prompts", prompts)
    prompt = await client.get_prompt("deploy", {"serviceHostname": "api"})
    expect("api" in prompt.messages[0].content.text, "a prompt takes its arguments", prompt)
    reference = types.PromptReference(name="deploy")
    known = await client.complete(reference, {"name": "serviceHostname", "value": "a"})
    expect("api" in known.completion.values, "hostnames are completed", known)
