//! The functions in `src/ops`, compared with what the spec maps to them.

use std::collections::BTreeMap;

use quote::ToTokens;

use super::diagnostics::Report;
use super::model::{Action, Kind, Render, Spec, Tool};
use super::names::pascal;

/// The source of every file of `src/ops` by module path, such as `services` or `services::scale`.
pub(crate) type OpSources = BTreeMap<String, String>;

/// A function that takes `&Context` first: an operation.
struct Op {
    signature: String,
}

/// Reports ops that are missing, have another signature, or that nobody maps.
pub(crate) fn check(spec: &Spec, sources: &OpSources, report: &Report) {
    let found = scan(sources);
    let mut mapped = Vec::new();
    for tool in &spec.tools {
        for action in &tool.actions {
            mapped.push(action.op.value.clone());
            let expected = expected(tool, action);
            match found.get(&action.op.value) {
                None => report.fault_with(
                    &action.op.place,
                    format!("there is no op `{}`", action.op.value),
                    format!("write it in src/ops/{}.rs", module_of(&action.op.value).replace("::", "/")),
                    vec![format!("the function to write:\n{}", source_of(tool, action))],
                ),
                Some(op) if op.signature != expected => report.fault_with(
                    &action.op.place,
                    format!("the op `{}` has another signature than the spec asks for", action.op.value),
                    format!("it is `{}`", op.signature),
                    vec![format!("the signature to write:\n{}", source_of(tool, action))],
                ),
                Some(_) => {}
            }
        }
    }
    let place = spec.tools.first().map(|tool| tool.name.place.clone());
    for name in found.keys().filter(|name| !mapped.contains(name)) {
        if let Some(place) = &place {
            report.fault_with(
                place,
                format!("no tool maps the op `{name}`"),
                "the first of all tools stands here",
                vec![format!(
                    "name it as `op: {name}` in a tool, or make it `pub(super)` or `pub(crate)` if it is a helper"
                )],
            );
        }
    }
}

fn scan(sources: &OpSources) -> BTreeMap<String, Op> {
    let mut found = BTreeMap::new();
    for (module, source) in sources {
        let Ok(file) = syn::parse_file(source) else { continue };
        for item in file.items {
            let syn::Item::Fn(function) = item else { continue };
            let public = matches!(function.vis, syn::Visibility::Public(_));
            if public && function.sig.inputs.first().is_some_and(takes_context) {
                let name = format!("{module}::{}", function.sig.ident);
                found.insert(name, Op { signature: signature(&function.sig) });
            }
        }
    }
    found
}

fn takes_context(input: &syn::FnArg) -> bool {
    matches!(input, syn::FnArg::Typed(typed) if last_segments(&typed.ty.to_token_stream().to_string()) == "&Context")
}

fn signature(sig: &syn::Signature) -> String {
    let inputs: Vec<String> = sig
        .inputs
        .iter()
        .map(|input| match input {
            syn::FnArg::Typed(typed) => last_segments(&typed.ty.to_token_stream().to_string()),
            syn::FnArg::Receiver(_) => "self".to_owned(),
        })
        .collect();
    let output = match &sig.output {
        syn::ReturnType::Default => "()".to_owned(),
        syn::ReturnType::Type(_, kind) => last_segments(&kind.to_token_stream().to_string()),
    };
    let asyncness = if sig.asyncness.is_some() { "async " } else { "" };
    format!("{asyncness}fn({}) -> {output}", inputs.join(", "))
}

fn expected(tool: &Tool, action: &Action) -> String {
    let mut inputs = vec!["&Context".to_owned()];
    inputs.extend(args_type(tool, action));
    format!("async fn({}) -> Result<{}, Fail<Error>>", inputs.join(", "), output_type(tool, action))
}

fn output_type(tool: &Tool, action: &Action) -> String {
    match (action.kind, tool.render) {
        (Kind::Async, _) => format!("Outcome<{}>", tool.output.value),
        (Kind::Sync, Render::Lines) => format!("Lines<{}>", tool.output.value),
        (Kind::Sync, _) => tool.output.value.clone(),
    }
}

/// The type of the arguments that an op takes, none for an op without parameters.
pub(crate) fn args_type(tool: &Tool, action: &Action) -> Option<String> {
    if tool.params.is_empty() {
        None
    } else if action.name.is_empty() {
        Some("Args".to_owned())
    } else {
        Some(format!("{}Args", pascal(&action.name)))
    }
}

fn source_of(tool: &Tool, action: &Action) -> String {
    let module = format!("{}::", tool.name.value);
    let args = args_type(tool, action).map(|args| format!(", args: {module}{args}")).unwrap_or_default();
    let output = output_type(tool, action);
    let name = action.op.value.rsplit("::").next().unwrap_or_default();
    format!("pub async fn {name}(cx: &Context{args}) -> Result<{output}, Fail<{module}Error>>")
}

fn module_of(op: &str) -> &str {
    op.rsplit_once("::").map_or("", |(module, _)| module)
}

/// A type without spaces and with the last segment of every path only.
fn last_segments(tokens: &str) -> String {
    let dense: String = tokens.chars().filter(|c| !c.is_whitespace()).collect();
    let mut out = String::new();
    let mut word = String::new();
    let mut chars = dense.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ':' && chars.peek() == Some(&':') {
            chars.next();
            word.clear();
        } else if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            out.push_str(&word);
            word.clear();
            out.push(c);
            if c == ',' {
                out.push(' ');
            }
        }
    }
    out.push_str(&word);
    out
}
