//! A project.

use jiff::Timestamp;

use super::env::EnvVariable;
use crate::domain::ids::ProjectId;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::tokens::TokenKind;

/// The domain below which subdomains of services stand when nothing runs behind them.
pub(crate) const SUBDOMAIN_DOMAIN: &str = "prg1.zerops.app";

/// A project with who may reach it.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) id: ProjectId,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// `LIGHT` or `SERIOUS`.
    pub(crate) mode: String,
    pub(crate) tags: Vec<String>,
    /// Whether it is reached at the address that projects share.
    pub(crate) shared_ip: bool,
    pub(crate) deleting: bool,
    pub(crate) created: Timestamp,
    pub(crate) last_update: Timestamp,
    /// The first label of its public host, four hexadecimal digits.
    pub(crate) prefix: String,
    /// The domain below which subdomains of services stand, with a port where it is not the usual one.
    pub(crate) domain: String,
    pub(crate) env: Vec<EnvVariable>,
    /// The number of the newest process.
    pub(crate) sequence: u64,
    pub(crate) readers: Vec<TokenKind>,
}

impl Project {
    /// What services' subdomains are made from: `1df2`, or formerly `1df2.prg1.zerops.app`.
    ///
    /// Observed: a bare prefix. One that is served on this computer keeps its domain, or nobody could
    /// reach it.
    pub(crate) fn subdomain_host(&self, platform: PlatformDate) -> String {
        let bare = !platform.is_former() && self.domain == SUBDOMAIN_DOMAIN;
        if bare { self.prefix.clone() } else { format!("{}.{}", self.prefix, self.domain) }
    }

    /// The DNS zone of the project. Observed: its end, which tells the region.
    pub(crate) fn public_zone(&self, platform: PlatformDate) -> String {
        if platform.is_former() { "prg1".to_owned() } else { format!("{}.prg1-zerops.zone", self.prefix) }
    }

    /// The public address of a port of a service. Observed: the shape; port 80 is left out. Below
    /// `localhost`, where nothing has a certificate, it is plain HTTP.
    pub(crate) fn subdomain_url(&self, hostname: &str, port: u16) -> String {
        let number = if port == 80 { String::new() } else { format!("-{port}") };
        let scheme = if self.domain.split(':').next() == Some("localhost") { "http" } else { "https" };
        format!("{scheme}://{hostname}-{}{number}.{}", self.prefix, self.domain)
    }
}
