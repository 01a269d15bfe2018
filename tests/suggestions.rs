//! Calls that answers suggest are calls that the tools take: all of those in the snapshots.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;
use zcp::domain::decode::decode_fields;
use zcp::generated::registry::TOOLS;

use crate::harness::world::{Setting, World, block_on};

/// Every suggested call in a value.
fn calls<'a>(value: &'a Value, found: &mut Vec<(&'a str, &'a Map<String, Value>)>) {
    match value {
        Value::Object(map) => {
            if let (Some(Value::String(tool)), Some(Value::Object(args))) = (map.get("tool"), map.get("args")) {
                found.push((tool, args));
            }
            map.values().for_each(|value| calls(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| calls(value, found)),
        _ => {}
    }
}

/// The answer of a snapshot as JSON; what stands for a number that differs is one.
fn answer(text: &str) -> Option<Value> {
    let (_, block) = text.split_once("\nresult\n").or_else(|| text.split_once("\nerror\n"))?;
    let block = block.rsplit_once("\nstructured ").map_or(block, |(_, record)| record);
    serde_json::from_str(&block.replace("BYTES", "0")).ok()
}

/// What is wrong with a call.
fn fault(tool: &str, args: &Map<String, Value>) -> Option<String> {
    let Some(row) = TOOLS.iter().find(|row| row.spec.name == tool) else { return Some("no such tool".to_owned()) };
    let mut faults = Vec::new();
    decode_fields(&row.spec.params, args.clone(), &mut faults);
    if !faults.is_empty() {
        return Some(format!("{faults:?}"));
    }
    let lacks_source =
        tool == "zerops_deploy" && !["workingDir", "sourceService"].iter().any(|key| args.contains_key(*key));
    lacks_source.then(|| "a deploy from nowhere".to_owned())
}

#[test]
fn suggested_calls_are_taken() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let (mut read, mut wrong) = (0, Vec::new());
    for file in fs::read_dir(folder).expect("snapshots") {
        let path = file.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let Some(value) = answer(&fs::read_to_string(&path).expect("text")) else { continue };
        let mut found = Vec::new();
        calls(&value, &mut found);
        read += found.len();
        let faulty = found.into_iter().filter_map(|(tool, args)| Some((tool, args, fault(tool, args)?)));
        wrong.extend(faulty.map(|(tool, args, why)| format!("{name}: {tool} {}: {why}", json!(args))));
    }
    assert!(read > 60, "{read} calls");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_first_deploy_that_verify_suggests_works() {
    block_on(async {
        let working_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects/node");
        let world = World::start(&Setting { working_folder, ..Setting::default() }).await;
        let look = json!({ "serviceHostname": "web" }).as_object().cloned().expect("an object");
        let record = world.call("zerops_verify", look).await.structured_content.expect("a record");
        let mut found = Vec::new();
        calls(&record, &mut found);
        let (tool, args) = found.into_iter().find(|(tool, _)| *tool == "zerops_deploy").expect("a deploy");
        let result = world.call(tool, args.clone()).await;
        assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
    });
}
