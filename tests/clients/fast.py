"""FastMCP's client, connected over HTTP with a bearer token."""

from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport
from fastmcp.skills.client import SkillsClientExtension

import over_http
from world import DOCUMENT, expect, failure


async def check(world):
    """What a program on this library does."""
    questions = []

    async def asked(message, _form, _params, _context):
        questions.append(message)
        return {"confirm": "worker"}

    with over_http.Served(world) as url:
        transport = StreamableHttpTransport(url, headers={"Authorization": f"Bearer {over_http.TOKEN}"})
        extensions = [SkillsClientExtension()]
        async with Client(transport, elicitation_handler=asked, extensions=extensions) as client:
            names = {tool.name for tool in await client.list_tools()}
            expect(names == set(world.listed()), "every tool is listed", sorted(names))
            found = await client.call_tool("zerops_discover", {})
            hostnames = {service["hostname"] for service in found.structured_content["services"]}
            expect({"api", "db"} <= hostnames, "the services of the project are found", found)
            unknown = await client.call_tool("zerops_discover", {"serviceHostname": "nope"}, raise_on_error=False)
            told = failure([block.text for block in unknown.content])
            expect(unknown.is_error and told["code"] == "SERVICE_NOT_FOUND", "an unknown service is a failure", told)
            done = await client.call_tool("zerops_delete", {"serviceHostname": "worker"})
            expect(done.structured_content["changed"] and len(questions) == 1, "the human is asked and agrees", done)
            skills = {skill.uri.split("/")[2]: skill for skill in await client.list_skills()}
            expect("zerops-deploy" in skills, "workflows are skills", sorted(skills))
            # It holds every file against its digest, and reads the front matter with PyYAML.
            skill = await client.read_skill(skills["zerops-deploy"].uri)
            expect(skill.name == "zerops-deploy" and len(skill.files) > 1, "a skill can be read", skill)
            read = await client.read_resource(DOCUMENT)
            expect("PostgreSQL" in read[0].text, "a document can be read", read)
