//! The functions in `src/ops`, compared with what the spec maps to them.

use std::collections::BTreeMap;

use quote::ToTokens;

use super::diagnostics::{At, Diagnostic, Place, Report};
use super::forms;
use super::model::{Action, Kind, Render, Spec, Tool};
use super::names::pascal;
use crate::domain::nearest::nearest;

/// The source of every file of `src/ops` by its path, such as `src/ops/services.rs`.
pub type OpSources = BTreeMap<String, String>;

/// What stands in the sources.
#[derive(Debug, Default)]
pub(crate) struct Ops {
    /// The functions by their paths below `ops`.
    functions: BTreeMap<String, Function>,
    /// Modules that are no Rust: the compiler says so better.
    unread: Vec<String>,
}

/// A function of a module. It is an operation if it is public and takes `&Context` first.
#[derive(Debug)]
struct Function {
    place: Place,
    signature: String,
    is_public: bool,
    takes_context: bool,
}

/// Reads the sources.
pub(crate) fn scan(sources: &OpSources, report: &mut Report) -> Ops {
    let mut ops = Ops::default();
    for (path, source) in sources {
        let file = report.add_source(path.clone(), source.clone());
        let module = module_of_file(path);
        let Ok(parsed) = syn::parse_file(source) else {
            ops.unread.push(module);
            continue;
        };
        for item in parsed.items {
            let syn::Item::Fn(function) = item else { continue };
            let name = &function.sig.ident;
            let found = Function {
                place: Place { file, span: name.span().byte_range() },
                signature: signature(&function.sig),
                is_public: matches!(function.vis, syn::Visibility::Public(_)),
                takes_context: function.sig.inputs.first().is_some_and(takes_context),
            };
            ops.functions.insert(format!("{module}::{name}"), found);
        }
    }
    ops
}

/// Reports ops that are missing, have another signature, or that nobody maps.
pub(crate) fn check(spec: &Spec, ops: &Ops, report: &Report) {
    let mut mapped: Vec<&At<String>> = Vec::new();
    let mut meant: Vec<&str> = Vec::new();
    let mut all_known = spec.knows("spec/tools/");
    for tool in &spec.tools {
        all_known &= !tool.actions.is_empty();
        for action in &tool.actions {
            let op = &action.op;
            all_known &= forms::op(op);
            if module_of(op).is_empty() || ops.unread.iter().any(|unread| unread == module_of(op)) {
                continue;
            }
            if let Some(earlier) = mapped.iter().find(|earlier| earlier.value == op.value) {
                let message = format!("the op `{}` is mapped twice", op.value);
                let fault = Diagnostic::new(&op.place, message, "each action has its own arguments, so its own op");
                report.add(fault.related(&earlier.place, "first mapped here"));
                continue;
            }
            mapped.push(op);
            match ops.functions.get(&op.value) {
                Some(function) => compare(spec, tool, action, function, report),
                None => meant.extend(missing(spec, ops, tool, action, report)),
            }
        }
    }
    let is_op = |function: &Function| function.is_public && function.takes_context;
    for (name, function) in ops.functions.iter().filter(|(_, function)| all_known && is_op(function)) {
        if !mapped.iter().any(|op| op.value == *name) && !meant.contains(&name.as_str()) {
            let fault = Diagnostic::new(&function.place, format!("no tool maps the op `{name}`"), "this is public");
            let help = format!("name it as `op: {name}` in a tool, or make a helper `pub(super)` or `pub(crate)`");
            report.add(fault.help(help));
        }
    }
}

/// Reports an op that does not exist; answers the one that was meant, if it is near and free.
fn missing<'a>(spec: &Spec, ops: &'a Ops, tool: &Tool, action: &Action, report: &Report) -> Option<&'a str> {
    let op = &action.op;
    let used = |name: &str| spec.tools.iter().flat_map(|tool| &tool.actions).any(|action| action.op.value == name);
    let free = ops.functions.iter().filter(|(name, function)| function.takes_context && !used(name));
    let near = nearest(op, free.map(|(name, _)| name.as_str()));
    let label = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write it in src/ops/{}.rs", module_of(op).replace("::", "/")),
    };
    let fault = Diagnostic::new(&op.place, format!("there is no op `{}`", op.value), label);
    report.add(match (near, action.kind_known) {
        (None, true) => fault.help(format!("the function to write:\n{}", source_of(tool, action))),
        _ => fault,
    });
    near
}

fn compare(spec: &Spec, tool: &Tool, action: &Action, function: &Function, report: &Report) {
    let op = &action.op.value;
    let named = action.name.is_empty() || forms::kebab(&action.name);
    let sound = action.kind_known && named && spec.types.record(&tool.output).is_some();
    if function.signature != expected(tool, action) && sound {
        let message = format!("the op `{op}` has another signature than the spec asks for");
        let fault = Diagnostic::new(&action.op.place, message, "mapped here");
        let fault = fault.related(&function.place, format!("this is `{}`", function.signature));
        report.add(fault.help(format!("the signature to write:\n{}", source_of(tool, action))));
    } else if !function.is_public {
        let fault = Diagnostic::new(&action.op.place, format!("the op `{op}` is not public"), "mapped here");
        report.add(fault.related(&function.place, "make this `pub`"));
    }
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

/// `src/ops/services/scale.rs` and `src/ops/services/scale/mod.rs` are `services::scale`.
fn module_of_file(path: &str) -> String {
    let path = path.strip_prefix("src/ops/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    path.strip_suffix("/mod").unwrap_or(path).replace('/', "::")
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
