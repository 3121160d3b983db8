// `ormscope mcp` as the protocol's own client sees it: node mcp_client.mjs PROGRAM ROOT, beside
// @modelcontextprotocol/sdk. `.ci/mcp` runs it.
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [program, root] = process.argv.slice(2);
const client = new Client({ name: "test", version: "1" });
await client.connect(new StdioClientTransport({ command: program, args: ["mcp", root] }));
assert.equal(client.getServerVersion().name, "ormscope");
assert.match(client.getInstructions(), /table_context/);

const { tools } = await client.listTools();
const names = ["check_change", "table_context", "column_uses", "list_models", "explain_effect"];
assert.deepEqual(tools.map((tool) => tool.name), names);
for (const { name, annotations, inputSchema } of tools) {
  assert.equal(annotations.readOnlyHint, true, name);
  assert.equal(inputSchema.type, "object", name);
}

async function call(name, args, wrong = false) {
  const { content, isError = false } = await client.callTool({ name, arguments: args });
  assert.equal(isError, wrong, `${name}: ${content[0].text}`);
  assert.equal(content[0].type, "text", name);
  return content[0].text;
}

const page = await call("table_context", { table: "User", budget: 2000 });
assert.match(page, /^# `users`/);
assert.match(page, /keeps only `deleted_at IS NULL`/);
assert.ok([...page].length <= 4 * 2000, "the budget is kept");
const add = ["users.deleted_at timestamptz default now()"];
assert.match(await call("check_change", { add }), /critical\[rows-hidden\]/);
const report = JSON.parse(await call("check_change", { add, format: "json" }));
assert.equal(report.findings[0].effect, "rows-hidden");
assert.match(await call("column_uses", { column: "users.email" }), /app\/models\/user\.rb/);
assert.match(await call("list_models", { matching: "order" }), /Order/);
assert.match(await call("explain_effect", { effect: "rows-hidden" }), /^# rows-hidden/);
assert.match(await call("table_context", { table: "usres" }, true), /did you mean `users`/);
const outside = { migrations: ["../shop_django/shop/models.py"] };
assert.match(await call("check_change", outside, true), /no file below the root/);
await assert.rejects(client.callTool({ name: "delete_all", arguments: {} }), /delete_all/);
await client.close();
console.log(`the client of the protocol asked ${names.length} tools: as expected`);
