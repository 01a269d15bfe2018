//! Descriptions that say something: a model chooses by them, and one that only repeats the name costs tokens for nothing.

use super::super::diagnostics::{At, Report};

/// Words that say nothing by themselves.
const EMPTY: &[&str] =
    &["a", "an", "and", "it", "its", "of", "one", "or", "that", "the", "this", "to", "what", "which"];

/// A fault where `doc` has no word that `name` does not have already.
pub(super) fn check(report: &Report, what: &str, name: &At<String>, doc: &str) {
    // A description that is missing is reported where it is read.
    if !doc.is_empty() && !says_more(&name.value, doc) {
        let message = format!("the description of {what} `{}` says no more than its name", name.value);
        report.fault(&name.place, message, "say in a phrase what it is, which values it takes, or what it does");
    }
}

/// Whether a description has a word besides those of the name.
fn says_more(name: &str, doc: &str) -> bool {
    let named = words(name);
    words(doc).iter().any(|word| !EMPTY.contains(&word.as_str()) && !named.iter().any(|part| alike(part, word)))
}

/// `container` and `containers`, `env` and `environment`.
fn alike(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// The words of a text or of a name such as `minFreeRamGB` or `close-mode`, in small letters.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for letter in text.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && after_small) {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
        after_small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::says_more;

    #[test]
    fn a_description_has_to_add_a_word() {
        for (name, doc) in [
            ("targetService", "Target."),
            ("serviceHostname", "The service."),
            ("start", "start it."),
            ("closeMode", "The close mode."),
            ("maxContainers", "Max. containers."),
            ("path", "…"),
        ] {
            assert!(!says_more(name, doc), "{name}: {doc}");
        }
        for (name, doc) in [
            ("targetService", "Service to deploy to."),
            ("start", "start a stopped service."),
            ("maxContainers", "Most containers."),
        ] {
            assert!(says_more(name, doc), "{name}: {doc}");
        }
    }
}
