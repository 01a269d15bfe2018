//! A value as text in the layout of what is around it.

use serde_json::Value;

/// How something is laid out.
pub(super) struct Layout<'t> {
    /// What a line ends with; none where everything stands in one line.
    pub(super) line_end: Option<&'t str>,
    /// What the line of the value is indented with.
    pub(super) indent: String,
    /// What every level adds.
    pub(super) unit: &'t str,
}

/// Appends a value.
///
/// The white space after an opening bracket always differs from that before the closing one. By
/// that a later removal knows a container that came with its content from one that was there.
pub(super) fn value(text: &mut String, value: &Value, layout: &Layout<'_>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let items = members.iter().map(|(key, value)| (Some(key.as_str()), value));
            container(text, ['{', '}'], items, layout);
        }
        Value::Array(elements) if is_plain(elements) => {
            let words: Vec<String> = elements.iter().map(Value::to_string).collect();
            text.push_str(&format!("[{}]", words.join(", ")));
        }
        Value::Array(elements) => container(text, ['[', ']'], elements.iter().map(|value| (None, value)), layout),
        scalar => text.push_str(&scalar.to_string()),
    }
}

/// Whether a list is the arguments of a command, which are read in one line. Anything longer is
/// read as lines.
fn is_plain(elements: &[Value]) -> bool {
    elements.iter().all(|element| element.as_str().is_some_and(|word| !word.contains('_'))) && elements.len() < 3
}

fn container<'v>(
    text: &mut String,
    [open, close]: [char; 2],
    items: impl Iterator<Item = (Option<&'v str>, &'v Value)>,
    layout: &Layout<'_>,
) {
    let inner = Layout { indent: format!("{}{}", layout.indent, layout.unit), ..*layout };
    text.push(open);
    for (index, (key, one)) in items.enumerate() {
        if index > 0 {
            text.push(',');
        }
        match layout.line_end {
            Some(line_end) => text.push_str(&format!("{line_end}{}", inner.indent)),
            None => text.push(' '),
        }
        item(text, key, one, &inner);
    }
    if let Some(line_end) = layout.line_end {
        text.push_str(&format!("{line_end}{}", layout.indent));
    }
    text.push(close);
}

/// Appends a member or an element.
pub(super) fn item(text: &mut String, key: Option<&str>, one: &Value, layout: &Layout<'_>) {
    if let Some(key) = key {
        text.push_str(&format!("{}: ", Value::from(key)));
    }
    value(text, one, layout);
}
