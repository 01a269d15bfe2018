//! `spec/server.yaml`: what is declared once for all tools.

use super::super::model::Server;
use super::super::reader::Reader;
use crate::domain::yaml::Node;

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Server {
    let mut server = Server::default();
    let Some(fields) = reader.fields(root, "server.yaml") else { return server };
    if let Some(node) = fields.required("groups") {
        for (name, node) in reader.entries(node, "`groups`").unwrap_or_default() {
            if let Some(doc) = reader.text(node, &format!("the doc of group `{}`", name.value)) {
                server.groups.push((name, doc.value));
            }
        }
    }
    server.ambient = fields.texts("ambient");
    server.wait_doc = fields.text("waitDoc").map(|doc| doc.value).unwrap_or_default();
    if let Some(node) = fields.optional("totals") {
        for (count, node) in reader.entries(node, "`totals`").unwrap_or_default() {
            match (count.value.parse(), reader.count(node, "a total")) {
                (Ok(count), Some(tokens)) => server.totals.push((count, tokens)),
                (Err(_), _) => {
                    reader.report().fault(&count.place, "a total is `number of tools: tokens`", "this is no number");
                }
                _ => {}
            }
        }
    }
    fields.finish();
    server
}
