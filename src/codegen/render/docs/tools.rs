//! The page that lists the tools.

use std::fmt::Write as _;

use super::super::super::hints;
use super::super::super::model::Spec;
use super::text::{cell, finished, header};

/// A row for each tool, for the README.
pub(in super::super) fn table(spec: &Spec) -> String {
    let rows = spec.tools.iter().map(|tool| format!("| `{}` | {} |\n", tool.name.value, cell(&tool.summary)));
    format!("| Tool | What it does |\n|---|---|\n{}", rows.collect::<String>())
}

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/tools/*.yaml, spec/server.yaml", "tools");
    page.push_str(
        "# All tools\n\nWhat a model pays for a tool are its name, its summary and its input schema, counted in ",
    );
    page.push_str("o200k tokens of compact JSON.\n\n");
    page.push_str("| Tool | What it does | Group | Effect | Tokens |\n|---|---|---|---|---|\n");
    for tool in &spec.tools {
        let hints = hints::of_tool(spec, tool);
        let effect = match (hints.destructive, hints.read_only) {
            (true, _) => "can delete",
            (_, true) => "reads",
            _ => "writes",
        };
        let name = &tool.name.value;
        let (summary, group) = (cell(&tool.summary), &tool.group.value);
        let _ = writeln!(
            page,
            "| [`{name}`](tools/{name}.md) | {summary} | [{group}](#{group}) | {effect} | {{{{tokens {name}}}}} |"
        );
    }
    page.push_str("\nAll of them together: {{tokens all}} tokens.\n\n## Groups\n\n");
    page.push_str("`--groups` offers only the tools of these groups.\n");
    for set in &spec.server.sets {
        let groups: Vec<String> = set.groups.iter().map(|group| format!("[{0}](#{0})", group.value)).collect();
        let count = spec
            .tools
            .iter()
            .filter(|tool| spec.server.sets_of(tool).any(|of| of.name.value == set.name.value))
            .count();
        let _ = writeln!(
            page,
            "\n### {}\n\n{} {count} tools, those of the groups {}.",
            set.name.value,
            set.doc,
            groups.join(", ")
        );
    }
    for (name, doc) in &spec.server.groups {
        let tools: Vec<String> = spec
            .tools
            .iter()
            .filter(|tool| tool.group.value == name.value)
            .map(|tool| format!("[`{0}`](tools/{0}.md)", tool.name.value))
            .collect();
        let _ = writeln!(page, "\n### {}\n\n{doc} {}.", name.value, tools.join(", "));
    }
    page.push_str("\n## Limits together\n\n| Tools | Tokens at most |\n|---|---|\n");
    for (count, tokens) in &spec.server.totals {
        let _ = writeln!(page, "| {count} | {tokens} |");
    }
    let ambient: Vec<String> =
        spec.server.ambient.iter().map(|name| format!("[`{0}`](operations.md#{0})", name.value)).collect();
    let _ = writeln!(
        page,
        "\n## Calls that any tool may make\n\nTo find out whose token it has and which project it opens: {}.",
        ambient.join(", ")
    );
    finished(&page)
}
