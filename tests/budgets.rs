//! What the tool list costs a model, in o200k tokens of compact JSON `{name, description, inputSchema}`.

use std::fmt::Write as _;

use serde_json::{Value, json};
use zcp::generated::registry;

use crate::examples::{TOOLS, TOTALS};
use crate::harness::snapshot;
use crate::harness::world::{Setting, World, block_on};

fn tokens(tool: &str) -> usize {
    let spec = registry::TOOLS.iter().find(|row| row.spec.name == tool).expect("a tool").spec;
    let schema: Value = serde_json::from_str(spec.input_schema).expect("a schema");
    let row = json!({ "name": spec.name, "description": spec.description, "inputSchema": schema });
    tiktoken_rs::o200k_base_singleton().encode_ordinary(&row.to_string()).len()
}

#[test]
fn tools_stay_within_their_budgets() {
    let mut table = String::new();
    let mut total = 0;
    let mut over = Vec::new();
    for tool in TOOLS {
        let count = tokens(tool.name);
        if count > tool.budget {
            over.push(format!("{} costs {count} tokens of at most {}", tool.name, tool.budget));
        }
        let _ = writeln!(table, "{:<20} {count:>5} of {:>5}", tool.name, tool.budget);
        total += count;
    }
    let _ = writeln!(table, "{:<20} {total:>5}", "all");
    assert!(over.is_empty(), "{}\n{table}", over.join("\n"));
    // The last total is that of all there ever are: one more tool has to fit beside the others.
    let limit = TOTALS.iter().find(|(count, _)| *count >= TOOLS.len()).or(TOTALS.last()).expect("a total").1;
    assert!(total <= limit, "all tools cost {total} tokens of at most {limit}");
    snapshot::assert("tools_list_tokens", &table);
}

#[test]
fn instructions_are_short() {
    let text = block_on(async {
        let world = World::start(&Setting::default()).await;
        world.client.instructions().expect("instructions")
    });
    let count = tiktoken_rs::o200k_base_singleton().encode_ordinary(&text).len();
    assert!(text.contains("zerops_context"), "{text}");
    assert!(count <= 60, "{count} tokens: {text}");
}

#[test]
fn the_context_is_read_once_and_fits() {
    let example = crate::examples::EXAMPLES.iter().find(|row| row.tool == "zerops_context").expect("an example");
    let run = crate::harness::example::run(example.tool, &example.given, example.args, false);
    let text = zcp::cli::client::text_of(&run.result);
    let count = tiktoken_rs::o200k_base_singleton().encode_ordinary(&text).len();
    assert!((800..=1200).contains(&count), "{count} tokens");
    assert!(run.calls.is_empty(), "it calls nothing: {:?}", run.calls);
}

#[test]
fn every_property_says_what_it_is() {
    for row in registry::TOOLS {
        let schema: Value = serde_json::from_str(row.spec.input_schema).expect("a schema");
        assert_eq!(schema["type"], "object");
        assert_eq!(schema["additionalProperties"], false);
        for (name, property) in schema["properties"].as_object().expect("properties") {
            let doc = property["description"].as_str().unwrap_or_default();
            assert!(doc.len() > 5, "`{name}` of {} has no description", row.spec.name);
        }
    }
}
