//! The examples of a tool.

use super::super::model::Example;
use super::super::reader::Reader;
use super::calls;
use crate::domain::yaml::Node;

pub(super) fn load(reader: Reader<'_>, node: &Node) -> Vec<Example> {
    let mut examples = Vec::new();
    for node in reader.items(node, "`examples`") {
        let Some(fields) = reader.fields(node, "an example") else { continue };
        let title = fields.text("title");
        let given = fields.optional("given").map(|node| calls::given(reader, node)).unwrap_or_default();
        let args_node = fields.required("args");
        let places = calls::places(reader, args_node, fields.place());
        let before = reader.report().count();
        let args = args_node.map(|node| reader.object(node, "`args`")).unwrap_or_default();
        let decodes = args_node.is_some() && reader.report().count() == before;
        let progress = fields.flag("progress");
        let error = fields.optional_text("error");
        fields.finish();
        examples.push(Example { title, given, args, places, decodes, progress, error });
    }
    examples
}
