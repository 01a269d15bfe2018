//! Every call that an example makes is declared, and every declared call is made by some example
//! or recipe. Examples run with an empty cache, so nothing hides.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::examples::{AMBIENT, EXAMPLES, RECIPES, TOOLS};
use crate::harness::example::run;

#[test]
fn declared_calls_and_made_calls_are_the_same() {
    for tool in TOOLS {
        for (action, declared) in tool.actions {
            let declared: BTreeSet<&str> = declared.iter().copied().collect();
            let mut made = BTreeSet::new();
            let spec =
                zcp::generated::registry::TOOLS.iter().find(|row| row.spec.name == tool.name).expect("a tool").spec;
            let is_of_action = |args: &str| {
                let args: Map<String, Value> = serde_json::from_str(args).expect("arguments");
                action.is_empty() || spec.action_of(&args) == Some(action)
            };
            for example in EXAMPLES.iter().filter(|row| row.tool == tool.name && is_of_action(row.args)) {
                made.extend(run(example.tool, &example.given, example.args, example.progress).calls);
            }
            for recipe in RECIPES.iter().filter(|row| row.tool == tool.name && row.code == "SERVICE_NOT_FOUND") {
                made.extend(
                    run(recipe.tool, &recipe.given, recipe.args, false)
                        .calls
                        .into_iter()
                        .filter(|call| declared.contains(call)),
                );
            }
            let undeclared: Vec<&&str> =
                made.iter().filter(|call| !declared.contains(**call) && !AMBIENT.contains(*call)).collect();
            let unmade: Vec<&&str> = declared.iter().filter(|call| !made.contains(**call)).collect();
            assert!(undeclared.is_empty(), "{} {action} makes {undeclared:?} and does not declare it", tool.name);
            assert!(unmade.is_empty(), "no example of {} {action} makes {unmade:?}", tool.name);
        }
    }
}

#[test]
fn the_log_in_which_secrets_are_looked_for_is_really_kept() {
    let example = EXAMPLES.iter().find(|row| row.tool == "zerops_discover").expect("an example");
    let run = run(example.tool, &example.given, example.args, false);
    assert!(run.log.contains("project.service.list"), "{}", run.log);
}

#[test]
fn every_code_of_every_tool_is_produced() {
    for row in zcp::generated::registry::TOOLS {
        for info in row.spec.errors {
            let example = EXAMPLES.iter().any(|one| one.tool == row.spec.name && one.error == Some(info.code));
            let recipe = RECIPES.iter().any(|one| one.tool == row.spec.name && one.code == info.code);
            assert!(example || recipe, "nothing provokes {} of {}", info.code, row.spec.name);
        }
    }
}
