//! The decoding tables of a tool, made at build time so that its examples can be decoded by the
//! same decoder that will decode its calls. They are leaked: a build is short.

use super::model::{Param, RecordField, Rule, Spec, Tool, TypeRef};
use crate::domain::params::{Action, Field, Kind, Params, Rule as TableRule, Text};

/// The most characters of a string that says nothing else.
pub(crate) const MAX_TEXT: usize = 65_536;

/// The tables of a tool.
pub(crate) fn params(spec: &Spec, tool: &Tool) -> Params {
    let fields = tool.params.iter().map(|param| field(spec, tool, param)).collect::<Vec<_>>();
    let rules = tool.rules.iter().map(rule).collect::<Vec<_>>();
    let actions = if tool.has_actions() {
        tool.actions.iter().map(|action| table_action(spec, tool, action)).collect()
    } else {
        Vec::new()
    };
    let default_action = tool.default_action.as_ref().map(|action| leak(action));
    Params { fields: fields.leak(), rules: rules.leak(), actions: actions.leak(), default_action }
}

fn table_action(spec: &Spec, tool: &Tool, action: &super::model::Action) -> Action {
    let takes = tool.params_of(action);
    let needs = |param: &&Param| param.required || action.needs.iter().any(|need| **need == *param.name);
    Action {
        name: leak(&action.name),
        fields: takes.iter().map(|param| leak(&param.name)).collect::<Vec<_>>().leak(),
        required: takes.iter().copied().filter(needs).map(|param| leak(&param.name)).collect::<Vec<_>>().leak(),
        hints: super::hints::of_action(spec, action),
        local: spec.is_local(action),
    }
}

/// The row of a parameter.
pub(crate) fn field(spec: &Spec, tool: &Tool, param: &Param) -> Field {
    let scalar = match &param.kind {
        TypeRef::Named(name) => spec.types.scalar(name),
        _ => None,
    };
    let missing = scalar.and_then(|scalar| scalar.missing.as_ref());
    Field {
        name: leak(&param.name),
        kind: kind(spec, tool, param, &param.kind),
        required: param.required,
        missing: missing.map(|code| leak(code)),
        local: scalar.is_some_and(|scalar| scalar.local),
    }
}

/// The row of a field of a record. Its absence is told with its place, so it needs no code of its own.
fn member(spec: &Spec, tool: &Tool, field: &RecordField) -> Field {
    let param = Param {
        name: field.name.clone(),
        kind: field.kind.clone(),
        required: !field.optional,
        unlisted: false,
        doc: String::new(),
        unit: None,
        min: None,
        max: None,
        default: None,
        max_items: 0,
        line: false,
    };
    Field { missing: None, ..self::field(spec, tool, &param) }
}

/// What a parameter may be, as the decoder knows it.
pub(crate) fn kind(spec: &Spec, tool: &Tool, param: &Param, of: &TypeRef) -> Kind {
    #[expect(clippy::cast_possible_truncation, reason = "bounds of integers are whole numbers, checked when loaded")]
    let whole = |bound: Option<f64>| bound.map(|bound| bound as i64);
    match of {
        TypeRef::Text => text(None, 0, MAX_TEXT, &format!("a string of at most {MAX_TEXT} characters"), None),
        TypeRef::Integer => Kind::Integer { min: whole(param.min), max: whole(param.max) },
        TypeRef::Number => Kind::Number { min: param.min, max: param.max },
        TypeRef::Boolean => Kind::Boolean,
        TypeRef::Call => Kind::Enum(&[]),
        TypeRef::List(item) => {
            let item = Box::leak(Box::new(kind(spec, tool, param, item)));
            Kind::List { item, max: param.max_items, line: param.line }
        }
        TypeRef::Named(name) if name.as_str() == "Action" => {
            Kind::Enum(tool.actions.iter().map(|action| leak(&action.name)).collect::<Vec<_>>().leak())
        }
        TypeRef::Named(name) => match (spec.types.scalar(name), spec.types.enumeration(name)) {
            (None, None) => match spec.types.record(name) {
                Some(record) => {
                    Kind::Record(record.fields.iter().map(|field| member(spec, tool, field)).collect::<Vec<_>>().leak())
                }
                None => Kind::Enum(&[]),
            },
            (Some(scalar), _) => text(
                scalar.pattern.as_deref(),
                scalar.min_length,
                if scalar.max_length == usize::MAX { MAX_TEXT } else { scalar.max_length },
                &scalar.rule,
                scalar.error.as_ref().map(|code| code.as_str()),
            ),
            (_, Some(def)) => Kind::Enum(def.values.iter().map(|(value, _)| leak(value)).collect::<Vec<_>>().leak()),
        },
    }
}

fn text(pattern: Option<&str>, min_length: usize, max_length: usize, rule: &str, error: Option<&str>) -> Kind {
    Kind::Text(Text { min_length, max_length, pattern: pattern.map(leak), rule: leak(rule), error: error.map(leak) })
}

fn rule(rule: &Rule) -> TableRule {
    let names = |fields: &[super::diagnostics::At<String>]| fields.iter().map(|name| leak(name)).collect::<Vec<_>>();
    match rule {
        Rule::AtLeastOne { fields, error } => {
            TableRule::AtLeastOne { fields: names(fields).leak(), error: leak(error) }
        }
        Rule::Ordered { fields, error } => {
            TableRule::Ordered { low: leak(&fields[0]), high: leak(&fields[1]), error: leak(error) }
        }
    }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
