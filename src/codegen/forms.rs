//! How names are spelt. Most of them become identifiers of Rust.

use super::names::{is_name, pascal, snake};

/// `service.autoscaling.put`
pub(crate) fn dotted(name: &str) -> bool {
    name.split('.').all(camel)
}

/// `serviceHostname`, and Rust can say it as a field.
pub(crate) fn camel(name: &str) -> bool {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    plain && is_name(&snake(name))
}

/// `lockfile_mismatch`
pub(crate) fn snake_case(name: &str) -> bool {
    name == snake(name) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// `ServiceView`, and the type has the same name in Rust.
pub(crate) fn capital(name: &str) -> bool {
    is_name(name) && pascal(name) == name
}

/// `connect-storage`, and Rust can say it as a variant.
pub(crate) fn kebab(name: &str) -> bool {
    joined(name, '-', |c| c.is_ascii_lowercase() || c.is_ascii_digit()) && is_name(&pascal(name))
}

/// `SERVICE_NOT_FOUND`, and Rust can say it as a variant.
pub(crate) fn shouting(name: &str) -> bool {
    joined(name, '_', |c| c.is_ascii_uppercase() || c.is_ascii_digit()) && is_name(&pascal(name))
}

/// `zerops_scale`, and no word of Rust: it names a module and a file.
pub(crate) fn tool(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    joined(name, '_', plain) && syn::parse_str::<proc_macro2::Ident>(name).is_ok()
}

/// `module::function`, at least one module.
pub(crate) fn op(name: &str) -> bool {
    let parts: Vec<&str> = name.split("::").collect();
    let part =
        |part: &&str| syn::parse_str::<proc_macro2::Ident>(part).is_ok() && snake(part) == part.trim_matches('_');
    parts.len() > 1 && parts.iter().all(part)
}

fn joined(name: &str, separator: char, plain: impl Fn(char) -> bool + Copy) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(plain);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.split(separator).all(part)
}
