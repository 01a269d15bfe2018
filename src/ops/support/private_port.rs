//! Where a port of the service is in the private network, if zcp can reach that.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::deploy::programs::Names;
use crate::domain::network::PrivateNetwork;
use crate::ops::context::Context;
use crate::platform::session::Session;
use crate::platform::wire::Service;

/// The longest time of a lookup.
const LOOKUP: Duration = Duration::from_secs(3);
/// What follows a hostname where a VPN leads into the network.
const DOMAIN: &str = "zerops";

/// An address in the private network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Private {
    pub(crate) address: SocketAddr,
    /// Whether it is reached over a VPN, of which nobody says to which project it leads.
    pub(crate) over_vpn: bool,
}

/// The address of a port.
///
/// # Errors
/// Why there is none.
pub(crate) async fn find(cx: &Context, session: &Session, service: &Service, port: u16) -> Result<Private, String> {
    let hostname = &service.name;
    if cx.programs().names == Names::Nobodys {
        // Over a VPN the name would lead into another project.
        return Err(
            "This sandbox only simulates, so nothing listens; one of `zcp sandbox` runs what is deployed.".to_owned()
        );
    }
    let inside = cx.is_inside(session.project_id());
    if let PrivateNetwork::Table(_) = cx.network() {
        let address = cx.network().find(hostname, port).filter(|_| inside);
        return address
            .map(|address| Private { address, over_vpn: false })
            .ok_or_else(|| unreachable(inside, hostname));
    }
    let name = if inside { hostname.clone() } else { format!("{hostname}.{DOMAIN}") };
    let fits = |address: &SocketAddr| is_private(address.ip()) || (inside && address.ip().is_loopback());
    let looked_up = tokio::time::timeout(LOOKUP, tokio::net::lookup_host((name, port))).await;
    // A resolver that answers every name with an address of its own must not be taken for a VPN.
    let address = looked_up.ok().and_then(Result::ok).and_then(|mut found| found.find(fits));
    address.map(|address| Private { address, over_vpn: !inside }).ok_or_else(|| unreachable(inside, hostname))
}

fn unreachable(inside: bool, hostname: &str) -> String {
    if inside {
        format!("The private network knows no `{hostname}`.")
    } else {
        "zcp does not run in this project, and no VPN leads into it (`zcli vpn up`).".to_owned()
    }
}

/// Whether an address is one of a private network.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_private_addresses_are_taken() {
        for (address, private) in [
            ("10.1.2.3", true),
            ("172.16.0.9", true),
            ("fd00::1", true),
            ("203.0.113.7", false),
            ("169.254.169.254", false),
            ("127.0.0.1", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_private(address.parse().expect("an address")), private, "{address}");
        }
    }
}
