//! What people call families of types that have another name here.

/// What people call families that have another name here.
pub(crate) const SYNONYMS: &[(&str, &str)] = &[
    ("node", "nodejs"),
    ("js", "nodejs"),
    ("postgres", "postgresql"),
    ("pg", "postgresql"),
    ("redis", "valkey"),
    ("mysql", "mariadb"),
    ("s3", "object-storage"),
    ("minio", "object-storage"),
    ("storage", "object-storage"),
    ("elastic", "elasticsearch"),
    ("php", "php-nginx"),
    ("apache", "php-apache"),
    ("c#", "dotnet"),
    ("rabbit", "nats"),
    ("sqlite", "local-storage"),
    ("volume", "local-storage"),
];
