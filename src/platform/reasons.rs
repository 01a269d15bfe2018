//! The API's reasons: `error.meta` in each of its three shapes becomes one list by field.
//! Its texts came through the door and are clean and short already.

use serde_json::{Map, Value};

use crate::domain::failure::FieldReason;

/// Reasons that are kept at most.
const MOST: usize = 50;
/// Characters of a reason that is no text, at most.
const LONGEST: usize = 300;
/// Bytes of all that is kept, at most.
const BYTES: usize = 4_000;

/// Reads `meta`:
/// `[{"code", "error", "metadata": {field: [reason]} | null}]`, `[{"parameter", "message"}]`, or
/// an object of fields.
pub(super) fn read(meta: &Value) -> Vec<FieldReason> {
    let mut reader = Reader { reasons: Vec::new(), room: BYTES, left_out: 0 };
    match meta {
        Value::Array(items) => items.iter().for_each(|item| reader.item(item)),
        other => reader.item(other),
    }
    if reader.left_out > 0 {
        reader.reasons.push(FieldReason::new("", format!("{} more reasons were left out", reader.left_out)));
    }
    reader.reasons
}

struct Reader {
    reasons: Vec<FieldReason>,
    /// Bytes that are left for more.
    room: usize,
    left_out: usize,
}

impl Reader {
    fn item(&mut self, item: &Value) {
        let Value::Object(item) = item else {
            let texts = self.texts(item);
            return self.push("", texts, None);
        };
        let text = |key: &str| item.get(key).and_then(Value::as_str);
        if let (Some(parameter), Some(message)) = (text("parameter"), text("message")) {
            self.push(parameter, vec![message.to_owned()], text("code"));
        } else if let Some(fields) = item.get("metadata").and_then(Value::as_object)
            && !fields.is_empty()
        {
            self.fields(fields, text("code"));
        } else if let Some(error) = text("error").or_else(|| text("message")).or_else(|| text("code")) {
            self.push("", vec![error.to_owned()], text("code"));
        } else {
            self.fields(item, None);
        }
    }

    fn fields(&mut self, fields: &Map<String, Value>, code: Option<&str>) {
        for (field, reasons) in fields {
            let texts = self.texts(reasons);
            self.push(field, texts, code);
        }
    }

    fn texts(&mut self, value: &Value) -> Vec<String> {
        match value {
            Value::Null => Vec::new(),
            Value::Array(items) => {
                self.left_out += items.len().saturating_sub(MOST);
                items.iter().take(MOST).map(text).collect()
            }
            other => vec![text(other)],
        }
    }

    fn push(&mut self, field: &str, mut reasons: Vec<String>, code: Option<&str>) {
        if field.is_empty() && reasons.is_empty() {
            return;
        }
        let given = reasons.len();
        let code = code.map(str::to_owned).filter(|code| !code.is_empty());
        let field = field.to_owned();
        let mut used = field.len() + code.as_ref().map_or(0, String::len);
        let fitting = reasons.iter().take_while(|reason| {
            used += reason.len();
            used <= self.room
        });
        reasons.truncate(fitting.count());
        if self.reasons.len() >= MOST || used > self.room && reasons.is_empty() {
            self.left_out += given.max(1);
            return;
        }
        self.left_out += given - reasons.len();
        self.room = self.room.saturating_sub(used);
        self.reasons.push(FieldReason { field, reasons, code });
    }
}

/// A reason as one text; a value of another kind is shown as JSON, of which the beginning will do.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => {
            let json = other.to_string();
            match json.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}…", &json[..end]),
                None => json,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(meta: &Value) -> Vec<(String, String, String)> {
        let reasons = read(meta);
        reasons.into_iter().map(|r| (r.field, r.reasons.join("|"), r.code.unwrap_or_default())).collect()
    }

    fn expect(meta: &Value, expected: &[(&str, &str, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
        assert_eq!(shown(meta), expected, "{meta}");
    }

    #[test]
    fn all_three_shapes_are_kept() {
        expect(
            &json!([
                {"code": "zeropsYamlInvalidParameter", "error": "Invalid.", "metadata": {"build.base": ["unknown"], "build.os": ["a", "b"]}},
                {"code": "serviceStackNameInvalid", "error": "Name is invalid.", "metadata": null},
            ]),
            &[
                ("build.base", "unknown", "zeropsYamlInvalidParameter"),
                ("build.os", "a|b", "zeropsYamlInvalidParameter"),
                ("", "Name is invalid.", "serviceStackNameInvalid"),
            ],
        );
        expect(&json!([{"parameter": "id", "message": "field is required"}]), &[("id", "field is required", "")]);
        expect(&json!({"name": "app", "list": [1, true]}), &[("name", "app", ""), ("list", "1|true", "")]);
    }

    #[test]
    fn other_shapes_lose_nothing_and_break_nothing() {
        expect(&Value::Null, &[]);
        expect(&json!([]), &[]);
        expect(&json!("why"), &[("", "why", "")]);
        expect(&json!([null, 7, "x"]), &[("", "7", ""), ("", "x", "")]);
        expect(&json!([{"code": "c", "metadata": {}}]), &[("", "c", "c")]);
        expect(&json!([{"code": "c", "error": "e", "metadata": {"f": "one"}}]), &[("f", "one", "c")]);
        expect(&json!({"f": {"deep": [1]}}), &[("f", r#"{"deep":[1]}"#, "")]);
    }

    #[test]
    fn reasons_are_bounded() {
        let many: Vec<Value> = (0..80).map(|n| json!({"parameter": n.to_string(), "message": "m"})).collect();
        let reasons = shown(&Value::Array(many));
        assert_eq!(reasons.len(), MOST + 1);
        assert_eq!(reasons[MOST].1, "30 more reasons were left out");
    }

    #[test]
    fn all_reasons_together_are_bounded() {
        let texts = vec!["x".repeat(290); 40];
        let fields: Map<String, Value> = (0..40).map(|n| (n.to_string(), json!(texts))).collect();
        let reasons = read(&Value::Object(fields));
        let bytes = serde_json::to_string(&reasons).expect("JSON").len();
        assert!((BYTES / 2..BYTES + 500).contains(&bytes), "{bytes} bytes");
        let kept: usize = reasons.iter().map(|reason| reason.reasons.len()).sum::<usize>() - 1;
        let last = &reasons[reasons.len() - 1].reasons[0];
        assert_eq!(*last, format!("{} more reasons were left out", 1600 - kept));
    }
}
