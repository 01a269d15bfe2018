//! The words of `envIsolation` and `sshIsolation`.

use super::super::codes;
use super::super::preprocessor::is_dynamic;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;

/// Words are `vpn`, `project`, `service` and `service@name`, each with an optional `-` before it.
pub(crate) fn ssh(sink: &Sink, field: Option<&Spanned<String>>) {
    let known = "known: vpn, project, service, service@NAME, each with `-` before it to deny";
    words(sink, field, known, |word| {
        let plain = word.strip_prefix('-').unwrap_or(word);
        is_named(plain) || matches!(plain, "vpn" | "project" | "service")
    });
}

/// Words are `none`, `service`, `service@name`, and `-service@name` to exclude one of all.
pub(crate) fn env(sink: &Sink, field: Option<&Spanned<String>>) {
    let known = "known: none, service, service@NAME, -service@NAME, with spaces between them";
    words(sink, field, known, |word| {
        matches!(word, "none" | "service") || is_named(word.strip_prefix('-').unwrap_or(word))
    });
}

fn is_named(word: &str) -> bool {
    word.strip_prefix("service@").is_some_and(|name| !name.is_empty())
}

fn words(sink: &Sink, field: Option<&Spanned<String>>, known: &str, is_known: impl Fn(&str) -> bool) {
    let Some(field) = field.filter(|field| !is_dynamic(field)) else { return };
    for (index, word) in field.split_whitespace().enumerate() {
        if !is_known(word) {
            // A line that lost its key is folded into these words, so they are only counted.
            let name = field.path.last_key().unwrap_or_default();
            let message = format!("word {} is none that `{name}` has", index + 1);
            sink.push(Finding::warning(codes::INVALID_VALUE, &field.path, &field.span, message).fix(known));
        }
    }
}
