//! The service types.
//! Source: spec/catalog.yaml. Written by build.rs (src/codegen/render/catalog.rs); edit the spec.

use crate::domain::catalog::{Family, Section};

/// Every type that was known when this was built.
pub static CATALOG: &[Section] = &[
    Section {
        title: "Runtimes",
        families: &[
            Family {
                name: "nodejs",
                title: "Node.js",
                category: "USER",
                versions: &["24", "22", "20", "18"],
                note: None,
            },
            Family {
                name: "bun",
                title: "Bun",
                category: "USER",
                versions: &["1.3", "1.2", "1.1", "canary", "nightly"],
                note: None,
            },
            Family {
                name: "deno",
                title: "Deno",
                category: "USER",
                versions: &["2", "1"],
                note: Some("Ubuntu only"),
            },
            Family {
                name: "go",
                title: "Go",
                category: "USER",
                versions: &["1.22", "1"],
                note: None,
            },
            Family {
                name: "python",
                title: "Python",
                category: "USER",
                versions: &["3.14", "3.12", "3.11", "3.9"],
                note: None,
            },
            Family {
                name: "php-apache",
                title: "PHP with Apache",
                category: "USER",
                versions: &["8.5", "8.4", "8.3", "8.1"],
                note: None,
            },
            Family {
                name: "php-nginx",
                title: "PHP with nginx",
                category: "USER",
                versions: &["8.5", "8.4", "8.3", "8.1"],
                note: None,
            },
            Family {
                name: "ruby",
                title: "Ruby",
                category: "USER",
                versions: &["3.4", "3.3", "3.2"],
                note: None,
            },
            Family {
                name: "rust",
                title: "Rust",
                category: "USER",
                versions: &["1.86", "1.80", "1.78", "stable", "nightly"],
                note: None,
            },
            Family {
                name: "java",
                title: "Java",
                category: "USER",
                versions: &["21", "17"],
                note: None,
            },
            Family {
                name: "dotnet",
                title: ".NET",
                category: "USER",
                versions: &["10", "9", "8", "7", "6"],
                note: None,
            },
            Family {
                name: "elixir",
                title: "Elixir",
                category: "USER",
                versions: &["1.16", "1"],
                note: None,
            },
            Family {
                name: "gleam",
                title: "Gleam",
                category: "USER",
                versions: &["1.5", "1"],
                note: None,
            },
        ],
    },
    Section {
        title: "Containers and web",
        families: &[
            Family {
                name: "alpine",
                title: "Alpine Linux",
                category: "USER",
                versions: &["3.23", "3.22", "3.21", "3.20", "3.19", "3.18", "3.17"],
                note: None,
            },
            Family {
                name: "ubuntu",
                title: "Ubuntu",
                category: "USER",
                versions: &["24.04", "22.04"],
                note: None,
            },
            Family {
                name: "docker",
                title: "Docker",
                category: "USER",
                versions: &["26.1", "26"],
                note: Some("a VM"),
            },
            Family {
                name: "static",
                title: "Static files",
                category: "USER",
                versions: &["1.0"],
                note: None,
            },
            Family {
                name: "nginx",
                title: "nginx",
                category: "USER",
                versions: &["1.22"],
                note: None,
            },
            Family {
                name: "zcp",
                title: "ZCP workspace",
                category: "USER",
                versions: &["1"],
                note: Some("never a deploy target"),
            },
        ],
    },
    Section {
        title: "Databases",
        families: &[
            Family {
                name: "postgresql",
                title: "PostgreSQL",
                category: "STANDARD",
                versions: &["18", "17", "16", "14"],
                note: None,
            },
            Family {
                name: "mariadb",
                title: "MariaDB",
                category: "STANDARD",
                versions: &["10.6"],
                note: None,
            },
            Family {
                name: "clickhouse",
                title: "ClickHouse",
                category: "STANDARD",
                versions: &["25.3"],
                note: None,
            },
        ],
    },
    Section {
        title: "Caches",
        families: &[
            Family {
                name: "valkey",
                title: "Valkey",
                category: "STANDARD",
                versions: &["7.2"],
                note: Some("speaks Redis"),
            },
            Family {
                name: "keydb",
                title: "KeyDB",
                category: "STANDARD",
                versions: &["6"],
                note: Some("not for new work"),
            },
        ],
    },
    Section {
        title: "Search and vectors",
        families: &[
            Family {
                name: "elasticsearch",
                title: "Elasticsearch",
                category: "STANDARD",
                versions: &["9.2", "8.16"],
                note: None,
            },
            Family {
                name: "meilisearch",
                title: "Meilisearch",
                category: "STANDARD",
                versions: &["1.20", "1.10"],
                note: None,
            },
            Family {
                name: "typesense",
                title: "Typesense",
                category: "STANDARD",
                versions: &["30.2", "27.1"],
                note: None,
            },
            Family {
                name: "qdrant",
                title: "Qdrant",
                category: "STANDARD",
                versions: &["1.12", "1.10"],
                note: None,
            },
        ],
    },
    Section {
        title: "Queues",
        families: &[
            Family {
                name: "nats",
                title: "NATS",
                category: "STANDARD",
                versions: &["2.12", "2.10"],
                note: None,
            },
            Family {
                name: "kafka",
                title: "Kafka",
                category: "STANDARD",
                versions: &["3.9", "3.8"],
                note: None,
            },
            Family {
                name: "rabbitmq",
                title: "RabbitMQ",
                category: "STANDARD",
                versions: &["3.9"],
                note: Some("undocumented"),
            },
        ],
    },
    Section {
        title: "Storage",
        families: &[
            Family {
                name: "object-storage",
                title: "Object storage",
                category: "OBJECT_STORAGE",
                versions: &[],
                note: Some("S3"),
            },
            Family {
                name: "shared-storage",
                title: "Shared storage",
                category: "SHARED_STORAGE",
                versions: &[],
                note: Some("mounted as files"),
            },
            Family {
                name: "seaweedfs",
                title: "SeaweedFS",
                category: "SHARED_STORAGE",
                versions: &["3"],
                note: Some("undocumented"),
            },
        ],
    },
];
