//! How many connections each peer has.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The connections of all peers.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    most: usize,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One connection, as long as it is held.
#[derive(Debug)]
pub(super) struct Place {
    of: Connections,
    peer: IpAddr,
}

impl Connections {
    /// So many for each peer.
    pub(super) fn new(most: usize) -> Self {
        Self { most, open: Arc::default() }
    }

    /// A place for a connection of this peer; none when it has too many.
    pub(super) fn admit(&self, peer: IpAddr) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(peer).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { of: self.clone(), peer })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.of.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.peer) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.peer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_has_so_many_places_and_gives_them_back() {
        let (connections, peer) = (Connections::new(2), IpAddr::from([127, 0, 0, 1]));
        let places = [connections.admit(peer), connections.admit(peer)];
        assert!(places.iter().all(Option::is_some) && connections.admit(peer).is_none());
        assert!(connections.admit(IpAddr::from([127, 0, 0, 2])).is_some(), "another peer has its own");
        assert_eq!(connections.count(), 2);
        drop(places);
        assert!(connections.admit(peer).is_some());
        assert!(connections.open.lock().expect("a lock").is_empty(), "nobody is remembered");
    }
}
