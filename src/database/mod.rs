//! Reading from databases: one question, one bounded answer.
//!
//! That nothing is changed is held by the server itself: each question is asked in a transaction that may only read, of a
//! session that may only read, and is never committed. A question is prepared first, which a server does with exactly one
//! statement. Valkey has no such transactions: its own marks say which commands only read.
//!
//! Deliberately absent: parameters, several statements, and cursors that outlive a call.

mod answer;
mod mariadb;
mod postgresql;
mod tunnel;
mod valkey;
mod words;

pub(crate) use answer::{Bounds, Login, QueryError, Table};
pub(crate) use tunnel::{Tunnel, Way};

/// A server that can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// `PostgreSQL`.
    PostgreSql,
    /// `MariaDB`.
    MariaDb,
    /// Valkey, `KeyDB` and Redis.
    Valkey,
}

impl Engine {
    /// That of a family of service types.
    pub(crate) fn of(family: &str) -> Option<Self> {
        match family {
            "postgresql" => Some(Self::PostgreSql),
            "mariadb" => Some(Self::MariaDb),
            "valkey" | "keydb" => Some(Self::Valkey),
            _ => None,
        }
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::PostgreSql => "PostgreSQL",
            Self::MariaDb => "MariaDB",
            Self::Valkey => "Valkey",
        }
    }

    /// Bytes that are read of it. A table of many small rows takes some ten times the room that it has as text, a reply
    /// of Valkey of many empty lists some forty times.
    pub(crate) const fn most_bytes(self) -> usize {
        match self {
            Self::PostgreSql | Self::MariaDb => 32 * 1024 * 1024,
            Self::Valkey => 8 * 1024 * 1024,
        }
    }

    /// The port that it listens on.
    pub(crate) const fn port(self) -> u16 {
        match self {
            Self::PostgreSql => 5432,
            Self::MariaDb => 3306,
            Self::Valkey => 6379,
        }
    }
}

/// Asks one question over a tunnel.
///
/// # Errors
/// Why there is no answer.
pub(crate) async fn ask(
    engine: Engine,
    tunnel: &Tunnel,
    login: &Login,
    question: &str,
    bounds: Bounds,
) -> Result<Table, QueryError> {
    let asked = async {
        match engine {
            Engine::PostgreSql => postgresql::ask(tunnel.port(), login, question, bounds).await,
            Engine::MariaDb => mariadb::ask(tunnel.port(), login, question, bounds).await,
            Engine::Valkey => valkey::ask(tunnel.port(), login, question, bounds).await,
        }
    };
    let answer = tokio::time::timeout(bounds.time + answer::GRACE, asked).await;
    // What broke the connection is better known there.
    answer.unwrap_or(Err(QueryError::Unanswered)).map_err(|error| tunnel.fault().unwrap_or(error))
}
