//! Environment variables, and those that the platform generates for a new service.

use jiff::Timestamp;

use crate::sandbox::catalog::TypeInfo;
use crate::sandbox::ids::IdSource;
use crate::sandbox::platform_date::PlatformDate;

/// A variable of a service or a project.
#[derive(Clone, Debug)]
pub(crate) struct EnvVariable {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) content: String,
    pub(crate) kind: EnvKind,
    pub(crate) created: Timestamp,
    pub(crate) last_update: Timestamp,
}

impl EnvVariable {
    /// A variable of this moment.
    pub(crate) fn new(id: String, key: impl Into<String>, content: String, kind: EnvKind, now: Timestamp) -> Self {
        Self { id, key: key.into(), content, kind, created: now, last_update: now }
    }

    /// Gives it a content; the same one again changes nothing.
    pub(crate) fn set(&mut self, content: String, now: Timestamp) {
        if self.content != content {
            self.content = content;
            self.last_update = now;
        }
    }
}

/// Where a variable comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnvKind {
    /// The platform made it and it can be read.
    System,
    /// The platform made it and it is a credential.
    Credential,
    /// The platform made it, and a credential is part of it.
    Address,
    /// A user set it, to be read by everyone.
    Plain,
    /// A user set it, as a secret.
    Secret,
    /// The active version of the service brought it.
    Runtime,
    /// It belongs to the project.
    Project,
    /// It belongs to the project and is sensitive.
    ProjectSecret,
}

impl EnvKind {
    /// The type as it goes on the wire.
    ///
    /// Observed: `USER` and `SYSTEM`, and that what a version brings is `USER` like what a user has
    /// set. Guessed, of the former platform: which entry has which type.
    pub(crate) const fn wire(self, platform: PlatformDate) -> &'static str {
        match (self, platform.is_former()) {
            (Self::Project | Self::ProjectSecret, _) => "USER",
            (Self::System | Self::Credential | Self::Address, false) => "SYSTEM",
            (Self::Plain | Self::Secret | Self::Runtime, false) => "USER",
            (Self::System, true) => "READ_ONLY",
            (Self::Credential | Self::Address | Self::Plain | Self::Secret, true) => "SECRET",
            (Self::Runtime, true) => "ENV",
        }
    }

    /// Whether a token that may only read is kept from the content.
    ///
    /// Observed: a connection string is not, although a password is part of it.
    pub(crate) const fn sensitive(self, platform: PlatformDate) -> bool {
        match self {
            Self::Credential | Self::Secret | Self::ProjectSecret => true,
            Self::Address | Self::Plain => platform.is_former(),
            Self::System | Self::Runtime | Self::Project => false,
        }
    }

    /// Whether a user set it on the service, and may change it.
    pub(crate) const fn is_users(self) -> bool {
        matches!(self, Self::Plain | Self::Secret)
    }

    /// What a user sets on a service.
    pub(crate) const fn of_user(sensitive: bool) -> Self {
        if sensitive { Self::Secret } else { Self::Plain }
    }

    /// What a user sets on a project.
    pub(crate) const fn of_project(sensitive: bool) -> Self {
        if sensitive { Self::ProjectSecret } else { Self::Project }
    }
}

/// The variables that a new service of this type gets, apart from its address and ids.
///
/// Derived: names and connection strings are the documented ones, the values are made up.
pub(crate) fn generated(info: &TypeInfo, hostname: &str, ids: &mut IdSource) -> Vec<(String, String, EnvKind)> {
    let mut list = List { entries: Vec::new(), hostname };
    match info.family.key {
        "postgresql" => {
            let password = ids.secret();
            list.system("port", "5432").system("portTls", "6432").system("user", "db").system("dbName", "db");
            list.system("superUser", "postgres").credential("superUserPassword", &ids.secret());
            list.url("connectionString", &format!("postgresql://db:{password}@{hostname}:5432"));
            list.url("connectionTlsString", &format!("postgresql://db:{password}@{hostname}:6432"));
            list.credential("password", &password);
        }
        "mariadb" => {
            let password = ids.secret();
            list.system("port", "3306").system("user", hostname).system("dbName", hostname);
            list.url("connectionString", &format!("mysql://{hostname}:{password}@{hostname}:3306"));
            list.credential("password", &password);
        }
        "valkey" => {
            let password = ids.secret();
            list.system("port", "6379").system("portTls", "6380").system("ZEROPS_PROMETHEUS_PORT", "9121");
            list.url("connectionString", &format!("redis://default:{password}@{hostname}.zerops:6379"));
            list.url("connectionTlsString", &format!("rediss://default:{password}@{hostname}.zerops:6380"));
            list.credential("password", &password);
        }
        "keydb" => {
            list.system("port", "6379").system("connectionString", &format!("redis://{hostname}:6379"));
        }
        "clickhouse" => {
            list.system("port", "9000").system("portNative", "9000").system("portHttp", "8123");
            list.system("portMysql", "9004").system("portPostgresql", "9005");
            list.credential("password", &ids.secret()).credential("superUserPassword", &ids.secret());
        }
        "elasticsearch" => {
            list.system("port", "9200").system("user", "elastic").credential("password", &ids.secret());
            list.system("connectionString", &format!("http://{hostname}:9200"));
        }
        "meilisearch" => {
            list.system("port", "7700").system("environment", "production");
            list.system("connectionString", &format!("http://{hostname}:7700"));
            list.credential("masterKey", &ids.secret()).credential("defaultSearchKey", &ids.secret());
            list.credential("defaultAdminKey", &ids.secret());
        }
        "typesense" => {
            list.system("port", "8108").credential("apiKey", &ids.secret());
        }
        "qdrant" => {
            list.system("port", "6333").system("grpcPort", "6334").system("automaticClusterReplication", "true");
            list.system("connectionString", &format!("http://{hostname}:6333"));
            list.system("grpcConnectionString", &format!("tcp://{hostname}:6334"));
            list.credential("apiKey", &ids.secret()).credential("readOnlyApiKey", &ids.secret());
        }
        "nats" | "kafka" | "rabbitmq" => messaging(&mut list, info.family.key, ids),
        "object-storage" => {
            let bucket = format!("{hostname}-{}", ids.prefix());
            list.system("apiUrl", "https://storage-prg1.zerops.io").system("apiHost", "storage-prg1.zerops.io");
            list.system("bucketName", &bucket);
            list.credential("accessKeyId", &ids.secret()).credential("secretAccessKey", &ids.secret());
        }
        _ => {}
    }
    list.entries
}

fn messaging(list: &mut List<'_>, key: &str, ids: &mut IdSource) {
    let hostname = list.hostname.to_owned();
    let password = ids.secret();
    let (port, scheme) = match key {
        "nats" => ("4222", "nats"),
        "kafka" => ("9092", ""),
        _ => ("5672", "amqp"),
    };
    list.system("port", port).system("user", "zerops");
    if !scheme.is_empty() {
        list.url("connectionString", &format!("{scheme}://zerops:{password}@{hostname}:{port}"));
    }
    list.credential("password", &password);
}

struct List<'a> {
    entries: Vec<(String, String, EnvKind)>,
    hostname: &'a str,
}

impl List<'_> {
    fn system(&mut self, key: &str, content: &str) -> &mut Self {
        self.entries.push((key.to_owned(), content.to_owned(), EnvKind::System));
        self
    }

    fn credential(&mut self, key: &str, content: &str) -> &mut Self {
        self.entries.push((key.to_owned(), content.to_owned(), EnvKind::Credential));
        self
    }

    fn url(&mut self, key: &str, content: &str) -> &mut Self {
        self.entries.push((key.to_owned(), content.to_owned(), EnvKind::Address));
        self
    }
}
