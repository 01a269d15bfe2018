//! `spec/tools/*.yaml`: one tool a file.

use super::super::diagnostics::At;
use super::super::model::{Action, Example, Kind, Param, Render, Rule, Server, Tool, TypeRef};
use super::super::reader::{Fields, Reader};
use super::{calls, types};
use crate::domain::yaml::Node;

const KINDS: &[(&str, Kind)] = &[("sync", Kind::Sync), ("async", Kind::Async)];
const RENDERS: &[(&str, Render)] = &[("json", Render::Json), ("text", Render::Text), ("lines", Render::Lines)];
const DEFAULT_BUDGET_BYTES: usize = 16 * 1024;
const DEFAULT_MAX_ITEMS: usize = 100;

pub(super) fn load(reader: Reader<'_>, root: &Node, file: usize, path: &str, server: &Server) -> Option<Tool> {
    let fields = reader.fields(root, "a tool")?;
    let name = fields.text("name");
    if let Some(name) = &name
        && !path.ends_with(&format!("/{}.yaml", name.value))
    {
        let label = format!("this file is `{path}`");
        reader.report().fault(&name.place, format!("the file of `{}` has another name", name.value), label);
    }
    let title = fields.text("title");
    let group = fields.text("group");
    let summary = fields.text("summary");
    let docs = fields.optional_text("docs").map(|docs| docs.value).unwrap_or_default();
    let mut params = fields.optional("params").map(|node| load_params(reader, node)).unwrap_or_default();
    let rules = fields.optional("rules").map(|node| load_rules(reader, node)).unwrap_or_default();
    let actions = load_actions(reader, &fields);
    let output = fields.text("output");
    let render = fields.optional("render").and_then(|node| reader.word(node, "render", RENDERS));
    let errors = fields.texts("errors");
    let budget = fields.required("budget").and_then(|node| reader.count(node, "`budget`"));
    let budget_bytes = fields.count("budgetBytes").unwrap_or(DEFAULT_BUDGET_BYTES);
    let unconfirmed = fields.optional_text("unconfirmed");
    let examples = fields.required("examples").map(|node| load_examples(reader, node)).unwrap_or_default();
    fields.finish();
    let (name, actions) = (name?, actions?);
    if actions.iter().any(|action| !action.name.is_empty()) {
        params.insert(0, action_param(&name));
    }
    if actions.iter().any(|action| action.kind == Kind::Async) {
        params.push(wait_param(&name, server));
    }
    Some(Tool {
        file,
        name,
        title: title?.value,
        group: group?,
        summary: summary?,
        docs,
        params,
        rules,
        actions,
        output: output?,
        render: render.unwrap_or(Render::Json),
        errors,
        budget: budget?,
        budget_bytes,
        unconfirmed,
        examples,
    })
}

/// The parameter that chooses the action; its values are the actions, so a spec never writes it.
fn action_param(tool: &At<String>) -> Param {
    let name = At { value: "action".to_owned(), place: tool.place.clone() };
    let kind = TypeRef::Named(At { value: "Action".to_owned(), place: tool.place.clone() });
    Param { required: true, ..plain_param(name, kind, "What to do.") }
}

/// The parameter that every asynchronous tool has.
fn wait_param(tool: &At<String>, server: &Server) -> Param {
    let name = At { value: "wait".to_owned(), place: tool.place.clone() };
    plain_param(name, TypeRef::Boolean, &server.wait_doc)
}

fn plain_param(name: At<String>, kind: TypeRef, doc: &str) -> Param {
    Param {
        name,
        kind,
        required: false,
        doc: doc.to_owned(),
        unit: None,
        min: None,
        max: None,
        default: None,
        max_items: DEFAULT_MAX_ITEMS,
    }
}

fn load_params(reader: Reader<'_>, node: &Node) -> Vec<Param> {
    let mut params = Vec::new();
    for (name, node) in reader.entries(node, "`params`").unwrap_or_default() {
        let Some(fields) = reader.fields(node, format!("parameter `{}`", name.value)) else { continue };
        let kind = fields.required("type").and_then(|node| types::type_ref(reader, node));
        let doc = fields.text("doc");
        let required = fields.flag("required");
        let unit = fields.optional_text("unit").map(|unit| unit.value);
        let (min, max) = (fields.number("min"), fields.number("max"));
        let default = fields.optional("default").map(|node| reader.json(node));
        let max_items = fields.count("maxItems").unwrap_or(DEFAULT_MAX_ITEMS);
        fields.finish();
        if let (Some(kind), Some(doc)) = (kind, doc) {
            params.push(Param { name, kind, required, doc: doc.value, unit, min, max, default, max_items });
        }
    }
    params
}

fn load_rules(reader: Reader<'_>, node: &Node) -> Vec<Rule> {
    let mut rules = Vec::new();
    for node in reader.items(node, "`rules`") {
        let Some(fields) = reader.fields(node, "a rule") else { continue };
        let at_least_one = fields.texts("at_least_one");
        let ordered = fields.texts("ordered");
        let error = fields.text("error");
        fields.finish();
        let Some(error) = error else { continue };
        match (at_least_one.is_empty(), ordered.len()) {
            (false, 0) => rules.push(Rule::AtLeastOne { fields: at_least_one, error }),
            (true, 2) => rules.push(Rule::Ordered { fields: ordered, error }),
            _ => reader.fault(node, "a rule is one condition", "give `at_least_one: [...]` or `ordered: [low, high]`"),
        }
    }
    rules
}

fn load_actions(reader: Reader<'_>, fields: &Fields<'_>) -> Option<Vec<Action>> {
    if let Some(node) = fields.optional("actions") {
        for (key, value) in [("op", fields.optional("op")), ("kind", fields.optional("kind"))] {
            if let Some(node) = value {
                reader.fault(node, format!("`{key}` stands beside `actions`"), "each action has its own");
            }
        }
        let shared = fields.texts("calls");
        let mut actions = Vec::new();
        for (name, node) in reader.entries(node, "`actions`")? {
            let Some(entry) = reader.fields(node, format!("action `{}`", name.value)) else { continue };
            actions.extend(load_action(reader, &entry, name, true, &shared));
            entry.finish();
        }
        return Some(actions);
    }
    let name = At { value: String::new(), place: fields.place() };
    Some(vec![load_action(reader, fields, name, false, &[])?])
}

fn load_action(
    reader: Reader<'_>,
    fields: &Fields<'_>,
    name: At<String>,
    named: bool,
    shared: &[At<String>],
) -> Option<Action> {
    let kind = fields.required("kind").and_then(|node| reader.word(node, "kind", KINDS));
    let op = fields.text("op");
    let calls = shared.iter().cloned().chain(fields.texts("calls")).collect();
    let (doc, takes, needs) = if named {
        (fields.text("doc")?.value, fields.texts("takes"), fields.texts("needs"))
    } else {
        (String::new(), Vec::new(), Vec::new())
    };
    Some(Action { name, doc, kind: kind?, op: op?, calls, takes, needs })
}

fn load_examples(reader: Reader<'_>, node: &Node) -> Vec<Example> {
    let mut examples = Vec::new();
    for node in reader.items(node, "`examples`") {
        let Some(fields) = reader.fields(node, "an example") else { continue };
        let title = fields.text("title");
        let given = fields.optional("given").map(|node| calls::given(reader, node)).unwrap_or_default();
        let args_place = fields.optional("args").map_or_else(|| fields.place(), |node| reader.place(node));
        let args = calls::object(&fields, "args");
        let progress = fields.flag("progress");
        let error = fields.optional_text("error");
        fields.finish();
        if let Some(title) = title {
            examples.push(Example { title, given, args, args_place, progress, error });
        }
    }
    examples
}
