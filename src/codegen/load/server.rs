//! `spec/server.yaml`: what is declared once for all tools.

use super::super::model::{GroupSet, Server};
use super::super::reader::Reader;
use super::publication;
use crate::domain::yaml::Node;

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Server {
    let mut server = Server::default();
    let Some(fields) = reader.fields(root, "server.yaml") else { return server };
    if let Some(node) = fields.required("groups") {
        for (name, node) in reader.entries(node, "`groups`").unwrap_or_default() {
            let doc = reader.text(node, &format!("the doc of group `{}`", name.value));
            server.groups.push((name, doc.map(|doc| doc.value).unwrap_or_default()));
        }
    }
    if let Some(node) = fields.optional("sets") {
        for (name, node) in reader.entries(node, "`sets`").unwrap_or_default() {
            let Some(fields) = reader.named("set of groups", &name, node) else { continue };
            let (doc, groups) = (fields.text("doc").value, fields.texts("groups"));
            fields.finish();
            server.sets.push(GroupSet { name, doc, groups });
        }
    }
    server.ambient = fields.texts("ambient");
    server.wait_doc = fields.text("waitDoc").value;
    if let Some(node) = fields.optional("totals") {
        for (count, node) in reader.entries(node, "`totals`").unwrap_or_default() {
            let tokens = reader.count(node, "a total");
            match count.value.parse() {
                Ok(count) => server.totals.extend(tokens.map(|tokens| (count, tokens))),
                Err(_) => {
                    let message = "a total is `number of tools: tokens`";
                    reader.report().fault(&count.place, message, "this is no number of tools");
                }
            }
        }
    }
    server.publication = publication::load(reader, &fields);
    server.settings = fields.optional("settings").map(|node| publication::settings(reader, node)).unwrap_or_default();
    fields.finish();
    server
}
