//! What is known of families of types beside their versions: other names, limits, variables.

/// Spellings of types that stand for another one.
pub(crate) const ALIASES: &[(&str, &str)] = &[
    ("bun@1.1.34", "bun@1.1"),
    ("bun@1.2.2", "bun@1.2"),
    ("bun@1.3.9", "bun@1.3"),
    ("bun@latest", "bun@1.3"),
    ("deno@1.45.5", "deno@1"),
    ("deno@2.0.0", "deno@2"),
    ("deno@latest", "deno@2"),
    ("golang@1", "go@1"),
    ("golang@1.22", "go@1.22"),
    ("php-apache@8.1+2.4", "php-apache@8.1"),
    ("php-apache@8.3+2.4", "php-apache@8.3"),
    ("php-apache@8.4+2.4", "php-apache@8.4"),
    ("php-apache@8.5+2.4", "php-apache@8.5"),
    ("php-nginx@8.1+1.22", "php-nginx@8.1"),
    ("php-nginx@8.3+1.22", "php-nginx@8.3"),
    ("php-nginx@8.4+1.22", "php-nginx@8.4"),
    ("php-nginx@8.5+1.28", "php-nginx@8.5"),
    ("java", "java@17"),
    ("java@latest", "java@17"),
    ("elixir@1.16.2", "elixir@1.16"),
    ("gleam@1.5.1", "gleam@1.5"),
    ("3.17", "alpine@3.17"),
    ("3.18", "alpine@3.18"),
    ("3.19", "alpine@3.19"),
    ("3.20", "alpine@3.20"),
    ("3.21", "alpine@3.21"),
    ("3.22", "alpine@3.22"),
    ("3.23", "alpine@3.23"),
    ("22.04", "ubuntu@22.04"),
    ("static", "static@1.0"),
    ("static@latest", "static@1.0"),
    ("nginx@latest", "nginx@1.22"),
    ("docker@26.1.5", "docker@26.1"),
    ("docker@latest", "docker@26.1"),
    ("objectstorage", "object-storage"),
    ("sharedstorage", "shared-storage"),
];

/// Types that no catalog lists.
pub(crate) const UNLISTED: &[&str] = &["runtime", "php-apache@8.0+2.4"];

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
    ("rabbit", "rabbitmq"),
];

/// The family of a type: what stands before the version.
pub(crate) fn family(name: &str) -> &str {
    let name = name.split_once('@').map_or(name, |(family, _)| family);
    name.split_once(':').map_or(name, |(family, _)| family)
}

/// Whether a runtime serves files by itself, so that nothing has to be started.
pub(crate) fn is_web_server(base: &str) -> bool {
    matches!(family(base), "static" | "nginx" | "php-nginx" | "php-apache")
}

/// The least RAM in GB.
pub(crate) fn least_ram(family: &str) -> f64 {
    match family {
        "postgresql" | "mariadb" | "elasticsearch" => 0.25,
        "shared-storage" | "seaweedfs" => 0.5,
        _ => 0.125,
    }
}

/// The least disk in GB.
pub(crate) fn least_disk(family: &str) -> f64 {
    match family {
        "shared-storage" | "seaweedfs" => 5.0,
        _ => 1.0,
    }
}

/// Whether it never runs in several containers.
pub(crate) fn is_single_only(family: &str) -> bool {
    family == "meilisearch"
}

/// The scaling profiles; none where the type has none.
pub(crate) fn profiles(family: &str) -> Option<&'static [&'static str]> {
    match family {
        "postgresql" => Some(&[
            "oltp-hobby",
            "oltp-staging",
            "oltp-production",
            "oltp-enterprise",
            "olap-production",
            "writeheavy-production",
            "custom",
        ]),
        "valkey" => Some(&["hobby", "staging", "production", "custom"]),
        _ => None,
    }
}

/// The variables that a service of the family has by itself, where all of them are known.
pub(crate) fn variables(family: &str) -> Option<&'static [&'static str]> {
    match family {
        "postgresql" => Some(&[
            "hostname",
            "port",
            "portTls",
            "portReplicas",
            "user",
            "password",
            "dbName",
            "connectionString",
            "connectionTlsString",
            "connectionStringReplicas",
            "superUser",
            "superUserPassword",
        ]),
        "mariadb" => Some(&["hostname", "port", "user", "password", "dbName", "connectionString"]),
        "valkey" => Some(&[
            "hostname",
            "port",
            "portTls",
            "password",
            "connectionString",
            "connectionTlsString",
            "portReplicas",
            "portTlsReplicas",
            "connectionStringReplicas",
            "connectionTlsStringReplicas",
        ]),
        "keydb" => Some(&["hostname", "port", "connectionString"]),
        "elasticsearch" => Some(&["hostname", "port", "password"]),
        "meilisearch" => Some(&["hostname", "port", "masterKey", "defaultSearchKey", "defaultAdminKey"]),
        "qdrant" => Some(&[
            "hostname",
            "port",
            "grpcPort",
            "apiKey",
            "readOnlyApiKey",
            "connectionString",
            "grpcConnectionString",
        ]),
        "seaweedfs" | "shared-storage" | "sharedstorage" => Some(&["hostname", "port"]),
        "nats" => Some(&["hostname", "port", "user", "password", "connectionString"]),
        "kafka" => Some(&["hostname", "port", "user", "password"]),
        "object-storage" => Some(&["apiUrl", "apiHost", "accessKeyId", "secretAccessKey", "bucketName", "quotaGBytes"]),
        _ => None,
    }
}

/// Names that the platform gives to variables; with a hostname before them they are no coincidence.
pub(crate) const GENERATED: &[&str] = &[
    "hostname",
    "port",
    "portTls",
    "portReplicas",
    "user",
    "password",
    "dbName",
    "connectionString",
    "connectionTlsString",
    "connectionStringReplicas",
    "superUser",
    "superUserPassword",
    "apiUrl",
    "apiHost",
    "apiKey",
    "readOnlyApiKey",
    "grpcConnectionString",
    "accessKeyId",
    "secretAccessKey",
    "bucketName",
    "masterKey",
    "defaultSearchKey",
    "defaultAdminKey",
    "grpcPort",
    "projectId",
    "serviceId",
    "zeropsSubdomain",
];
