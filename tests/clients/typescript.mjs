// The official TypeScript SDK, over standard input and output or over HTTP.
//
// Takes the folder of the SDK's package, and either the address and the token of a server or the program and its
// arguments. Says what it saw as one line of JSON.
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [folder, target, ...rest] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(folder, "dist/esm", file)));
const { Client } = await load("client/index.js");

async function transport() {
  if (target.startsWith("http")) {
    const { StreamableHTTPClientTransport } = await load("client/streamableHttp.js");
    const headers = { Authorization: `Bearer ${rest[0]}` };
    return new StreamableHTTPClientTransport(new URL(target), { requestInit: { headers } });
  }
  const { StdioClientTransport } = await load("client/stdio.js");
  return new StdioClientTransport({ command: target, args: rest, env: process.env, stderr: "ignore" });
}

const client = new Client({ name: "check", version: "1" }, { capabilities: {} });
await client.connect(await transport());
const { tools } = await client.listTools();
const found = await client.callTool({ name: "zerops_discover", arguments: {} });
const failed = await client.callTool({ name: "zerops_discover", arguments: { serviceHostname: "nope" } });
const reports = [];
const restart = { name: "zerops_manage", arguments: { action: "restart", serviceHostname: "api" } };
const done = await client.callTool(restart, undefined, { onprogress: (report) => reports.push(report.progress) });
const { resources } = await client.listResources();
const read = await client.readResource({ uri: resources[0].uri });
const { prompts } = await client.listPrompts();
await client.close();
console.log(
  JSON.stringify({
    server: client.getServerVersion().name,
    tools: tools.map((tool) => tool.name),
    services: found.structuredContent.services.map((service) => service.hostname),
    failure: JSON.parse(failed.content[0].text.split("\n").at(-1)).code,
    process: done.structuredContent.process.status,
    reports,
    document: read.contents[0].text.length,
    prompts: prompts.map((prompt) => prompt.name),
  }),
);
