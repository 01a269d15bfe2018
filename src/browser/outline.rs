//! What a page says, as its accessibility tree tells those who do not see it.

use std::collections::HashMap;

use serde_json::Value;

/// Lines that are kept.
const MOST_LINES: usize = 150;
/// Characters of a line.
const MOST_CHARACTERS: usize = 200;
/// What stands for nothing itself; its children take its place.
const TRANSPARENT: &[&str] = &[
    "none",
    "generic",
    "RootWebArea",
    "InlineTextBox",
    "LineBreak",
    "Ignored",
    "presentation",
    "LabelText",
    "MenuListPopup",
    "paragraph",
];
/// Whose text is their name, so that it is not said twice.
const NAMED_BY_TEXT: &[&str] = &["heading", "link", "button", "tab", "menuitem", "option", "checkbox", "radio", "cell"];
/// Whose text is their value.
const FIELDS: &[&str] = &["textbox", "searchbox", "spinbutton"];

/// The outline, and how many lines were left out.
pub(super) fn of(tree: &Value) -> (Vec<String>, usize) {
    let mut nodes: HashMap<&str, &Value> = tree["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node["nodeId"].as_str()?, node)))
        .collect();
    let root = tree.pointer("/nodes/0/nodeId").and_then(Value::as_str).and_then(|id| nodes.remove(id));
    let mut outline = Outline { nodes, lines: Vec::new(), total: 0 };
    if let Some(root) = root {
        outline.add(root, 0, 0);
    }
    let left = outline.total - outline.lines.len();
    (outline.lines, left)
}

struct Outline<'a> {
    nodes: HashMap<&'a str, &'a Value>,
    lines: Vec<String>,
    total: usize,
}

/// How deep a tree is followed: a page can be as deep as it wants.
const MOST_DEEP: usize = 200;

impl Outline<'_> {
    fn add(&mut self, node: &Value, depth: usize, indent: usize) {
        if depth > MOST_DEEP {
            return;
        }
        let role = text(node, "/role/value");
        let name = text(node, "/name/value").trim();
        let shows =
            node["ignored"] != true && !TRANSPARENT.contains(&role) && !(role == "StaticText" && name.is_empty());
        if shows {
            self.line(node, role, name, indent);
        }
        let says_all =
            role == "StaticText" || FIELDS.contains(&role) || (NAMED_BY_TEXT.contains(&role) && !name.is_empty());
        if shows && says_all {
            return;
        }
        let children: Vec<&str> = node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for child in children {
            // Taken out: a tree that leads back to itself ends.
            if let Some(child) = self.nodes.remove(child) {
                self.add(child, depth + 1, indent + usize::from(shows));
            }
        }
    }

    fn line(&mut self, node: &Value, role: &str, name: &str, indent: usize) {
        self.total += 1;
        if self.lines.len() >= MOST_LINES {
            return;
        }
        let mut line = "  ".repeat(indent.min(10));
        if role == "StaticText" {
            line.push_str(name);
        } else {
            line.push_str(role);
            if !name.is_empty() {
                line.push_str(&format!(" {name:?}"));
            }
        }
        let value = text(node, "/value/value");
        // What stands in a field for passwords is shown as dots by the browser already.
        if !value.is_empty() && value != name {
            line.push_str(&format!(" = {value:?}"));
        }
        for property in node["properties"].as_array().into_iter().flatten() {
            let (key, value) = (text(property, "/name"), &property["value"]["value"]);
            match key {
                "level" => line.push_str(&format!(" {value}")),
                "disabled" | "expanded" | "required" | "focused" | "selected" if *value == true => {
                    line.push_str(&format!(" {key}"));
                }
                "checked" if *value == "true" => line.push_str(" checked"),
                "invalid" if *value == "true" => line.push_str(" invalid"),
                _ => {}
            }
        }
        self.lines.push(line.chars().take(MOST_CHARACTERS).collect());
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    fn node(id: &str, role: &str, name: &str, children: &[&str]) -> serde_json::Value {
        json!({ "nodeId": id, "role": { "value": role }, "name": { "value": name }, "childIds": children })
    }

    #[test]
    fn a_page_is_told_in_lines() {
        let mut heading = node("h", "heading", "Hello", &["ht"]);
        heading["properties"] = json!([{ "name": "level", "value": { "value": 1 } }]);
        let mut field = node("f", "textbox", "Email", &[]);
        field["value"] = json!({ "value": "a@b" });
        let tree = json!({ "nodes": [
            node("r", "RootWebArea", "Page", &["m"]), node("m", "main", "", &["h", "p", "f"]), heading,
            node("ht", "StaticText", "Hello", &[]), node("p", "paragraph", "", &["pt"]), node("pt", "StaticText", "It works", &[]),
            field,
        ] });
        let (lines, left) = of(&tree);
        assert_eq!(lines, ["main", "  heading \"Hello\" 1", "  It works", "  textbox \"Email\" = \"a@b\""]);
        assert_eq!(left, 0);
    }

    #[test]
    fn a_page_without_end_is_bounded() {
        let children: Vec<String> = (0..500).map(|number| format!("n{number}")).collect();
        let mut nodes = vec![json!({ "nodeId": "r", "role": { "value": "main" }, "childIds": children })];
        nodes.extend(children.iter().map(|id| node(id, "StaticText", "x", &["r"])));
        let (lines, left) = of(&json!({ "nodes": nodes }));
        assert_eq!((lines.len(), left), (150, 351));
        // A tree that leads back to its beginning ends too.
        let around =
            json!({ "nodes": [node("a", "main", "", &["b", "b"]), node("b", "article", "", &["b", "a", "b"])] });
        assert_eq!(of(&around), (vec!["main".to_owned(), "  article".to_owned()], 0));
    }
}
