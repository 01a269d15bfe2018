//! The table behind [`super::catalog`]. Derived: from the published import schema and the manuals.

use super::catalog::{Category, Family, ModeRule};

const fn runtime(key: &'static str, name: &'static str, versions: &'static [&'static str]) -> Family {
    Family {
        key,
        name,
        category: Category::User,
        versions,
        mode: ModeRule::Optional,
        reload: true,
        vertical: true,
        min_ram: 0.125,
        min_disk: 1.0,
        ports: &[],
        web_server: false,
    }
}

const fn web_server(key: &'static str, name: &'static str, versions: &'static [&'static str]) -> Family {
    Family { web_server: true, ..runtime(key, name, versions) }
}

const fn managed(
    key: &'static str,
    name: &'static str,
    versions: &'static [&'static str],
    min_ram: f64,
    ports: &'static [(u16, &'static str, bool)],
) -> Family {
    Family {
        category: Category::Standard,
        mode: ModeRule::Required,
        reload: false,
        min_ram,
        ports,
        ..runtime(key, name, versions)
    }
}

/// Every family that can be imported.
pub(crate) static FAMILIES: &[Family] = &[
    runtime("nodejs", "Node.js", &["nodejs@18", "nodejs@20", "nodejs@22", "nodejs@24"]),
    runtime(
        "bun",
        "Bun",
        &[
            "bun@1.1",
            "bun@1.1.34",
            "bun@1.2",
            "bun@1.2.2",
            "bun@1.3",
            "bun@1.3.9",
            "bun@latest",
            "bun@canary",
            "bun@nightly",
        ],
    ),
    runtime("deno", "Deno", &["deno@1", "deno@1.45.5", "deno@2", "deno@2.0.0", "deno@latest"]),
    runtime("go", "Go", &["go@1", "go@1.22", "golang@1", "golang@1.22"]),
    runtime("python", "Python", &["python@3.9", "python@3.11", "python@3.12", "python@3.14"]),
    web_server(
        "php-apache",
        "PHP + Apache",
        &[
            "php-apache@8.0+2.4",
            "php-apache@8.1",
            "php-apache@8.1+2.4",
            "php-apache@8.3",
            "php-apache@8.3+2.4",
            "php-apache@8.4",
            "php-apache@8.4+2.4",
            "php-apache@8.5",
            "php-apache@8.5+2.4",
        ],
    ),
    web_server(
        "php-nginx",
        "PHP + Nginx",
        &[
            "php-nginx@8.1",
            "php-nginx@8.1+1.22",
            "php-nginx@8.3",
            "php-nginx@8.3+1.22",
            "php-nginx@8.4",
            "php-nginx@8.4+1.22",
            "php-nginx@8.5",
            "php-nginx@8.5+1.28",
        ],
    ),
    runtime("ruby", "Ruby", &["ruby@3.2", "ruby@3.3", "ruby@3.4"]),
    runtime("rust", "Rust", &["rust@1.78", "rust@1.80", "rust@1.86", "rust@nightly", "rust@stable"]),
    runtime("java", "Java", &["java", "java@latest", "java@17", "java@21"]),
    runtime("dotnet", ".NET", &["dotnet@6", "dotnet@7", "dotnet@8", "dotnet@9", "dotnet@10"]),
    runtime("elixir", "Elixir", &["elixir@1", "elixir@1.16", "elixir@1.16.2"]),
    runtime("gleam", "Gleam", &["gleam@1", "gleam@1.5", "gleam@1.5.1"]),
    runtime("runtime", "Runtime", &["runtime"]),
    runtime(
        "alpine",
        "Alpine",
        &[
            "alpine@3.17",
            "alpine@3.18",
            "alpine@3.19",
            "alpine@3.20",
            "alpine@3.21",
            "alpine@3.22",
            "alpine@3.23",
            "3.17",
            "3.18",
            "3.19",
            "3.20",
            "3.21",
            "3.22",
            "3.23",
        ],
    ),
    runtime("ubuntu", "Ubuntu", &["ubuntu@22.04", "ubuntu@24.04", "22.04"]),
    web_server("static", "Static", &["static", "static@1.0", "static@latest"]),
    web_server("nginx", "Nginx", &["nginx@1.22", "nginx@latest"]),
    Family {
        reload: false,
        vertical: false,
        ..runtime("docker", "Docker", &["docker@26", "docker@26.1", "docker@26.1.5", "docker@latest"])
    },
    runtime("zcp", "Zerops Control Plane", &["zcp@1"]),
    managed(
        "postgresql",
        "PostgreSQL",
        &["postgresql@14", "postgresql@16", "postgresql@17", "postgresql@18"],
        0.25,
        &[(5432, "postgresql", false), (6432, "postgresql", false)],
    ),
    managed("mariadb", "MariaDB", &["mariadb@10.6"], 0.25, &[(3306, "mysql", false)]),
    managed(
        "clickhouse",
        "ClickHouse",
        &["clickhouse@25.3"],
        0.125,
        &[(9000, "clickhouse", false), (8123, "http", true), (9004, "mysql", false), (9005, "postgresql", false)],
    ),
    managed("valkey", "Valkey", &["valkey@7.2"], 0.125, &[(6379, "redis", false), (6380, "redis", false)]),
    managed("keydb", "KeyDB", &["keydb@6"], 0.125, &[(6379, "redis", false)]),
    managed(
        "elasticsearch",
        "Elasticsearch",
        &["elasticsearch@8.16", "elasticsearch@9.2"],
        0.25,
        &[(9200, "http", false)],
    ),
    Family {
        mode: ModeRule::SingleOnly,
        ..managed(
            "meilisearch",
            "Meilisearch",
            &["meilisearch@1.10", "meilisearch@1.20"],
            0.125,
            &[(7700, "http", true)],
        )
    },
    managed("typesense", "Typesense", &["typesense@27.1", "typesense@30.2"], 0.125, &[(8108, "http", true)]),
    managed("qdrant", "Qdrant", &["qdrant@1.10", "qdrant@1.12"], 0.125, &[(6333, "http", false), (6334, "tcp", false)]),
    managed("nats", "NATS", &["nats@2.10", "nats@2.12"], 0.125, &[(4222, "nats", false), (8222, "http", false)]),
    managed("kafka", "Kafka", &["kafka@3.8", "kafka@3.9"], 0.125, &[(9092, "tcp", false)]),
    managed("rabbitmq", "RabbitMQ", &["rabbitmq@3.9"], 0.125, &[(5672, "tcp", false)]),
    Family {
        category: Category::ObjectStorage,
        mode: ModeRule::Forbidden,
        vertical: false,
        ..managed("object-storage", "Object Storage", &["object-storage", "objectstorage"], 0.125, &[])
    },
    Family {
        category: Category::SharedStorage,
        min_disk: 5.0,
        ..managed("shared-storage", "Shared Storage", &["shared-storage", "sharedstorage", "seaweedfs@3"], 0.5, &[])
    },
];

/// A project's own services.
pub(crate) static CORE: Family =
    Family { category: Category::Core, reload: false, ..runtime("core", "Core", &["core@1"]) };

/// The services that build.
pub(crate) static BUILD: Family =
    Family { category: Category::Build, reload: false, ..runtime("zbuild", "Build", &[]) };
