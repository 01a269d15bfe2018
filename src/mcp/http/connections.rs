//! How many connections each peer has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
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
        let peer = network(peer);
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

/// The addresses that one computer has, as one: all of loopback, and the network of an address of IPv6 (RFC 4291,
/// 2.5.4), of which each computer has a whole one.
fn network(peer: IpAddr) -> IpAddr {
    const HOST: u128 = u64::MAX as u128;
    match peer.to_canonical() {
        IpAddr::V4(address) if address.is_loopback() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if !address.is_loopback() => Ipv6Addr::from_bits(address.to_bits() & !HOST).into(),
        address => address,
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
        assert!(connections.admit(IpAddr::from([127, 0, 0, 2])).is_none(), "it is the same computer");
        assert!(connections.admit(IpAddr::from([192, 0, 2, 1])).is_some(), "another peer has its own");
        let of_network = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, last]);
        let more = [connections.admit(of_network(1)), connections.admit(of_network(2))];
        assert!(more.iter().all(Option::is_some) && connections.admit(of_network(3)).is_none());
        drop(more);
        assert_eq!(connections.count(), 2);
        drop(places);
        assert!(connections.admit(peer).is_some());
        assert!(connections.open.lock().expect("a lock").is_empty(), "nobody is remembered");
    }
}
