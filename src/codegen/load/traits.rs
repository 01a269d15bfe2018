//! `spec/catalog.yaml`: how the services of a family behave.

use super::super::diagnostics::At;
use super::super::fields::Fields;
use super::super::model::{CatalogPort, CatalogSign, CatalogTraits, CatalogVariable};
use crate::domain::yaml::Node;

const GREETINGS: &[(&str, &str)] = &[
    ("postgres", "Postgres"),
    ("redis", "Redis"),
    ("mariadb", "MariaDb"),
    ("nats", "Nats"),
    ("kafka", "Kafka"),
    ("amqp", "Amqp"),
];
const WEB_SERVERS: &[(&str, &str)] = &[("files", "Files"), ("php", "Php")];
/// What stands for a value that nobody knows before.
const SECRET: &str = "secret";

pub(super) fn load(fields: &Fields<'_>, is_runtime: bool) -> CatalogTraits {
    let ports = ports(fields);
    CatalogTraits {
        sign: sign(fields, &ports),
        ports,
        values: entries(fields, "values").unwrap_or_default().into_iter().map(variable).collect(),
        links: entries(fields, "links").map(|links| links.into_iter().map(|(name, text)| (name, text.value)).collect()),
        backup: fields.optional_text("backup").map(|ending| ending.value),
        called: fields.texts("called").into_iter().map(|name| name.value).collect(),
        web_server: word(fields, "web_server", WEB_SERVERS),
        reload: fields.optional("reload").map_or(is_runtime, |_| fields.flag("reload")),
        fixed: fields.flag("fixed"),
        workspace: fields.flag("workspace"),
    }
}

fn word(fields: &Fields<'_>, key: &'static str, words: &[(&str, &'static str)]) -> Option<&'static str> {
    fields.optional(key).and_then(|node| fields.reader().word(node, key, words))
}

fn entries(fields: &Fields<'_>, key: &'static str) -> Option<Vec<(At<String>, At<String>)>> {
    let (reader, node) = (fields.reader(), fields.optional(key)?);
    let entries = reader.entries(node, &fields.of(key)).unwrap_or_default().into_iter();
    let text = |(name, node): (At<String>, &Node)| {
        let value = reader.text(node, &format!("`{}`", name.value))?;
        Some((name, value))
    };
    Some(entries.filter_map(text).collect())
}

fn variable((name, value): (At<String>, At<String>)) -> CatalogVariable {
    CatalogVariable { name, value: Some(value).filter(|value| value.value != SECRET) }
}

fn ports(fields: &Fields<'_>) -> Vec<CatalogPort> {
    let reader = fields.reader();
    let public: Vec<At<usize>> = fields.optional("public").map(|node| numbers(fields, node)).unwrap_or_default();
    let mut ports = Vec::new();
    for (number, scheme) in entries(fields, "ports").unwrap_or_default() {
        let Some(value) = number.value.parse().ok().filter(|number| (1..=65535).contains(number)) else {
            reader.report().fault(&number.place, "this is no port", "write a number of 1 to 65535");
            continue;
        };
        let is_public = public.iter().any(|port| port.value == value);
        ports.push(CatalogPort { number: At { value, place: number.place }, scheme: scheme.value, public: is_public });
    }
    for port in public.iter().filter(|port| !ports.iter().any(|known| known.number.value == port.value)) {
        reader.report().fault(&port.place, "this is none of its `ports`", "only a port that it has can be public");
    }
    ports
}

fn numbers(fields: &Fields<'_>, node: &Node) -> Vec<At<usize>> {
    let reader = fields.reader();
    let number = |node: &Node| Some(At { value: reader.count(node, "a number")?, place: reader.place(node) });
    reader.items(node, "a list of numbers").iter().filter_map(number).collect()
}

/// By its greeting a server is recognised at its first port.
fn sign(fields: &Fields<'_>, ports: &[CatalogPort]) -> Option<(At<usize>, CatalogSign)> {
    let reader = fields.reader();
    let greets = word(fields, "greeting", GREETINGS).map(CatalogSign::Greets);
    let Some(node) = fields.optional("answers") else {
        return Some((ports.first()?.number.clone(), greets?));
    };
    let answers = reader.fields(node, "`answers`")?;
    let port = answers
        .required("port")
        .and_then(|node| Some(At { value: reader.count(node, &answers.of("port"))?, place: reader.place(node) }));
    let statuses = answers.required("statuses").map(|node| numbers(fields, node)).unwrap_or_default();
    let sign = CatalogSign::Answers {
        path: answers.text("path").value,
        statuses: statuses.into_iter().map(|status| status.value).collect(),
        text: answers.optional_text("text").map(|text| text.value).unwrap_or_default(),
    };
    answers.finish();
    if greets.is_some() {
        reader.fault(node, "a server is recognised in one way", "take out `greeting` or `answers`");
    }
    Some((port?, sign))
}
