//! The table behind [`super::catalog`]: how each family of types behaves. Which families there are
//! in which versions is the catalogue's, `spec/catalog.yaml`; this adds what it does not say.
//! Derived: from the published import schema and the manuals.

use super::catalog::ModeRule;

/// How the types of a family behave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traits {
    /// The name of the family in the catalogue.
    pub(crate) key: &'static str,
    pub(crate) mode: ModeRule,
    pub(crate) reload: bool,
    /// Whether limits of CPU, RAM and disk scale by themselves.
    pub(crate) vertical: bool,
    /// The least RAM in GB.
    pub(crate) min_ram: f64,
    /// The least disk in GB.
    pub(crate) min_disk: f64,
    /// Ports: number, scheme, whether they can be public under zerops.app.
    pub(crate) ports: &'static [(u16, &'static str, bool)],
    /// Whether a runtime serves HTTP on port 80 without saying so.
    pub(crate) web_server: bool,
}

/// A runtime of which nothing else is known.
pub(crate) const RUNTIME: Traits = Traits {
    key: "",
    mode: ModeRule::Optional,
    reload: true,
    vertical: true,
    min_ram: 0.125,
    min_disk: 1.0,
    ports: &[],
    web_server: false,
};

/// A managed service of which nothing else is known.
pub(crate) const MANAGED: Traits = Traits { mode: ModeRule::Required, reload: false, ..RUNTIME };

const fn web_server(key: &'static str) -> Traits {
    Traits { key, web_server: true, ..RUNTIME }
}

const fn managed(key: &'static str, min_ram: f64, ports: &'static [(u16, &'static str, bool)]) -> Traits {
    Traits { key, min_ram, ports, ..MANAGED }
}

/// Every family that behaves in a way of its own.
pub(crate) static TRAITS: &[Traits] = &[
    web_server("php-apache"),
    web_server("php-nginx"),
    web_server("static"),
    web_server("nginx"),
    Traits { key: "docker", reload: false, vertical: false, ..RUNTIME },
    managed("postgresql", 0.25, &[(5432, "postgresql", false), (6432, "postgresql", false)]),
    managed("mariadb", 0.25, &[(3306, "mysql", false)]),
    managed(
        "clickhouse",
        0.125,
        &[(9000, "clickhouse", false), (8123, "http", true), (9004, "mysql", false), (9005, "postgresql", false)],
    ),
    managed("valkey", 0.125, &[(6379, "redis", false), (6380, "redis", false)]),
    managed("keydb", 0.125, &[(6379, "redis", false)]),
    managed("elasticsearch", 0.25, &[(9200, "http", false)]),
    Traits { mode: ModeRule::SingleOnly, ..managed("meilisearch", 0.125, &[(7700, "http", true)]) },
    managed("typesense", 0.125, &[(8108, "http", true)]),
    managed("qdrant", 0.125, &[(6333, "http", false), (6334, "tcp", false)]),
    managed("nats", 0.125, &[(4222, "nats", false), (8222, "http", false)]),
    managed("kafka", 0.125, &[(9092, "tcp", false)]),
    managed("rabbitmq", 0.125, &[(5672, "tcp", false)]),
    Traits { mode: ModeRule::Forbidden, vertical: false, ..managed("object-storage", 0.125, &[]) },
    Traits { min_disk: 5.0, ..managed("shared-storage", 0.5, &[]) },
    Traits { min_disk: 5.0, ..managed("seaweedfs", 0.5, &[(8888, "http", false)]) },
    Traits { mode: ModeRule::SingleOnly, min_disk: 5.0, ..managed("local-storage", 0.125, &[]) },
];
