//! `spec/tools/*.yaml`: one tool a file.

use super::super::diagnostics::At;
use super::super::model::{Kind, Param, Render, Server, Tool, TypeRef};
use super::super::reader::Reader;
use super::{actions, examples, params};
use crate::domain::yaml::{Data, Node};

const RENDERS: &[(&str, Render)] = &[("json", Render::Json), ("text", Render::Text), ("lines", Render::Lines)];
const DEFAULT_BUDGET_BYTES: usize = 16 * 1024;

pub(super) fn load(reader: Reader<'_>, root: &Node, file: usize, server: &Server) -> Option<Tool> {
    let fields = reader.fields(root, "a tool")?;
    let declared = fields.text("name");
    let name = named_as_file(reader, &declared, file);
    let title = fields.text("title");
    let group = fields.text("group");
    let summary = fields.text("summary");
    let docs = fields.block("docs").map(|docs| docs.value).unwrap_or_default();
    let before = reader.report().count();
    let mut params = fields.optional("params").map(|node| params::load(reader, node)).unwrap_or_default();
    let rules = fields.optional("rules").map(|node| params::load_rules(reader, node, &params)).unwrap_or_default();
    let carries = fields.optional_text("carries");
    let actions = actions::load(reader, &fields);
    let default_action = fields.optional_text("defaultAction");
    if let Some(default) = &default_action {
        let known: Vec<&str> =
            actions.iter().map(|action| action.name.as_str()).filter(|name| !name.is_empty()).collect();
        if !known.contains(&default.as_str()) {
            reader.report().unknown(default, "action", &known);
        }
    }
    let decodes = reader.report().count() == before;
    let output = fields.text("output");
    let render = fields.optional("render").and_then(|node| reader.word(node, "render", RENDERS));
    let before_errors = reader.report().count();
    let errors = fields.texts("errors");
    let errors_known = reader.report().count() == before_errors;
    let errors_place = fields.optional("errors").map_or_else(|| fields.place().clone(), |node| reader.place(node));
    let budget = fields.required("budget").and_then(|node| reader.count(node, &fields.of("budget")));
    let budget_bytes = fields.count("budgetBytes").map_or(DEFAULT_BUDGET_BYTES, |bytes| bytes.value);
    let unconfirmed = fields.optional_text("unconfirmed");
    let examples_node = fields.required("examples");
    let examples = examples_node.map(|node| examples::load(reader, node)).unwrap_or_default();
    fields.finish();
    if actions.iter().any(|action| !action.name.is_empty()) {
        params.insert(0, action_param(&name, default_action.as_ref()));
    }
    if actions.iter().any(|action| action.kind == Kind::Async) {
        params.push(params::special(&name, "wait", TypeRef::Boolean, &server.wait_doc));
    }
    Some(Tool {
        file,
        name,
        declared,
        title: title.value,
        group,
        summary,
        docs,
        params,
        rules,
        carries,
        actions,
        default_action,
        decodes,
        output,
        render: render.unwrap_or(Render::Json),
        errors,
        errors_known,
        errors_place,
        budget: budget.unwrap_or(0),
        budget_bytes,
        unconfirmed,
        examples,
        examples_known: examples_node.is_some_and(|node| matches!(node.data, Data::Sequence(_))),
    })
}

/// A tool is called as its file: whatever its own name says, others find it by that.
fn named_as_file(reader: Reader<'_>, declared: &At<String>, file: usize) -> At<String> {
    let path = reader.report().path(file);
    let stem = path.strip_prefix("spec/tools/").and_then(|name| name.strip_suffix(".yaml")).unwrap_or(path);
    At { value: stem.to_owned(), place: declared.place.clone() }
}

/// The parameter that chooses the action; its values are the actions, so a spec never writes it.
fn action_param(tool: &At<String>, default: Option<&At<String>>) -> Param {
    let kind = TypeRef::Named(At { value: "Action".to_owned(), place: tool.place.clone() });
    let default = default.map(|action| At { value: action.value.clone().into(), place: action.place.clone() });
    Param { required: default.is_none(), default, ..params::special(tool, "action", kind, "What to do.") }
}
