//! Where services are in the private network of a project, as seen from here.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

/// Ports of services by hostname and number.
type Table = BTreeMap<(String, u16), SocketAddr>;

/// How ports of services are found.
#[derive(Clone, Debug, Default)]
pub enum PrivateNetwork {
    /// A hostname is looked up as the system does it.
    #[default]
    System,
    /// Only what this table names is there; clones share it.
    Table(Arc<RwLock<Table>>),
}

impl PrivateNetwork {
    /// A table that names nothing yet.
    #[must_use]
    pub fn table() -> Self {
        Self::Table(Arc::default())
    }

    /// Says where a port of a service is. The system's lookup cannot be told.
    pub fn insert(&self, hostname: &str, port: u16, address: SocketAddr) {
        if let Self::Table(table) = self {
            table.write().unwrap_or_else(PoisonError::into_inner).insert((hostname.to_owned(), port), address);
        }
    }

    /// Where a table says that a port of a service is.
    #[must_use]
    pub fn find(&self, hostname: &str, port: u16) -> Option<SocketAddr> {
        match self {
            Self::System => None,
            Self::Table(table) => {
                let table = table.read().unwrap_or_else(PoisonError::into_inner);
                table.get(&(hostname.to_owned(), port)).copied()
            }
        }
    }
}
