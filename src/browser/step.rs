//! What is done on a page: one step a line, as a person would say it.

use std::fmt;

/// Keys that have a name, with the code that pages look at and what they write.
const KEYS: &[(&str, u32, &str)] = &[
    ("Enter", 13, "\r"),
    ("Tab", 9, ""),
    ("Escape", 27, ""),
    ("Backspace", 8, ""),
    ("Delete", 46, ""),
    ("Home", 36, ""),
    ("End", 35, ""),
    ("PageUp", 33, ""),
    ("PageDown", 34, ""),
    ("ArrowUp", 38, ""),
    ("ArrowDown", 40, ""),
    ("ArrowLeft", 37, ""),
    ("ArrowRight", 39, ""),
    ("Space", 32, " "),
];

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Clicks what has this name, or what this selector finds.
    Click(String),
    /// Writes into the field of this label, name or selector.
    Fill { field: String, text: String },
    /// Presses a key.
    Press(Key),
    /// Waits until the page shows this text.
    Wait(String),
}

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(super) name: &'static str,
    pub(super) code: u32,
    pub(super) text: &'static str,
}

impl Step {
    /// Reads a step.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let (word, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        let rest = rest.trim();
        if rest.is_empty() {
            return Err("is none: a step is `click NAME`, `fill FIELD=TEXT`, `press KEY` or `wait TEXT`".to_owned());
        }
        match word.to_ascii_lowercase().as_str() {
            "click" => Ok(Self::Click(rest.to_owned())),
            "wait" => Ok(Self::Wait(rest.to_owned())),
            "fill" => match rest.split_once('=') {
                Some((field, text)) if !field.trim().is_empty() => {
                    Ok(Self::Fill { field: field.trim().to_owned(), text: text.to_owned() })
                }
                _ => Err("has no field: write `fill FIELD=TEXT`".to_owned()),
            },
            "press" => {
                let found = KEYS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(rest));
                let names = || KEYS.iter().map(|(name, ..)| *name).collect::<Vec<_>>().join(", ");
                found
                    .map(|&(name, code, text)| Self::Press(Key { name, code, text }))
                    .ok_or_else(|| format!("names no key; these have names: {}", names()))
            }
            _ => Err("begins with another word than click, fill, press or wait".to_owned()),
        }
    }
}

/// What was written into a field is not repeated: it may be a password.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Click(name) => write!(f, "click {name}"),
            Self::Fill { field, .. } => write!(f, "fill {field}"),
            Self::Press(key) => write!(f, "press {}", key.name),
            Self::Wait(text) => write!(f, "wait {text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_and_what_is_none_is_said() {
        assert_eq!(Step::parse(" click  Sign in "), Ok(Step::Click("Sign in".to_owned())));
        let fill = Step::parse("Fill Pass word= a=b ").expect("a step");
        assert_eq!(fill, Step::Fill { field: "Pass word".to_owned(), text: " a=b".to_owned() });
        assert_eq!(fill.to_string(), "fill Pass word");
        assert_eq!(Step::parse("press enter").map(|step| step.to_string()), Ok("press Enter".to_owned()));
        for wrong in ["", "click", "fill Name", "fill =x", "press Any", "goto https://evil.example"] {
            assert!(Step::parse(wrong).is_err(), "{wrong}");
        }
    }
}
