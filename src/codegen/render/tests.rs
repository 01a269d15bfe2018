//! `tests.rs`: every example and every recipe as a test, and what holds for every action of a tool. The harness is in
//! `tests/harness`.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::super::examples::merged;
use super::super::model::{Example, Given, Spec, Tool};
use super::super::names::{ident, pascal_ident, snake};
use super::rust::rust;

/// The name of the snapshot of an example.
pub(super) fn snapshot_name(tool: &Tool, example: &Example) -> String {
    format!("{}__{}", tool.name.value, snake(&example.title))
}

pub(super) fn render(spec: &Spec) -> String {
    let mut items = vec![
        quote!(
            use zcp::generated::types;
        ),
        quote!(
            use crate::harness::example::{Example, Given, Recipe, Tool, run_example, run_recipe};
        ),
    ];
    let (mut examples, mut recipes, mut modules) = (Vec::new(), Vec::new(), Vec::new());
    for tool in &spec.tools {
        let mut functions = Vec::new();
        for example in &tool.examples {
            let (index, name) = (examples.len(), ident(&snake(&example.title)));
            examples.push(example_row(tool, example));
            functions.push(quote! {
                #[test]
                fn #name() { run_example(&EXAMPLES[#index]); }
            });
        }
        for (name, row) in recipe_rows(spec, tool) {
            let (index, name) = (recipes.len(), ident(&name));
            recipes.push(row);
            functions.push(quote! {
                #[test]
                fn #name() { run_recipe(&RECIPES[#index]); }
            });
        }
        functions.extend(tool.actions.iter().flat_map(|action| action_tests(tool, &action.name)));
        let name = ident(&tool.name);
        modules.push(quote! {
            mod #name {
                use super::*;
                #(#functions)*
            }
        });
    }
    let tools = spec.tools.iter().map(tool_row);
    let totals = spec.server.totals.iter().map(|(count, tokens)| quote!((#count, #tokens)));
    let ambient = spec.server.ambient.iter().map(|operation| operation.value.as_str());
    items.push(quote! {
        /// The tools with what the tests need to know of them.
        pub(crate) static TOOLS: &[Tool] = &[#(#tools),*];
    });
    items.push(quote! {
        /// So many tools together stay under so many tokens.
        pub(crate) static TOTALS: &[(usize, usize)] = &[#(#totals),*];
    });
    items.push(quote! {
        /// Operations that any call may make.
        pub(crate) static AMBIENT: &[&str] = &[#(#ambient),*];
    });
    items.push(quote! {
        /// Every example.
        pub(crate) static EXAMPLES: &[Example] = &[#(#examples),*];
    });
    items.push(quote! {
        /// Every code of a group, for every tool that declares the group.
        pub(crate) static RECIPES: &[Recipe] = &[#(#recipes),*];
    });
    items.extend(modules);
    rust("The examples of the spec as tests.", "spec/tools/*.yaml", "tests", items)
}

/// What holds for every action: its calls are those that it declares, and each of them may fail.
fn action_tests(tool: &Tool, action: &str) -> [TokenStream; 2] {
    let (tool, prefix) =
        (&tool.name.value, if action.is_empty() { String::new() } else { format!("{}_", snake(action)) });
    let (calls, faults) =
        (ident(&format!("{prefix}makes_the_calls_it_declares")), ident(&format!("{prefix}meets_every_fault")));
    [
        quote! {
            #[test]
            fn #calls() { crate::coverage::declared_calls_are_made(#tool, #action); }
        },
        quote! {
            #[test]
            fn #faults() { crate::fault_matrix::every_fault(#tool, #action); }
        },
    ]
}

fn tool_row(tool: &Tool) -> TokenStream {
    let (name, budget) = (&tool.name.value, tool.budget);
    let actions = tool.actions.iter().map(|action| {
        let name = &action.name.value;
        let calls = action.calls.iter().map(|call| call.value.as_str());
        quote!((#name, &[#(#calls),*]))
    });
    let output = pascal_ident(&tool.output);
    quote! {
        Tool {
            name: #name,
            budget: #budget,
            actions: &[#(#actions),*],
            output: || schemars::schema_for!(types::#output),
        }
    }
}

fn example_row(tool: &Tool, example: &Example) -> TokenStream {
    let (snapshot, name, title) = (snapshot_name(tool, example), &tool.name.value, &example.title.value);
    let given = given_row(&example.given);
    let args = Value::Object(example.args.clone()).to_string();
    let progress = example.progress;
    let error = option(example.error.as_ref().map(|error| error.value.as_str()));
    quote! {
        Example {
            snapshot: #snapshot,
            tool: #name,
            title: #title,
            given: #given,
            args: #args,
            progress: #progress,
            error: #error,
        }
    }
}

fn given_row(given: &Given) -> TokenStream {
    let seed = given.seed.as_deref().unwrap_or("node-postgres");
    let token = given.token.as_deref().unwrap_or("valid");
    let control = Value::Array(given.control.clone()).to_string();
    let faults = Value::Array(given.faults.clone()).to_string();
    let settings = Value::Object(given.settings.clone()).to_string();
    let human = option(given.human.as_deref());
    quote! {
        Given { seed: #seed, token: #token, control: #control, faults: #faults, settings: #settings, human: #human }
    }
}

/// A recipe changes the first successful example of a tool: its surroundings and its arguments.
fn recipe_rows(spec: &Spec, tool: &Tool) -> Vec<(String, TokenStream)> {
    let Some(base) = tool.examples.iter().find(|example| example.error.is_none()) else { return Vec::new() };
    let first_call = first_call(tool, base);
    let mut rows = Vec::new();
    for group in spec.groups_of(tool) {
        for code in &group.codes {
            let Some(recipe) = &code.recipe else { continue };
            let mut given = base.given.clone();
            let changed = recipe.given.clone();
            given.token = changed.token.or(given.token);
            given.control.extend(changed.control);
            given.faults.extend(changed.faults.into_iter().map(|fault| with_call(fault, first_call)));
            given.settings.extend(changed.settings);
            let args = merged(base.args.clone(), &recipe.args);
            let (name, expected) = (&tool.name.value, &code.code.value);
            let test = format!("answers_{}", snake(expected));
            let (given, args) = (given_row(&given), Value::Object(args).to_string());
            rows.push((test, quote!(Recipe { tool: #name, given: #given, args: #args, code: #expected })));
        }
    }
    rows
}

/// The operation that the base example is sure to make first.
fn first_call<'a>(tool: &'a Tool, base: &Example) -> &'a str {
    let wanted = tool.action_of(&base.args).unwrap_or_default();
    let action = tool.actions.iter().find(|action| *action.name == *wanted);
    action.and_then(|action| action.calls.first()).map_or("*", |call| call.value.as_str())
}

fn with_call(mut fault: Value, call: &str) -> Value {
    if fault.get("operation").and_then(Value::as_str) == Some("${call}") {
        fault["operation"] = Value::String(call.to_owned());
    }
    fault
}

fn option(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
