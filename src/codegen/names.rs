//! From the spec's names to Rust's.

use proc_macro2::{Ident, Span};

/// `serviceHostname`, `SERVICE_NOT_FOUND`, `connect-storage`, `service.get` → words.
fn words(name: &str) -> Vec<String> {
    let shouting = !name.chars().any(|c| c.is_ascii_lowercase());
    let mut words: Vec<String> = vec![String::new()];
    let mut previous_lower = false;
    for c in name.chars() {
        let boundary = !c.is_ascii_alphanumeric() || (!shouting && c.is_ascii_uppercase() && previous_lower);
        if boundary && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        previous_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        if c.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `service_hostname`
pub(crate) fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `ServiceNotFound`
pub(crate) fn pascal(name: &str) -> String {
    let capitalised = |word: String| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    words(name).into_iter().map(capitalised).collect()
}

/// `serviceHostname`
pub(crate) fn camel(name: &str) -> String {
    let name = pascal(name);
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_lowercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// `connect-storage`
pub(crate) fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// `SERVICE_NOT_FOUND`
pub(crate) fn shouting(name: &str) -> String {
    words(name).join("_").to_ascii_uppercase()
}

/// Whether Rust can say this name, if need be as a raw identifier.
pub(crate) fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let raw = !matches!(name, "self" | "Self" | "super" | "crate");
    starts && raw && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// An identifier; a keyword becomes a raw one. The checks refuse what is no name.
pub(crate) fn ident(name: &str) -> Ident {
    if syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, Span::call_site())
    } else if is_name(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new("unnamed", Span::call_site())
    }
}

/// The field or function name of a spec name.
pub(crate) fn snake_ident(name: &str) -> Ident {
    ident(&snake(name))
}

/// The type or variant name of a spec name.
pub(crate) fn pascal_ident(name: &str) -> Ident {
    ident(&pascal(name))
}
