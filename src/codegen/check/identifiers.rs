//! Names become identifiers of Rust: each is spelt as its kind is, and no two become the same.

use super::super::diagnostics::{At, Diagnostic, Report};
use super::super::forms;
use super::super::model::Spec;
use super::super::names::{camel, is_name, kebab, pascal, shouting, snake};

/// What the generated code already calls so.
const TAKEN_TYPES: &[&str] =
    &["Action", "Default", "Deserialize", "JsonSchema", "NextCall", "Option", "Serialize", "String", "Tracked", "Vec"];
/// The list of all codes.
const TAKEN_CODE: &str = "ALL";
/// The longest name that stays under 64 characters behind a client's `mcp__server__`.
const MAX_TOOL_NAME: usize = 40;

pub(super) fn check(spec: &Spec, report: &Report) {
    let operations = spec.operations.iter().map(|operation| &operation.name);
    let operations: Vec<&At<String>> = operations.chain(spec.effects.iter().map(|effect| &effect.name)).collect();
    spelt(
        report,
        "operation name",
        &operations,
        forms::dotted,
        str::to_owned,
        "words in camelCase between dots, as `service.get`",
    );
    distinct(report, "operation", &operations, pascal);
    types(spec, report);
    let codes: Vec<&At<String>> = spec.errors.iter().map(|error| &error.code).collect();
    let code = |name: &str| forms::shouting(name) && name != TAKEN_CODE;
    spelt(report, "error code", &codes, code, shouting, "words in capitals, as `SERVICE_NOT_FOUND`");
    distinct(report, "error code", &codes, pascal);
    let groups: Vec<&At<String>> = spec.groups.iter().map(|group| &group.name).collect();
    spelt(report, "error group", &groups, forms::kebab, kebab, "words in small letters with `-` between them");
    distinct(report, "error group", &groups, pascal);
    let groups: Vec<&At<String>> = spec.server.groups.iter().map(|(name, _)| name).collect();
    let groups: Vec<&At<String>> = groups.into_iter().chain(spec.server.sets.iter().map(|set| &set.name)).collect();
    spelt(report, "tool group", &groups, forms::kebab, kebab, "words in small letters with `-` between them");
    tools(spec, report);
}

fn types(spec: &Spec, report: &Report) {
    let types = &spec.types;
    let names = types.scalars.iter().map(|scalar| &scalar.name).chain(types.enums.iter().map(|def| &def.name));
    let names: Vec<&At<String>> = names.chain(types.records.iter().map(|record| &record.name)).collect();
    for name in &names {
        if TAKEN_TYPES.contains(&name.as_str()) {
            let message = format!("no type can be called `{}`", name.value);
            report.fault(&name.place, message, "generated code calls something else so");
        } else if !forms::capital(name) {
            let written = pascal(name);
            let label = if is_name(&written) && !written.eq_ignore_ascii_case(name) {
                format!("write it as `{written}`")
            } else {
                "letters and digits, one capital a word, as `ServiceView`".to_owned()
            };
            report.fault(&name.place, format!("`{}` is no type name", name.value), label);
        }
    }
    distinct(report, "type", &names, pascal);
    for def in &types.enums {
        let values: Vec<&At<String>> = def.values.iter().map(|(value, _)| value).collect();
        let variant = |value: &str| is_name(&pascal(value));
        spelt(
            report,
            "value of an enum",
            &values,
            variant,
            str::to_owned,
            "it begins with a letter, so that Rust can name it",
        );
        distinct(report, "value", &values, pascal);
    }
    for record in &types.records {
        let fields: Vec<&At<String>> = record.fields.iter().map(|field| &field.name).collect();
        spelt(report, "field name", &fields, forms::camel, camel, "camelCase, and a name that Rust can say");
        distinct(report, "field", &fields, snake);
    }
}

fn tools(spec: &Spec, report: &Report) {
    for tool in spec.tools.iter().filter(|tool| !tool.declared.is_empty()) {
        let (name, file) = (&tool.declared, &tool.name.value);
        let other = spec.tools.iter().find(|other| other.file != tool.file && other.declared.value == name.value);
        if name.len() > MAX_TOOL_NAME {
            let message = format!("the name of this tool has {} characters", name.len());
            let label = format!("at most {MAX_TOOL_NAME}: clients put a prefix before it");
            report.fault(&name.place, message, label);
        } else if !forms::tool(name) {
            let label = "words in small letters with `_` between them, and no word of Rust";
            report.fault(&name.place, format!("`{}` is no tool name", name.value), label);
        } else if name.value != *file {
            let (message, label) = match other {
                Some(_) => (format!("duplicate tool `{}`", name.value), "named again here".to_owned()),
                None => (
                    format!("the file of `{}` has another name", name.value),
                    format!("write `{file}`, or rename the file"),
                ),
            };
            let fault = Diagnostic::new(&name.place, message, label);
            report.add(match other {
                Some(other) => fault.related(&other.declared.place, "this tool is called so"),
                None => fault,
            });
        }
    }
    for tool in &spec.tools {
        let params: Vec<&At<String>> = tool.spec_params().map(|param| &param.name).collect();
        spelt(report, "parameter name", &params, forms::camel, camel, "camelCase, and a name that Rust can say");
        distinct(report, "parameter", &params, snake);
        let actions: Vec<&At<String>> =
            tool.actions.iter().map(|action| &action.name).filter(|name| !name.is_empty()).collect();
        spelt(report, "action name", &actions, forms::kebab, kebab, "words in small letters with `-` between them");
        distinct(report, "action", &actions, pascal);
    }
}

/// Reports names that are spelt otherwise, with the right spelling if there is one.
fn spelt(
    report: &Report,
    what: &str,
    names: &[&At<String>],
    fits: impl Fn(&str) -> bool,
    respell: impl Fn(&str) -> String,
    label: &str,
) {
    for name in names.iter().filter(|name| !fits(name)) {
        let written = respell(name);
        let label = if fits(&written) { format!("write it as `{written}`") } else { label.to_owned() };
        report.fault(&name.place, format!("`{}` is no {what}", name.value), label);
    }
}

fn distinct(report: &Report, what: &str, names: &[&At<String>], in_rust: impl Fn(&str) -> String) {
    for (index, name) in names.iter().enumerate() {
        let rust = in_rust(name);
        if !is_name(&rust) {
            continue;
        }
        let Some(earlier) = names[..index].iter().find(|earlier| in_rust(earlier) == rust) else { continue };
        let fault = if earlier.value == name.value {
            Diagnostic::new(&name.place, format!("duplicate {what} `{}`", name.value), "named again here")
        } else {
            let message = format!("{what} `{}` has the same name in Rust as `{}`", name.value, earlier.value);
            Diagnostic::new(&name.place, message, format!("it becomes `{rust}` too"))
        };
        report.add(fault.related(&earlier.place, "first named here"));
    }
}
