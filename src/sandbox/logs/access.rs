//! Who may read the log of a project: an address with a secret that ends after a while.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::ids::ProjectId;

/// How long an address is good. Guessed.
const LIFE: Duration = Duration::from_hours(1);
/// How many addresses are known at once.
const MAX_TICKETS: usize = 1000;

/// The right to read one project's log for a while.
#[derive(Clone)]
struct Ticket {
    secret: String,
    project: ProjectId,
    expiration: Timestamp,
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("project", &self.project).finish_non_exhaustive()
    }
}

/// Every address that was given out, the newest last.
#[derive(Debug, Default)]
pub(crate) struct LogAccess {
    tickets: VecDeque<Ticket>,
}

impl LogAccess {
    /// Gives out an address and answers when it ends.
    pub(crate) fn grant(&mut self, secret: String, project: ProjectId, now: Timestamp) -> Timestamp {
        let expiration = now + LIFE;
        if self.tickets.len() == MAX_TICKETS {
            self.tickets.pop_front();
        }
        self.tickets.push_back(Ticket { secret, project, expiration });
        expiration
    }

    /// The project that a secret opens now.
    pub(crate) fn project(&self, secret: &str, now: Timestamp) -> Option<&ProjectId> {
        let found = self.tickets.iter().find(|ticket| ticket.secret == secret && ticket.expiration > now);
        found.map(|ticket| &ticket.project)
    }
}
