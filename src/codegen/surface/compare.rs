//! What a caller of one surface meets at another.

use serde_json::{Map, Value};

use super::{Change, Impact, Spot};

/// All differences between two surfaces, each the `tools` of [`super::of()`], by spot.
#[must_use]
pub fn compare(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<Change> {
    let mut changes = Changes::default();
    for (tool, before) in old {
        match new.get(tool) {
            Some(after) => compare_tool(&mut changes, &Spot::tool(tool), before, after),
            None => changes.breaking(Spot::tool(tool), format!("the tool `{tool}` is gone")),
        }
    }
    for tool in new.keys().filter(|tool| !old.contains_key(*tool)) {
        changes.added(Spot::tool(tool), format!("the tool `{tool}`"));
    }
    changes.0.sort_by_key(|change| change.spot.to_string());
    changes.0
}

#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn breaking(&mut self, spot: Spot, text: String) {
        self.0.push(Change { spot, impact: Impact::Breaking, text });
    }

    fn added(&mut self, spot: Spot, text: String) {
        self.0.push(Change { spot, impact: Impact::Added, text });
    }

    fn wider(&mut self, spot: Spot, text: String) {
        self.0.push(Change { spot, impact: Impact::Compatible, text });
    }

    /// A bound of which only one direction breaks.
    fn judged(&mut self, breaks: bool, spot: &Spot, text: String) {
        if breaks { self.breaking(spot.clone(), text) } else { self.wider(spot.clone(), text) }
    }
}

fn compare_tool(changes: &mut Changes, tool: &Spot, old: &Value, new: &Value) {
    let (before, after) = (members(old, "params"), members(new, "params"));
    let (needed_before, needed) = (texts(old, "required"), texts(new, "required"));
    let by_action = !members(old, "actions").is_empty() && !members(new, "actions").is_empty();
    for (name, schema) in &before {
        let spot = tool.param(name);
        let Some(now) = after.get(name) else {
            changes.breaking(spot, format!("`{}` no longer takes `{name}`", tool.tool));
            continue;
        };
        if !(by_action && name == "action") {
            compare_schema(changes, &spot, name, schema, now);
        }
        match (needed_before.contains(name), needed.contains(name)) {
            (false, true) => changes.breaking(spot, format!("`{}` needs `{name}`", tool.tool)),
            (true, false) => changes.wider(spot, format!("`{}` no longer needs `{name}`", tool.tool)),
            _ => {}
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        let spot = tool.param(name);
        if needed.contains(name) {
            changes.breaking(spot, format!("`{}` needs the new `{name}`", tool.tool));
        } else {
            changes.added(spot, format!("`{name}` of `{}`", tool.tool));
        }
    }
    if by_action {
        compare_actions(changes, tool, old, new);
    }
    compare_rules(changes, tool, old, new);
}

fn compare_actions(changes: &mut Changes, tool: &Spot, old: &Value, new: &Value) {
    let (before, after) = (members(old, "actions"), members(new, "actions"));
    let (known, still) = (members(old, "params"), members(new, "params"));
    for (name, action) in &before {
        let call = format!("`{name}` of `{}`", tool.tool);
        let Some(now) = after.get(name) else {
            changes.breaking(tool.action(name), format!("the action {call} is gone"));
            continue;
        };
        let (took, takes) = (texts(action, "takes"), texts(now, "takes"));
        // What the whole tool has lost or gained is said once, for the tool.
        for param in took.iter().filter(|param| !takes.contains(param) && still.contains_key(*param)) {
            changes.breaking(tool.action(name).param(param), format!("{call} no longer takes `{param}`"));
        }
        for param in takes.iter().filter(|param| !took.contains(param) && known.contains_key(*param)) {
            changes.added(tool.action(name).param(param), format!("`{param}` for {call}"));
        }
        let (needed, needs) = (texts(action, "needs"), texts(now, "needs"));
        for param in needs.iter().filter(|param| !needed.contains(param)) {
            changes.breaking(tool.action(name).param(param), format!("{call} needs `{param}`"));
        }
        for param in needed.iter().filter(|param| !needs.contains(param) && takes.contains(param)) {
            changes.wider(tool.action(name).param(param), format!("{call} no longer needs `{param}`"));
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        changes.added(tool.action(name), format!("the action `{name}` of `{}`", tool.tool));
    }
}

/// Conditions between parameters. One that is about a new parameter binds no caller of the old surface.
fn compare_rules(changes: &mut Changes, tool: &Spot, old: &Value, new: &Value) {
    let known = members(old, "params");
    let (before, after) = (rules(old), rules(new));
    for (kind, fields) in after.iter().filter(|rule| !before.contains(rule)) {
        let names = fields.join("`, `");
        if kind == "ordered" {
            if fields.iter().all(|field| known.contains_key(field)) {
                changes.breaking(tool.clone(), format!("`{}` wants `{names}` in ascending order", tool.tool));
            }
        } else if !before.iter().any(|(other, wide)| other == kind && wide.iter().all(|field| fields.contains(field))) {
            changes.breaking(tool.clone(), format!("`{}` needs one of `{names}`", tool.tool));
        }
    }
}

fn compare_schema(changes: &mut Changes, spot: &Spot, name: &str, old: &Value, new: &Value) {
    let name = format!("`{name}` of `{}`", spot.tool);
    let kind = |schema: &Value| schema["type"].as_str().unwrap_or_default().to_owned();
    let (was, is) = (kind(old), kind(new));
    if was != is {
        let wider = was == "integer" && is == "number";
        changes.judged(!wider, spot, format!("{name} is of type {is}, no longer {was}"));
        if !wider {
            return;
        }
    }
    for (bound, lower, words) in [
        ("minimum", true, "at least"),
        ("maximum", false, "at most"),
        ("minLength", true, "characters, at least"),
        ("maxLength", false, "characters, at most"),
        ("maxItems", false, "elements, at most"),
    ] {
        let text = match (old[bound].as_f64(), new[bound].as_f64()) {
            (None, None) => continue,
            (Some(was), Some(is)) if same(was, is) => continue,
            (Some(was), Some(is)) => {
                let breaks = if lower { is > was } else { is < was };
                (breaks, format!("{name}: {words} {}, no longer {}", new[bound], old[bound]))
            }
            (None, Some(_)) => (true, format!("{name}: {words} {}", new[bound])),
            (Some(_), None) => (false, format!("{name}: no longer {words} {}", old[bound])),
        };
        changes.judged(text.0, spot, text.1);
    }
    match (old["pattern"].as_str(), new["pattern"].as_str()) {
        (was, is) if was == is => {}
        (_, None) => changes.wider(spot.clone(), format!("{name} takes any text")),
        // Whether one pattern takes all that another took cannot be told.
        (_, Some(is)) => changes.breaking(spot.clone(), format!("{name} must be of the form {is}")),
    }
    compare_values(changes, spot, &name, old, new);
    if old["default"] != new["default"] {
        let shown = |value: &Value| if value.is_null() { "none".to_owned() } else { value.to_string() };
        let text = format!("the default of {name} is {}, no longer {}", shown(&new["default"]), shown(&old["default"]));
        changes.wider(spot.clone(), text);
    }
    if old["items"].is_object() && new["items"].is_object() {
        compare_schema(changes, spot, &spot.param.clone().unwrap_or_default(), &old["items"], &new["items"]);
    }
    compare_fields(changes, spot, &name, old, new);
}

/// The fields of a record in a list.
fn compare_fields(changes: &mut Changes, spot: &Spot, name: &str, old: &Value, new: &Value) {
    let (before, after) = (members(old, "properties"), members(new, "properties"));
    let (needed, needs) = (texts(old, "required"), texts(new, "required"));
    for (field, schema) in &before {
        match after.get(field) {
            Some(now) => compare_schema(
                changes,
                spot,
                &format!("{field}` in `{}", spot.param.as_deref().unwrap_or_default()),
                schema,
                now,
            ),
            None => changes.breaking(spot.clone(), format!("{name} no longer takes a field `{field}`")),
        }
    }
    for field in after.keys().filter(|field| !before.contains_key(*field) && !before.is_empty()) {
        if !needs.contains(field) {
            changes.added(spot.clone(), format!("the field `{field}` of {name}"));
        }
    }
    for field in needs.iter().filter(|field| !needed.contains(field) && !before.is_empty()) {
        changes.breaking(spot.clone(), format!("{name} needs the field `{field}`"));
    }
}

fn compare_values(changes: &mut Changes, spot: &Spot, name: &str, old: &Value, new: &Value) {
    let (before, after) = (texts(old, "enum"), texts(new, "enum"));
    match (before.is_empty(), after.is_empty()) {
        (true, true) => {}
        (true, false) => changes.breaking(spot.clone(), format!("{name} is one of {}", after.join(", "))),
        (false, true) => changes.wider(spot.clone(), format!("{name} takes any text")),
        (false, false) => {
            for value in before.iter().filter(|value| !after.contains(value)) {
                changes.breaking(spot.value(value), format!("{name} no longer takes `{value}`"));
            }
            for value in after.iter().filter(|value| !before.contains(value)) {
                changes.added(spot.value(value), format!("`{value}` for {name}"));
            }
        }
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < f64::EPSILON
}

fn members(value: &Value, key: &str) -> Map<String, Value> {
    value[key].as_object().cloned().unwrap_or_default()
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let items = value[key].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn rules(value: &Value) -> Vec<(String, Vec<String>)> {
    let rules = value["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
    let kinds = rules.iter().filter_map(Value::as_object).flat_map(|rule| rule.keys().map(move |kind| (rule, kind)));
    kinds.map(|(rule, kind)| (kind.clone(), texts(&Value::Object(rule.clone()), kind))).collect()
}
