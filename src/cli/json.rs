//! JSON for a person: indented, with light colours.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::output;

const KEY: Style = AnsiColor::Cyan.on_default();
const WORD: Style = AnsiColor::Magenta.on_default();
const NUMBER: Style = AnsiColor::Yellow.on_default();

/// The value over several lines. Texts keep the terminal's colour: they are what is read.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value, 0);
    text
}

fn write_value(text: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            text.push('{');
            for (index, (key, value)) in map.iter().enumerate() {
                next_line(text, index, depth + 1);
                let _ = write!(text, "{KEY}{}{KEY:#}: ", output::json(&Value::from(key.as_str())));
                write_value(text, value, depth + 1);
            }
            end_line(text, depth);
            text.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('[');
            for (index, value) in items.iter().enumerate() {
                next_line(text, index, depth + 1);
                write_value(text, value, depth + 1);
            }
            end_line(text, depth);
            text.push(']');
        }
        Value::Bool(_) | Value::Null => {
            let _ = write!(text, "{WORD}{value}{WORD:#}");
        }
        Value::Number(_) => {
            let _ = write!(text, "{NUMBER}{value}{NUMBER:#}");
        }
        _ => {
            text.push_str(&output::json(value));
        }
    }
}

fn next_line(text: &mut String, index: usize, depth: usize) {
    if index > 0 {
        text.push(',');
    }
    end_line(text, depth);
}

fn end_line(text: &mut String, depth: usize) {
    text.push('\n');
    for _ in 0..depth {
        text.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::pretty;

    #[test]
    fn without_its_colours_it_is_the_same_json() {
        let value = json!({ "a": [1, true, null, {}], "b": { "c": "\u{1b}[2J" }, "d": [] });
        let plain = anstream::adapter::strip_str(&pretty(&value)).to_string();
        assert_eq!(plain, serde_json::to_string_pretty(&value).expect("JSON"));
    }
}
