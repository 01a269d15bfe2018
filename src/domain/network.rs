//! Where services are in the private network of a project, as seen from here.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
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

/// Whether an address belongs to the public Internet. Those that carry an IPv4 address are judged by it.
///
/// The registries of special addresses: <https://www.iana.org/assignments/iana-ipv4-special-registry> and
/// <https://www.iana.org/assignments/iana-ipv6-special-registry> (looked at 2026-11).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |at: usize| {
        let ([a, b], [c, d]) = (segments[at].to_be_bytes(), segments[at + 1].to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Mapped ones, NAT64, and 6to4.
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => embedded(6),
        [0x2002, ..] => embedded(1),
        // Teredo and what protocols keep for themselves, benchmarks, ORCHID, and documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Only these are given out as of today.
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn what_is_private_in_any_spelling_is_not_public() {
        for (address, public) in [
            ("93.184.216.34", true),
            ("1.1.1.1", true),
            ("2606:4700::1111", true),
            ("64:ff9b::101:101", true),
            ("127.0.0.1", false),
            ("127.8.8.8", false),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("100.64.0.1", false),
            ("100.128.0.1", true),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("172.32.0.1", true),
            ("192.168.1.1", false),
            ("192.0.0.8", false),
            ("198.18.0.1", false),
            ("203.0.113.7", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("::127.0.0.1", false),
            ("64:ff9b::a00:1", false),
            ("64:ff9b:1::1", false),
            ("2002:7f00:1::", false),
            ("2001::1", false),
            ("2001:db8::1", false),
            ("fd00::1", false),
            ("fe80::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(address.parse().expect("an address")), public, "{address}");
        }
    }
}
