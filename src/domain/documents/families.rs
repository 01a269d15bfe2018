//! What is known of families of types beside the catalog: what people call them, their variables.

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
    "superUser",
    "superUserPassword",
    "apiUrl",
    "apiHost",
    "apiKey",
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
