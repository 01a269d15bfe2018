//! Whether a new variable is sensitive, where the caller does not say: what becomes readable for everybody on the
//! project cannot be taken back.

use super::references;

/// Parts of names of what is a secret.
const SECRET: &[&str] = &["SECRET", "TOKEN", "KEY", "PASSWORD", "PASS", "DSN", "PRIVATE", "CREDENTIAL"];
/// Parts of names of what is meant to be read all the same.
const PUBLIC: &[&str] = &["PUBLIC", "PUBLISHABLE"];
/// How the generated variables are called in which a password is a part.
const ADDRESSES: &[&str] = &["CONNECTIONSTRING", "CONNECTIONTLSSTRING"];

/// Whether the name of a variable says it, or its value: a password in an address, or a reference to a secret.
pub(super) fn by_nature(key: &str, value: &str) -> bool {
    names_secret(key) || references(value).any(refers_to_secret) || has_password(value)
}

/// Whether the name alone says it.
pub(in crate::ops) fn names_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    has(SECRET) && !has(PUBLIC)
}

fn refers_to_secret(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    names_secret(name) || ADDRESSES.iter().any(|address| upper.contains(address))
}

/// Whether an address such as `scheme://user:password@host` is in a text.
fn has_password(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let authority = rest.split(|c: char| c.is_whitespace() || "/?#\"'".contains(c)).next().unwrap_or_default();
        let user = authority.rsplit_once('@').map(|(user, _)| user);
        user.and_then(|user| user.split_once(':')).is_some_and(|(_, password)| !password.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::by_nature;

    #[test]
    fn names_and_values_say_what_is_a_secret() {
        for (key, value, sensitive) in [
            ("API_TOKEN", "x", true),
            ("sentryDsn", "x", true),
            ("AWS_SECRET_ACCESS_KEY", "x", true),
            ("STRIPE_PUBLISHABLE_KEY", "x", false),
            ("NEXT_PUBLIC_KEY", "x", false),
            ("LOG_LEVEL", "debug", false),
            ("URL", "https://example.com/a:b@c", false),
            ("URL", "postgresql://app:hunter2@db:5432/db", true),
            ("URL", "redis://cache:6379", false),
            ("URL", "https://user@example.com", false),
            ("DB", "postgresql://app:${db_password}@db", true),
            ("DB", "${db_connectionString}", true),
            ("HOST", "${db_hostname}", false),
        ] {
            assert_eq!(by_nature(key, value), sensitive, "{key}={value}");
        }
    }
}
