//! Every call that an example makes is declared, and every declared call is made by some example
//! or recipe. Examples run with an empty cache, so nothing hides.

use std::collections::BTreeSet;

use crate::examples::{AMBIENT, EXAMPLES, RECIPES};
use crate::harness::actions::{calls_of, is_of_action};
use crate::harness::example::run;

/// Runs the examples of an action of a tool, and holds what they call against what the action declares.
pub(crate) fn declared_calls_are_made(tool: &str, action: &str) {
    let declared: BTreeSet<&str> = calls_of(tool, action).iter().copied().collect();
    let mut made = BTreeSet::new();
    for example in EXAMPLES.iter().filter(|row| row.tool == tool && is_of_action(tool, action, row.args)) {
        made.extend(run(example.tool, &example.given, example.args, example.progress).calls);
    }
    for recipe in RECIPES.iter().filter(|row| row.tool == tool && row.code == "SERVICE_NOT_FOUND") {
        let calls = run(recipe.tool, &recipe.given, recipe.args, false).calls;
        made.extend(calls.into_iter().filter(|call| declared.contains(call)));
    }
    let undeclared: Vec<&&str> =
        made.iter().filter(|call| !declared.contains(**call) && !AMBIENT.contains(*call)).collect();
    let unmade: Vec<&&str> = declared.iter().filter(|call| !made.contains(**call)).collect();
    assert!(undeclared.is_empty(), "{tool} {action} makes {undeclared:?} and does not declare it");
    assert!(unmade.is_empty(), "no example of {tool} {action} makes {unmade:?}");
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
