//! `KEY=value` entries: read, and held against the rules of keys before anything is applied.
//!
//! A fault names an entry by its index, and by its key only where that surely is one: what cannot
//! be read may be a secret.

use crate::domain::documents::values::PROMETHEUS_KEY;
use crate::domain::failure::{Fail, FieldReason};
use crate::domain::room::{Form, Room};
use crate::generated::errors::code;
use crate::generated::tools::zerops_env::{Error, SPEC};
use crate::platform::wire::EnvEntry;

/// A variable to set.
pub(super) struct Wanted {
    pub(super) key: String,
    pub(super) value: String,
}

/// Faults that an answer lists at most; it always counts them all.
const LISTED: usize = 30;
/// The most characters of a key.
const MAX_KEY: usize = 256;

/// Reads entries that may be set beside what is stored. A value is all that stands behind the first
/// `=`, as it is.
pub(super) fn settable(entries: &[String], stored: &[EnvEntry]) -> Result<Vec<Wanted>, Fail<Error>> {
    let mut faults = Faults::new("variables");
    let mut wanted: Vec<Wanted> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        match read(entry) {
            Ok((key, value)) => match conflict(key, &wanted, stored) {
                Some(reason) => faults.add(index, Some(key), reason),
                None => wanted.push(Wanted { key: key.to_owned(), value: value.to_owned() }),
            },
            Err(reason) => faults.add(index, None, reason),
        }
    }
    faults.end(entries.len())?;
    Ok(wanted)
}

/// The keys that may be removed, each once.
pub(super) fn removable(keys: Vec<String>, stored: &[EnvEntry]) -> Result<Vec<String>, Fail<Error>> {
    let mut faults = Faults::new("variables");
    let mut wanted: Vec<String> = Vec::new();
    let count = keys.len();
    for (index, key) in keys.into_iter().enumerate() {
        let entry = stored.iter().find(|entry| entry.key == key);
        if !is_key(&key) {
            faults.add(index, None, NO_KEY);
        } else if let Some(entry) = entry.filter(|entry| !entry.may_be_removed()) {
            faults.add(index, Some(&key), belongs(entry));
        } else if !wanted.contains(&key) {
            wanted.push(key);
        }
    }
    faults.end(count)?;
    Ok(wanted)
}

/// What is wanted as it is stored once it is set.
pub(super) fn as_stored(wanted: &[Wanted]) -> Vec<EnvEntry> {
    let entry = |wanted: &Wanted| EnvEntry {
        key: wanted.key.clone(),
        content: wanted.value.clone(),
        kind: "USER".to_owned(),
        ..EnvEntry::default()
    };
    wanted.iter().map(entry).collect()
}

/// A key as a message may name it: what is no key is named by its place.
pub(super) fn name(parameter: &str, index: usize, key: &str) -> String {
    if is_key(key) { format!("`{key}`") } else { format!("{parameter}[{index}]") }
}

const NO_KEY: &str = "is no key: letters, digits and `_`, not beginning with a digit";

fn read(entry: &str) -> Result<(&str, &str), &'static str> {
    let (key, value) = entry.split_once('=').ok_or("has no `=`")?;
    if is_key(key) {
        Ok((key, value))
    } else {
        Err("what is before its `=` is no key: letters, digits and `_`, not beginning with a digit")
    }
}

fn conflict(key: &str, wanted: &[Wanted], stored: &[EnvEntry]) -> Option<String> {
    let is_reserved = key.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    if key == "PATH" || (is_reserved && key != PROMETHEUS_KEY) {
        return Some("is a key that the platform keeps for itself".to_owned());
    }
    if let Some(other) = wanted.iter().find(|other| other.key.eq_ignore_ascii_case(key)) {
        return Some(format!("comes after `{}`: keys are unique whatever their case", other.key));
    }
    let entry = stored.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
    if !entry.may_be_changed() {
        return Some(belongs(entry).to_owned());
    }
    (entry.key != key).then(|| format!("is there as `{}`: keys are unique whatever their case", entry.key))
}

fn belongs(entry: &EnvEntry) -> &'static str {
    if entry.is_of_zerops_yaml() { OF_ZEROPS_YAML } else { OF_THE_PLATFORM }
}

/// What the platform's refusal of a change of one variable means, where it is about the variable.
pub(super) fn refusal(api_code: &str) -> Option<&'static str> {
    Some(match api_code {
        // So answers the platform where the active version does not tell which variables are its own.
        "recordIsReadOnly" | "userDataDeleteForbidden" => OF_ZEROPS_YAML,
        "userDataSystemKeyChangeForbidden" | "userDataUseOfSystemKey" | "projectEnvUseOfSystemKey" => OF_THE_PLATFORM,
        "userDataZeropsPrefixForbidden" => "begins with `ZEROPS_`, which the platform keeps for itself",
        "userDataDuplicateKey" | "projectEnvDuplicateKey" => {
            "is set already: in run.envVariables of zerops.yaml, where it is changed, or with other upper and lower case"
        }
        _ => return None,
    })
}

const OF_ZEROPS_YAML: &str = "comes from run.envVariables of zerops.yaml: change it there and deploy";
const OF_THE_PLATFORM: &str = "belongs to the platform";
/// How the keys begin that the platform keeps for itself, in any case.
const PREFIX: &str = "ZEROPS_";

fn is_key(key: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '_';
    key.len() <= MAX_KEY && key.chars().all(good) && key.starts_with(|first: char| !first.is_ascii_digit())
}

/// Everything that is wrong with the entries of one parameter.
struct Faults {
    parameter: &'static str,
    found: Vec<(String, String)>,
}

impl Faults {
    fn new(parameter: &'static str) -> Self {
        Self { parameter, found: Vec::new() }
    }

    fn add(&mut self, index: usize, key: Option<&str>, reason: impl Into<String>) {
        let reason = reason.into();
        let reason = key.map_or_else(|| reason.clone(), |key| format!("`{key}` {reason}"));
        self.found.push((format!("{}[{index}]", self.parameter), reason));
    }

    fn end(self, of: usize) -> Result<(), Fail<Error>> {
        let wrong = self.found.len();
        if wrong == 0 && of > 0 {
            return Ok(());
        }
        let message = match of {
            0 => format!("`{}` is empty.", self.parameter),
            _ => format!("{wrong} of {of} entries are wrong; nothing was changed."),
        };
        let mut fail = Fail::new(code::InvalidEnvFormat, message);
        let listed = self.found.into_iter().take(LISTED);
        fail.detail.fields = listed.map(|(field, reason)| FieldReason::new(field, reason)).collect();
        Room::of(&SPEC, Form::Quoted).cut(&mut fail.detail.fields);
        Err(fail)
    }
}

#[cfg(test)]
mod tests {
    use super::settable;
    use crate::platform::wire::EnvEntry;

    fn read(entries: &[&str]) -> Result<Vec<(String, String)>, String> {
        let entries: Vec<String> = entries.iter().map(|entry| (*entry).to_owned()).collect();
        match settable(&entries, &[]) {
            Ok(wanted) => Ok(wanted.into_iter().map(|wanted| (wanted.key, wanted.value)).collect()),
            Err(fail) => Err(format!("{} {:?}", fail.detail.message, fail.detail.fields)),
        }
    }

    #[test]
    fn a_value_is_all_behind_the_first_equals_sign() {
        for value in
            ["", "a=b=", " edge ", "line 1\nline 2\r\n", "\"q\" 'q'", "#no comment", "žluť €", "${db_password}"]
        {
            assert_eq!(read(&[&format!("KEY={value}")]), Ok(vec![("KEY".to_owned(), value.to_owned())]));
        }
    }

    #[test]
    fn a_fault_never_repeats_what_may_be_a_secret() {
        for entry in
            ["hunter2", "=hunter2", "hunter2-==", "2hunter2=x", "export A=hunter2", "PATH=hunter2", "A =hunter2", ""]
        {
            let fault = read(&["GOOD=1", entry]).expect_err(entry);
            assert!(fault.contains("variables[1]") && !fault.contains("hunter2"), "{fault}");
        }
        let fault = read(&["A=hunter2", "a=hunter2"]).expect_err("twice");
        assert!(fault.contains("variables[1]") && !fault.contains("hunter2"), "{fault}");
        assert!(read(&[]).is_err());
    }

    #[test]
    fn only_the_prefix_with_its_underscore_is_reserved() {
        for key in ["ZEROPS_1", "zerops_x", "Zerops_"] {
            assert!(read(&[&format!("{key}=1")]).is_err(), "{key}");
        }
        for key in ["ZEROPS", "ZEROPSFOO", "MY_ZEROPS_X", "ZEROPS_PROMETHEUS_PORT"] {
            assert!(read(&[&format!("{key}=1")]).is_ok(), "{key}");
        }
    }

    #[test]
    fn what_a_version_brought_is_changed_in_its_document() {
        let mode = EnvEntry { key: "MODE".to_owned(), kind: "USER".to_owned(), ..EnvEntry::default() };
        assert!(settable(&["MODE=x".to_owned()], std::slice::from_ref(&mode)).is_ok());
        let mode = EnvEntry { from_version: true, ..mode };
        let refused = settable(&["MODE=x".to_owned()], &[mode]).err().expect("refused");
        assert!(format!("{:?}", refused.detail.fields).contains("zerops.yaml"), "{:?}", refused.detail.fields);
    }
}
