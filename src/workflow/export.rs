//! A project as an import.yaml that makes it again elsewhere: its services, what their owner has set of their
//! limits, and the names of their variables.
//!
//! No value of a variable is told. What refers to another variable stays a reference, what only has to be
//! random is made anew by the import, and everything else is a blank that a human fills. Data, domains and
//! public access are not part of it.

use std::fmt::Write as _;

use crate::domain::documents::references::{Form, parse, replaced};
use crate::domain::status::Category;

/// What stands where a human fills in a value.
pub const BLANK: &str = "REPLACE_ME";
/// What makes a random text at the import; the line that is said first switches it on.
const RANDOM: &str = "<@generateRandomString(<32>)>";
const PREPROCESSOR: &str = "#zeropsPreprocessor=on";
/// Databases are made before what uses them.
const FIRST: u8 = 10;
/// GB of a bucket whose size is not told.
const BUCKET: &str = "2";
/// How the names of what only has to be random end.
const RANDOM_NAMES: [&str; 8] = [
    "APP_KEY",
    "APP_SECRET",
    "AUTH_SECRET",
    "COOKIE_SECRET",
    "JWT_SECRET",
    "SECRET_KEY",
    "SECRET_KEY_BASE",
    "SESSION_SECRET",
];
/// What the names of secrets have in them.
const SECRET_NAMES: [&str; 9] =
    ["SECRET", "TOKEN", "KEY", "PASSWORD", "PASS", "DSN", "PRIVATE", "CREDENTIAL", "WEBHOOK_URL"];

/// A service of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its hostname.
    pub hostname: String,
    /// Its type, in full.
    pub type_name: String,
    /// What it is to the platform.
    pub category: Category,
    /// Whether it is one to develop on, which starts without code.
    pub is_dev: bool,
    /// GB of an object storage.
    pub bucket: Option<String>,
    /// The profile of a managed service, where its owner has set no limits.
    pub profile: Option<String>,
    /// The limits that its owner has set, as an import.yaml names them.
    pub limits: Vec<(&'static str, String)>,
    /// The fewest and the most containers that its owner has set.
    pub containers: Vec<(&'static str, String)>,
    /// Where its code is cloned from, with the setup, where everybody may.
    pub code: Option<(String, String)>,
    /// The variables that somebody set.
    pub variables: Vec<Variable>,
}

/// A variable, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// What stands for its value.
    pub value: Stands,
    /// Whether it is to be kept from those who may only read.
    pub is_secret: bool,
}

/// What stands for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// References to other variables, and nothing else.
    References(String),
    /// A random text, made anew.
    Random,
    /// A blank.
    Blank,
}

impl Variable {
    /// A variable whose value is looked at and not kept.
    #[must_use]
    pub fn of(name: &str, value: &str, is_marked: bool) -> Self {
        let upper = name.to_ascii_uppercase();
        let is_public = upper.contains("PUBLIC") || upper.contains("PUBLISHABLE");
        let is_secret = is_marked || (!is_public && SECRET_NAMES.iter().any(|word| upper.contains(word)));
        let stands = if is_references(value) {
            Stands::References(value.to_owned())
        } else if is_secret && RANDOM_NAMES.iter().any(|end| upper.ends_with(end)) {
            Stands::Random
        } else {
            Stands::Blank
        };
        Self { name: name.to_owned(), value: stands, is_secret }
    }
}

/// Whether a value has references and what joins them, and nothing that somebody could have kept secret.
fn is_references(value: &str) -> bool {
    let references = parse(value);
    let rest = replaced(value, |_, _| {});
    !references.is_empty() && references.iter().all(|one| one.form == Form::Name) && joins(&rest)
}

fn joins(text: &str) -> bool {
    text.bytes().all(|byte| b":/@,;.?&=-_".contains(&byte))
}

/// The document. What is made first stands first.
#[must_use]
pub fn import_yaml(entries: &[Entry]) -> String {
    let is_random = |variable: &Variable| variable.value == Stands::Random;
    let mut text = String::new();
    if entries.iter().flat_map(|entry| &entry.variables).any(is_random) {
        let _ = writeln!(text, "{PREPROCESSOR}");
    }
    text.push_str("services:\n");
    let (runtimes, managed): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| entry.category.is_runtime());
    for entry in managed.into_iter().chain(runtimes) {
        service(&mut text, entry);
    }
    text
}

fn service(text: &mut String, entry: &Entry) {
    let _ = writeln!(text, "  - hostname: {}\n    type: {}", entry.hostname, entry.type_name);
    match entry.category {
        Category::User => {}
        Category::ObjectStorage => {
            let size = entry.bucket.as_deref().unwrap_or(BUCKET);
            let _ = writeln!(text, "    objectStorageSize: {size}\n    objectStoragePolicy: private");
        }
        _ => {
            if let Some(profile) = entry.profile.as_ref().filter(|_| entry.limits.is_empty()) {
                let _ = writeln!(text, "    profile: {profile}");
            }
        }
    }
    if !entry.category.is_runtime() {
        let _ = writeln!(text, "    priority: {FIRST}");
    }
    match &entry.code {
        _ if entry.is_dev => text.push_str("    startWithoutCode: true\n"),
        Some((url, setup)) => {
            let _ = writeln!(text, "    buildFromGit: {}\n    zeropsSetup: {setup}", quoted(url));
        }
        None => {}
    }
    for (name, value) in &entry.containers {
        let _ = writeln!(text, "    {name}: {value}");
    }
    if !entry.limits.is_empty() {
        text.push_str("    verticalAutoscaling:\n");
        for (name, value) in &entry.limits {
            let _ = writeln!(text, "      {name}: {value}");
        }
    }
    if !entry.variables.is_empty() {
        text.push_str("    vault:\n");
        for variable in &entry.variables {
            variable_line(text, variable);
        }
    }
}

fn variable_line(text: &mut String, variable: &Variable) {
    let value = match &variable.value {
        Stands::References(value) => quoted(value),
        Stands::Random => quoted(RANDOM),
        Stands::Blank => BLANK.to_owned(),
    };
    let name = &variable.name;
    let _ = if variable.is_secret {
        writeln!(text, "      {name}: {{ value: {value}, sensitive: true }}")
    } else {
        writeln!(text, "      {name}: {value}")
    };
}

/// A text as YAML: JSON's quoting is YAML's too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The blanks of the document, as `api: STRIPE_KEY, SMTP_PASSWORD`.
#[must_use]
pub fn blanks(entries: &[Entry]) -> Vec<String> {
    let of = |entry: &Entry| {
        let blank = entry.variables.iter().filter(|variable| variable.value == Stands::Blank);
        let names: Vec<&str> = blank.map(|variable| variable.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{}: {}", entry.hostname, names.join(", ")))
    };
    entries.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_told() {
        for (name, value, marked, stands, is_secret) in [
            ("LOG_LEVEL", "debug", false, Stands::Blank, false),
            ("STRIPE_KEY", "sk_live_1", false, Stands::Blank, true),
            ("NOTE", "hunter2", true, Stands::Blank, true),
            ("SESSION_SECRET", "abc", false, Stands::Random, true),
            ("NEXT_PUBLIC_KEY", "pk_1", false, Stands::Blank, false),
            ("DB_URL", "${db_connectionString}/${db_dbName}", false, Stands::References(String::new()), false),
            ("DB_PASSWORD", "${db_password}", true, Stands::References(String::new()), true),
            ("DB", "postgres://me:hunter2@${db_hostname}", false, Stands::Blank, false),
            ("ODD", "${db_x", false, Stands::Blank, false),
            ("ODD", "${hunter 2}", false, Stands::Blank, false),
            ("EMPTY", "", false, Stands::Blank, false),
        ] {
            let variable = Variable::of(name, value, marked);
            assert_eq!(std::mem::discriminant(&variable.value), std::mem::discriminant(&stands), "{name} {value}");
            assert_eq!(variable.is_secret, is_secret, "{name}");
        }
    }

    #[test]
    fn the_document_has_what_was_set_and_blanks_for_the_rest() {
        let entry = |hostname: &str, type_name: &str, category| Entry {
            hostname: hostname.to_owned(),
            type_name: type_name.to_owned(),
            category,
            is_dev: false,
            bucket: None,
            profile: None,
            limits: Vec::new(),
            containers: Vec::new(),
            code: None,
            variables: Vec::new(),
        };
        let api = Entry {
            limits: vec![("minRam", "0.5".to_owned())],
            variables: vec![
                Variable::of("DB_URL", "${db_connectionString}/${db_dbName}", false),
                Variable::of("JWT_SECRET", "x", false),
                Variable::of("STRIPE_KEY", "x", false),
            ],
            ..entry("api", "ubuntu/nodejs@22", Category::User)
        };
        let db = Entry { profile: Some("small".to_owned()), ..entry("db", "postgresql:single@18", Category::Standard) };
        let entries = [api, db];
        assert_eq!(
            import_yaml(&entries),
            "#zeropsPreprocessor=on\nservices:\n  - hostname: db\n    type: postgresql:single@18\n    profile: small\n    priority: 10\n  \
             - hostname: api\n    type: ubuntu/nodejs@22\n    verticalAutoscaling:\n      minRam: 0.5\n    vault:\n      \
             DB_URL: \"${db_connectionString}/${db_dbName}\"\n      \
             JWT_SECRET: { value: \"<@generateRandomString(<32>)>\", sensitive: true }\n      \
             STRIPE_KEY: { value: REPLACE_ME, sensitive: true }\n"
        );
        assert_eq!(blanks(&entries), ["api: STRIPE_KEY"]);
    }
}
