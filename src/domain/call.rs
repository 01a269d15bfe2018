//! A call that a result or an error suggests to make next.
//!
//! In Rust a suggestion is made from a value of the generated argument type, so it always names a
//! tool, an action and arguments that exist; in YAML it is a [`Template`], which codegen checks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A tool call: the tool's name and its arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NextCall {
    /// The tool to call.
    pub tool: String,
    /// Its arguments.
    pub args: Map<String, Value>,
}

impl NextCall {
    /// The same call as a command line: `zcp call TOOL --name value …`.
    #[must_use]
    pub fn command_line(&self) -> String {
        command_line(&self.tool, &self.args)
    }
}

/// A call as a command line: `zcp call TOOL --name value …`.
#[must_use]
pub fn command_line(tool: &str, args: &Map<String, Value>) -> String {
    let mut line = format!("zcp call {tool}");
    for (name, value) in args {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        line.push_str(&format!(" --{name} {}", shell_quoted(&value)));
    }
    line
}

/// Quotes a word for a POSIX shell where it needs it.
#[must_use]
pub fn shell_quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// An argument type of a tool: it knows the tool it belongs to.
pub trait Arguments: Serialize {
    /// The tool's name.
    const TOOL: &'static str;

    /// The call with these arguments.
    fn to_call(&self) -> NextCall {
        let args = match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map.into_iter().filter(|(_, value)| !value.is_null()).collect(),
            _ => Map::new(),
        };
        NextCall { tool: Self::TOOL.to_owned(), args }
    }
}

/// A call as the spec writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// The tool to call.
    pub tool: &'static str,
    /// Its arguments.
    pub args: &'static [(&'static str, Arg)],
}

/// An argument of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg {
    /// This text.
    Text(&'static str),
    /// The hostname of the service that the call is made for.
    Service,
    /// This whole number.
    Number(i64),
    /// This answer.
    Bool(bool),
}

impl Template {
    /// Whether the call is about a service, which has to be known to make it.
    #[must_use]
    pub fn is_about_a_service(&self) -> bool {
        self.args.iter().any(|(_, arg)| *arg == Arg::Service)
    }

    /// The call for a service.
    #[must_use]
    pub fn call(&self, hostname: &str) -> NextCall {
        let value = |arg: &Arg| match *arg {
            Arg::Text(text) => Value::from(text),
            Arg::Service => Value::from(hostname),
            Arg::Number(number) => Value::from(number),
            Arg::Bool(answer) => Value::from(answer),
        };
        let args = self.args.iter().map(|(name, arg)| ((*name).to_owned(), value(arg))).collect();
        NextCall { tool: self.tool.to_owned(), args }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_quotes_what_a_shell_would_read() {
        let call = NextCall {
            tool: "zerops_env".into(),
            args: serde_json::from_str(r#"{"a":"plain","b":"it's $HOME","c":[1,2],"d":""}"#).expect("json"),
        };
        assert_eq!(call.command_line(), r"zcp call zerops_env --a plain --b 'it'\''s $HOME' --c '[1,2]' --d ''");
    }
}
