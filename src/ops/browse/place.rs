//! Where a page is, and where it may go from there.

use std::net::{Ipv4Addr, SocketAddr};

use reqwest::Url;

use super::Wanted;
use crate::browser::{Place, Way};
use crate::domain::call::Arguments as _;
use crate::domain::failure::{Fail, Stake};
use crate::generated::errors::code;
use crate::generated::tools::zerops_browse::Error;
use crate::ops::context::Context;
use crate::ops::support::consent::{self, Loss};
use crate::ops::support::{private_port, public_addresses, service_facts};
use crate::platform::session::Session;
use crate::platform::wire::Service;
use crate::suggest;

/// A page, and the places that it may be at.
pub(super) struct Page {
    pub(super) url: Url,
    pub(super) places: Vec<Place>,
}

/// The page that is wanted.
///
/// # Errors
/// `INVALID_PARAMETER` for what is no address of a page; `PAGE_UNREACHABLE` where nothing leads to the service;
/// `CONFIRM_REQUIRED` and its like for an address of somebody else.
pub(super) async fn of(
    cx: &Context,
    session: &Session,
    service: &Service,
    wanted: &Wanted,
) -> Result<Page, Fail<Error>> {
    let is_local = cx.connection().credentials().await?.host.is_loopback();
    let mut places = published(session, is_local).await?;
    let page = wanted.page.as_ref().map_or("/", |page| page.0.as_str());
    if page.starts_with('/') {
        let port = first_port(service)?;
        if service.subdomain_access
            && let Some(origin) = public_addresses::of_port(session, service, port).await?
        {
            let url = with_path(&origin, page).ok_or_else(|| refused("is no path of a page"))?;
            places.extend(Place::of(&url, way(&url, is_local)));
            return Ok(Page { url, places });
        }
        let origin = format!("http://{}:{port}", service.name);
        let url = with_path(&origin, page).ok_or_else(|| refused("is no path of a page"))?;
        return inside(cx, session, service, url, places).await;
    }
    let url = named(page)?;
    if places.iter().any(|place| place.has(&url)) {
        return Ok(Page { url, places });
    }
    if url.scheme() == "http" && url.host_str() == Some(service.name.as_str()) {
        return inside(cx, session, service, url, places).await;
    }
    consent::agreed::<Error>(cx, asking(session, &url, wanted))?;
    places.extend(of_url(&url));
    Ok(Page { url, places })
}

/// A page in the private network of the project.
async fn inside(
    cx: &Context,
    session: &Session,
    service: &Service,
    url: Url,
    mut places: Vec<Place>,
) -> Result<Page, Fail<Error>> {
    let port = url.port_or_known_default().unwrap_or_default();
    let own: Vec<u16> = http_ports(service).collect();
    if !own.contains(&port) {
        let own = own.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        return Err(refused(&format!("names no HTTP port of `{}`, which are: {own}", service.name)));
    }
    match private_port::find(cx, session, service, port).await {
        Ok(found) => {
            places.extend(Place::of(&url, Way::At(found.address)));
            Ok(Page { url, places })
        }
        Err(reason) => {
            let access = if service.subdomain_access { "" } else { " and it has no public address" };
            let message = format!("`{}` is not reached from here{access}: {reason}", service.name);
            Err(Fail::new(code::PageUnreachable, message).next(suggest::verify(&service.name)))
        }
    }
}

fn http_ports(service: &Service) -> impl Iterator<Item = u16> + '_ {
    service.ports.iter().filter(|port| service_facts::speaks_http(port)).map(|port| port.port)
}

fn first_port(service: &Service) -> Result<u16, Fail<Error>> {
    http_ports(service).next().ok_or_else(|| {
        let message = format!("`{}` serves no page: it has no port that speaks HTTP.", service.name);
        Fail::new(code::PageUnreachable, message).next(suggest::verify(&service.name))
    })
}

fn refused(reason: &str) -> Fail<Error> {
    Fail::new(code::InvalidParameter, format!("`page` {reason}.")).field("page", reason)
}

/// The public addresses of the project: a page of one service may lead to another one and ask it.
async fn published(session: &Session, is_local: bool) -> Result<Vec<Place>, Fail<Error>> {
    let project = session.project().await?;
    let services = session.services().await?;
    let public = services.iter().filter(|service| service.subdomain_access);
    let urls =
        public.flat_map(|service| service_facts::urls(service, &project)).filter_map(|url| Url::parse(&url).ok());
    Ok(urls.filter_map(|url| Place::of(&url, way(&url, is_local))).collect())
}

/// A sandbox on this computer publishes below `localhost`; that of another platform is no address of ours.
fn way(url: &Url, is_local: bool) -> Way {
    let host = url.host_str().unwrap_or_default();
    let here = is_local && (host == "localhost" || host.ends_with(".localhost"));
    match url.port_or_known_default().filter(|_| here) {
        Some(port) => Way::At(SocketAddr::from((Ipv4Addr::LOCALHOST, port))),
        None => Way::Public,
    }
}

/// The path on this origin, and on no other.
fn with_path(origin: &str, path: &str) -> Option<Url> {
    let base = Url::parse(origin).ok()?;
    let url = Url::parse(&format!("{origin}{path}")).ok()?;
    (path.starts_with('/') && url.origin() == base.origin()).then_some(url)
}

/// The address that was named.
fn named(text: &str) -> Result<Url, Fail<Error>> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(|| refused("is neither a path nor an address of the web"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("has credentials in it, which would be shown"));
    }
    Ok(url)
}

/// The place of an address that a human agreed to; from http it may go on to https.
fn of_url(url: &Url) -> Vec<Place> {
    let mut places: Vec<Place> = Place::of(url, Way::Public).into_iter().collect();
    let mut secure = url.clone();
    if url.scheme() == "http" && url.port().is_none() && secure.set_scheme("https").is_ok() {
        places.extend(Place::of(&secure, Way::Public));
    }
    places
}

/// A yes is good for this address alone.
fn asking(session: &Session, url: &Url, wanted: &Wanted) -> Loss {
    let project = session.project_name();
    Loss {
        stake: Stake::new([url.as_str()]),
        deed: format!("open {url}"),
        question: format!("Open {url} in a browser for the agent? It is no address that `{project}` is known to have."),
        word: url.host_str().unwrap_or_default().to_owned(),
        typed: "let the agent open it".to_owned(),
        message: format!("{url} is no address that the project `{project}` is known to have."),
        suggestion: None,
        next: vec![wanted.exact.to_call()],
        confirmed: wanted.confirmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_on_its_host_and_a_name_below_localhost_is_of_a_sandbox_alone() {
        for path in ["/", "/a?b=c", "//evil.example/x", "/\\evil.example", "/@evil.example", "/../.."] {
            let url = with_path("https://api-1df2.prg1.zerops.app", path).expect(path);
            assert_eq!(url.host_str(), Some("api-1df2.prg1.zerops.app"), "{path}");
        }
        assert!(with_path("https://api.example", "@evil.example/").is_none());
        let url = Url::parse("http://api-1df2-3000.localhost:8080/").expect("an address");
        assert_eq!(way(&url, true), Way::At("127.0.0.1:8080".parse().expect("an address")));
        assert_eq!(way(&url, false), Way::Public);
    }
}
