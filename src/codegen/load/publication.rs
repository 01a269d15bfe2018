//! The part of `spec/server.yaml` that registries and clients show.

use super::super::fields::Fields;
use super::super::model::{Publication, Setting, SettingKind, SettingTable};
use super::super::reader::Reader;
use crate::domain::yaml::Node;

const KINDS: &[(&str, SettingKind)] = &[("text", SettingKind::Text), ("boolean", SettingKind::Boolean)];
const TABLES: &[(&str, SettingTable)] = &[("platform", SettingTable::Platform), ("server", SettingTable::Server)];

/// Reads `registry`; a server that does not say it is published nowhere.
pub(super) fn load(reader: Reader<'_>, server: &Fields<'_>) -> Option<Publication> {
    let fields = reader.fields(server.optional("registry")?, "`registry`")?;
    let (name, title) = (fields.text("name"), fields.text("title").value);
    let (author, website) = (fields.text("author").value, fields.text("website").value);
    fields.finish();
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
    if !name.value.is_empty() && !name.split_once('/').is_some_and(|(domain, name)| is_name(domain) && is_name(name)) {
        let message = format!("`{}` is no name of the registry", name.value);
        reader.report().fault(&name.place, message, "write a domain backwards, a slash and a name");
    }
    Some(Publication { name: name.value, title, author, website })
}

/// Reads `settings`, the variables of the environment.
pub(super) fn settings(reader: Reader<'_>, node: &Node) -> Vec<Setting> {
    let entries = reader.entries(node, "`settings`").unwrap_or_default();
    let settings = entries.into_iter().filter_map(|(variable, node)| {
        let fields = reader.named("setting", &variable, node)?;
        let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if !variable.value.starts_with(|c: char| c.is_ascii_uppercase()) || !variable.value.chars().all(is_name) {
            let message = format!("`{}` is no name of a variable", variable.value);
            reader.report().fault(&variable.place, message, "write it in capitals, digits and `_`");
        }
        let text = |key| fields.optional_text(key).map(|text| text.value);
        let (title, doc, help, option) = (text("title"), fields.text("doc").value, text("help"), text("option"));
        let kind = fields.optional("type").and_then(|node| reader.word(node, "type of a setting", KINDS));
        let table = fields.optional("table").and_then(|node| reader.word(node, "table of the settings", TABLES));
        let default = fields.optional("default").and_then(|node| reader.text(node, "a default"));
        let (secret, required) = (fields.flag("secret"), fields.flag("required"));
        let (leads, narrows, remote) = (fields.flag("leads"), fields.flag("narrows"), fields.flag("remote"));
        let kind = kind.unwrap_or(SettingKind::Text);
        if let Some(default) = &default
            && kind == SettingKind::Boolean
            && !["true", "false"].contains(&default.value.as_str())
        {
            reader.report().fault(&default.place, "the default must be true or false", "this is neither");
        }
        fields.finish();
        let (variable, default) = (variable.value, default.map(|default| default.value));
        Some(Setting {
            variable,
            title,
            doc,
            help,
            table,
            option,
            kind,
            secret,
            leads,
            narrows,
            remote,
            required,
            default,
        })
    });
    settings.collect()
}
