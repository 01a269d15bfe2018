//! The argument decoder: one function over the generated tables.
//!
//! It collects every fault of a call, so that an agent corrects all of them at once. It takes what
//! agents really send (`"3"` for 3, `"true"` for true, `null` for an absent value) and refuses what
//! it does not know, with the valid names and the nearest one.

use std::fmt;

use serde_json::{Map, Number, Value};

use super::nearest::nearest;
use super::once;
use super::params::{Action, Field, Kind, Params, Rule, Text};

/// Faults that are told of each kind that has no end: unknown names, and the elements of one list.
const MOST: usize = 20;
/// Parameters of which one is missing that are named.
const NAMED: usize = 6;

/// One thing that is wrong with a call's arguments. It never quotes the value it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The parameter.
    pub field: String,
    /// What is wrong, in words.
    pub reason: String,
    /// What would be right, where that is long: it stands with the parameter, and not in the sentence about the call.
    pub valid: Option<String>,
    /// The error code, `INVALID_PARAMETER` when none is named.
    pub code: Option<&'static str>,
}

impl Fault {
    fn new(field: &str, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), reason: reason.into(), valid: None, code: None }
    }

    /// Whether it is about a value or something in it.
    fn is_about(&self, path: &str) -> bool {
        self.field.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
    }

    fn code(mut self, code: Option<&'static str>) -> Self {
        self.code = code;
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.reason) } else { write!(f, "`{}` {}", self.field, self.reason) }
    }
}

/// Decodes arguments: values normalised, unknown names refused, actions and rules applied.
///
/// # Errors
/// Every fault found, in the order of the arguments, then of the spec.
pub fn decode(params: &Params, arguments: Map<String, Value>) -> Result<Map<String, Value>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut map = decode_fields(params, arguments, &mut faults);
    if let (Some(action), false) = (params.default_action, faults.iter().any(|fault| fault.field == "action")) {
        map.entry("action").or_insert_with(|| Value::String(action.to_owned()));
    }
    if let Some(action) = map.get("action").and_then(Value::as_str).and_then(|name| params.action(name)) {
        check_action(params, action, &map, &mut faults);
    }
    for rule in params.rules {
        check_rule(rule, &map, &mut faults);
    }
    if faults.is_empty() { Ok(map) } else { Err(faults) }
}

/// The part of decoding that the published schema describes: each field by itself.
pub fn decode_fields(params: &Params, arguments: Map<String, Value>, faults: &mut Vec<Fault>) -> Map<String, Value> {
    decode_object(&Object { fields: params.fields, at: "" }, arguments, faults)
}

/// An object that is decoded: all arguments, or a record in one of them.
struct Object<'a> {
    fields: &'a [Field],
    /// Where it stands, such as `services[1]`; nowhere for all arguments.
    at: &'a str,
}

impl Object<'_> {
    /// Where a member of this name stands.
    fn path(&self, name: &str) -> String {
        if self.at.is_empty() { name.to_owned() } else { format!("{}.{name}", self.at) }
    }

    /// What its members are called in a sentence.
    fn words(&self) -> (&'static str, &'static str, &'static str) {
        if self.at.is_empty() { ("a parameter", "parameters", "this tool") } else { ("a field", "fields", "it") }
    }
}

fn decode_object(object: &Object<'_>, members: Map<String, Value>, faults: &mut Vec<Fault>) -> Map<String, Value> {
    let mut map = Map::new();
    let mut strangers = 0;
    for (name, value) in members {
        let Some(field) = object.fields.iter().find(|field| field.name == name) else {
            strangers += 1;
            if strangers <= MOST {
                faults.push(unknown(&name, object, strangers == 1));
            }
            continue;
        };
        if value.is_null() && !field.required {
            continue;
        }
        if let Some(value) = decode_value(&object.path(field.name), &field.kind, value, faults) {
            map.insert(name, value);
        }
    }
    if strangers > MOST {
        let (_, many, _) = object.words();
        faults.push(Fault::new(object.at, format!("and {} more names that are no {many}", strangers - MOST)));
    }
    for field in object.fields.iter().filter(|field| field.required && !map.contains_key(field.name)) {
        let path = object.path(field.name);
        if !faults.iter().any(|fault| fault.is_about(&path)) {
            faults.push(Fault::new(&path, required(&field.kind)).code(field.missing));
        }
    }
    map
}

/// What is said of a value that is missing.
fn required(kind: &Kind) -> String {
    match kind {
        Kind::Enum(variants) => format!("is required, one of {}", variants.join(", ")),
        _ => "is required".to_owned(),
    }
}

/// An unknown name; the valid ones are listed with the first.
fn unknown(name: &str, object: &Object<'_>, list: bool) -> Fault {
    let names: Vec<&str> = object.fields.iter().map(|field| field.name).collect();
    let (one, _, owner) = object.words();
    let shown: String = name.chars().take(64).collect();
    let reason = if names.is_empty() {
        format!("is not {one}; {owner} takes none")
    } else {
        let near = nearest(&shown, names.iter().copied()).map(|near| format!(" (did you mean `{near}`?)"));
        format!("is not {one}{}", near.unwrap_or_default())
    };
    let valid = (list && !names.is_empty()).then(|| format!("valid: {}", names.join(", ")));
    Fault { valid, ..Fault::new(&object.path(&shown), reason) }
}

fn decode_value(name: &str, kind: &Kind, value: Value, faults: &mut Vec<Fault>) -> Option<Value> {
    match kind {
        Kind::Boolean => boolean(&value).map(Value::Bool).or_else(|| {
            faults.push(Fault::new(name, format!("must be true or false, not {}", describe(&value))));
            None
        }),
        Kind::Integer { min, max } => match integer(&value) {
            None if is_number(&value) => {
                let range = range(min.as_ref(), max.as_ref());
                faults.push(Fault::new(name, format!("must be a whole number, {range}")));
                None
            }
            None => refuse_number(name, "a whole number", &value, faults),
            Some(number) if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) => {
                faults.push(Fault::new(name, format!("must be {}", range(min.as_ref(), max.as_ref()))));
                None
            }
            Some(number) => Some(Value::Number(number.into())),
        },
        Kind::Number { min, max } => match number(&value) {
            None => refuse_number(name, "a number", &value, faults),
            Some(number) if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) => {
                faults.push(Fault::new(name, format!("must be {}", range(min.as_ref(), max.as_ref()))));
                None
            }
            Some(number) => Number::from_f64(number).map(Value::Number),
        },
        Kind::Text(text) => decode_text(name, text, value, faults),
        Kind::Enum(variants) => decode_enum(name, variants, value, faults),
        Kind::List { item, max, line } => {
            let value = if *line { as_line(value) } else { value };
            decode_list(name, item, *max, value, faults)
        }
        Kind::Record(fields) => decode_record(name, fields, value, faults),
    }
}

fn decode_text(name: &str, text: &Text, value: Value, faults: &mut Vec<Fault>) -> Option<Value> {
    let Value::String(string) = value else {
        faults.push(Fault::new(name, format!("must be a string, not {}", describe(&value))));
        return None;
    };
    if let Some(letter) = string.chars().find(|letter| is_control(*letter)) {
        faults.push(Fault::new(name, format!("must not contain the control character {}", letter.escape_unicode())));
        return None;
    }
    if fits(text, &string) {
        return Some(Value::String(string));
    }
    faults.push(Fault::new(name, format!("must be {}", text.rule)).code(text.error));
    None
}

/// Whether no text has it: nothing but lines and tabs is laid out by what cannot be seen, and a NUL ends a text in
/// other programs.
fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

/// Whether a string keeps to the rule of its type.
#[must_use]
pub fn fits(rule: &Text, text: &str) -> bool {
    let length = text.chars().count();
    (rule.min_length..=rule.max_length).contains(&length) && rule.pattern.is_none_or(|pattern| matches(pattern, text))
}

fn decode_enum(name: &str, variants: &[&str], value: Value, faults: &mut Vec<Fault>) -> Option<Value> {
    let Value::String(string) = value else {
        faults.push(Fault::new(name, format!("must be one of {}, not {}", variants.join(", "), describe(&value))));
        return None;
    };
    if variants.contains(&string.as_str()) {
        return Some(Value::String(string));
    }
    // The platform names its documents one way and nearly everybody names the files the other.
    let shorter = string.strip_suffix(".yaml").map(|stem| format!("{stem}.yml"));
    if let Some(name) = shorter.filter(|name| variants.contains(&name.as_str())) {
        return Some(Value::String(name));
    }
    let hint =
        nearest(&string, variants.iter().copied()).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
    faults.push(Fault::new(name, format!("must be one of {}{hint}", variants.join(", "))));
    None
}

fn decode_list(name: &str, item: &Kind, max: usize, value: Value, faults: &mut Vec<Fault>) -> Option<Value> {
    let items = match elements(item, written_out(name, value, faults)?) {
        Ok(items) => items,
        Err(value) => {
            let what = if matches!(item, Kind::Record(_)) { "a list of objects" } else { "a list" };
            faults.push(Fault::new(name, format!("must be {what}, not {}", describe(&value))));
            return None;
        }
    };
    if items.len() > max {
        faults.push(Fault::new(name, format!("must have at most {max} elements")));
        return None;
    }
    let before = faults.len();
    let mut decoded = Vec::with_capacity(items.len());
    for (index, value) in items.into_iter().enumerate() {
        if faults.len() - before >= MOST {
            faults.push(Fault::new(name, format!("was not read beyond its element {}", index - 1)));
            break;
        }
        decoded.extend(decode_value(&format!("{name}[{index}]"), item, value, faults));
    }
    (faults.len() == before).then_some(Value::Array(decoded))
}

/// A text alone as the list that it is the element of, unless it is a list written out.
fn as_line(value: Value) -> Value {
    match value {
        Value::String(text) if serde_json::from_str::<Vec<Value>>(&text).is_err() => Value::Array(vec![text.into()]),
        other => other,
    }
}

/// The elements of a list. Clients send a list as its JSON in a string, and a list of one as its element; a text that
/// may as well be several elements is neither.
fn elements(item: &Kind, value: Value) -> Result<Vec<Value>, Value> {
    match (value, item) {
        (Value::Array(items), _) => Ok(items),
        (one @ Value::Object(_), Kind::Record(_)) => Ok(vec![one]),
        (Value::String(one), Kind::Text(_) | Kind::Enum(_))
            if !one.trim_start().starts_with('[') && !one.contains([',', '\n']) =>
        {
            Ok(vec![Value::String(one)])
        }
        (other, _) => Err(other),
    }
}

fn decode_record(name: &str, fields: &[Field], value: Value, faults: &mut Vec<Fault>) -> Option<Value> {
    let given = describe(&value);
    let Value::Object(members) = written_out(name, value, faults)? else {
        faults.push(Fault::new(name, format!("must be an object, not {given}")));
        return None;
    };
    let before = faults.len();
    let decoded = decode_object(&Object { fields, at: name }, members, faults);
    (faults.len() == before).then_some(Value::Object(decoded))
}

/// What a string says as JSON. Agents and command lines write objects and lists of them as text.
fn written_out(name: &str, value: Value, faults: &mut Vec<Fault>) -> Option<Value> {
    let Value::String(text) = &value else { return Some(value) };
    if let Err(fault) = once::check(text.as_bytes()) {
        faults.push(Fault::new(name, format!("was not read: {fault}")));
        return None;
    }
    match serde_json::from_str(text) {
        Ok(inner @ (Value::Array(_) | Value::Object(_))) => Some(inner),
        _ => Some(value),
    }
}

fn check_action(params: &Params, action: &Action, map: &Map<String, Value>, faults: &mut Vec<Fault>) {
    for name in map.keys().filter(|name| *name != "action" && !action.fields.contains(&name.as_str())) {
        let takes = if action.fields.is_empty() { "nothing else".to_owned() } else { action.fields.join(", ") };
        faults.push(Fault::new(name, format!("does not go with action={}, which takes {takes}", action.name)));
    }
    for name in action.required.iter().filter(|name| !map.contains_key(**name)) {
        if !faults.iter().any(|fault| fault.is_about(name)) {
            let missing = params.field(name).and_then(|field| field.missing);
            faults.push(Fault::new(name, format!("is required when action={}", action.name)).code(missing));
        }
    }
}

fn check_rule(rule: &Rule, map: &Map<String, Value>, faults: &mut Vec<Fault>) {
    match rule {
        // Beside another fault it would only say that what was misspelt is missing.
        Rule::AtLeastOne { .. } if !faults.is_empty() => {}
        Rule::AtLeastOne { fields, error } => {
            if !fields.iter().any(|name| map.contains_key(*name)) {
                let more = fields.len().saturating_sub(NAMED);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let names = fields[..fields.len().min(NAMED)].join(", ");
                let reason = format!("nothing to change: give at least one of {names}{more}");
                faults.push(Fault::new("", reason).code(Some(error)));
            }
        }
        Rule::Ordered { low, high, error } => {
            let value = |name: &str| map.get(name).and_then(Value::as_f64);
            if let (Some(a), Some(b)) = (value(low), value(high))
                && a > b
            {
                faults.push(Fault::new(low, format!("({a}) must not exceed `{high}` ({b})")).code(Some(error)));
            }
        }
    }
}

/// Whether it says a number, however large or broken.
fn is_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => text.trim().parse::<f64>().is_ok_and(|number| !number.is_nan()),
        _ => false,
    }
}

fn refuse_number(name: &str, wanted: &str, value: &Value, faults: &mut Vec<Fault>) -> Option<Value> {
    faults.push(Fault::new(name, format!("must be {wanted}, not {}", describe(value))));
    None
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        // Nothing but these words: a yes may stand for a human's.
        Value::String(text) => match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| text.parse().ok().and_then(whole))
        }
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "the number is whole and within 2^53")]
    (number.fract() == 0.0 && number.abs() <= LIMIT).then_some(number as i64)
}

fn range<T: fmt::Display>(min: Option<&T>, max: Option<&T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("from {min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "a number".to_owned(),
    }
}

/// What a value is, without saying the value.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
}

#[cfg(test)]
mod tests;
