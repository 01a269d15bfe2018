//! How names are spelt.

use super::super::names::{is_name, pascal, snake};

/// `service.autoscaling.put`
pub(super) fn dotted(name: &str) -> bool {
    name.split('.').all(camel)
}

/// `serviceHostname`, and Rust can say it as a field.
pub(super) fn camel(name: &str) -> bool {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    plain && is_name(&snake(name))
}

/// `ServiceView`, and the type has the same name in Rust.
pub(super) fn capital(name: &str) -> bool {
    is_name(name) && pascal(name) == name
}

/// `connect-storage`, and Rust can say it as a variant.
pub(super) fn kebab(name: &str) -> bool {
    joined(name, '-', |c| c.is_ascii_lowercase() || c.is_ascii_digit()) && is_name(&pascal(name))
}

/// `SERVICE_NOT_FOUND`, and Rust can say it as a variant.
pub(super) fn shouting(name: &str) -> bool {
    joined(name, '_', |c| c.is_ascii_uppercase() || c.is_ascii_digit()) && is_name(&pascal(name))
}

/// `zerops_scale`, and no word of Rust: it names a module and a file.
pub(super) fn tool(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    joined(name, '_', plain) && syn::parse_str::<proc_macro2::Ident>(name).is_ok()
}

/// `module::function`, at least one module.
pub(super) fn op(name: &str) -> bool {
    let parts: Vec<&str> = name.split("::").collect();
    let part =
        |part: &&str| syn::parse_str::<proc_macro2::Ident>(part).is_ok() && snake(part) == part.trim_matches('_');
    parts.len() > 1 && parts.iter().all(part)
}

fn joined(name: &str, separator: char, plain: impl Fn(char) -> bool + Copy) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(plain);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.split(separator).all(part)
}
