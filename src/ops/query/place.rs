//! The way to a database: its address where zcp reaches the private network, else through a runtime over SSH.

use std::time::Duration;

use crate::database::{Engine, QueryError, Tunnel, Way};
use crate::deploy::ssh::{Destination, Remote, Ssh};
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_query::Error;
use crate::generated::types::Hostname;
use crate::ops::context::Context;
use crate::ops::support::{container, private_port, service_facts, services};
use crate::platform::session::Session;
use crate::platform::wire::Service;

/// How long ssh may take to end once nobody reads what it writes.
const PATIENCE: Duration = Duration::from_secs(2);

/// A database that can be asked.
pub(super) struct Place {
    /// The way to it.
    pub(super) tunnel: Tunnel,
    /// The runtime that it leads through.
    pub(super) over: Option<String>,
    remote: Option<(Destination, Remote)>,
}

impl Place {
    /// What kept a connection from coming about, where ssh knows it.
    pub(super) async fn why(self, cx: &Context, error: QueryError) -> QueryError {
        let Self { tunnel, remote, .. } = self;
        // It holds what ssh reads, and ssh does not end before that does. A server may keep it there even then.
        drop(tunnel);
        match (error, remote) {
            (QueryError::Connection(said), Some((to, remote))) => {
                match tokio::time::timeout(PATIENCE, remote.end()).await {
                    Ok(Err(error)) => {
                        QueryError::Connection(container::unreached::<Error>(cx, &to, &error).detail.message)
                    }
                    Ok(Ok(())) | Err(_) => QueryError::Connection(said),
                }
            }
            (error, _) => error,
        }
    }
}

/// The way to the port of a service.
pub(super) async fn reach(
    cx: &Context,
    session: &Session,
    service: &Service,
    engine: Engine,
    via: Option<&Hostname>,
) -> Result<Place, Fail<Error>> {
    let port = engine.port();
    let no_port = |error: std::io::Error| {
        Fail::new(code::DatabaseUnreachable, format!("This computer gives no port: {}.", error.kind()))
    };
    let direct = match via {
        None => private_port::find(cx, session, service, port).await,
        Some(_) => Err(String::new()),
    };
    let why = match direct {
        Ok(found) => {
            let tunnel = Tunnel::open(Way::Direct(found.address), engine.most_bytes()).await.map_err(no_port)?;
            return Ok(Place { tunnel, over: None, remote: None });
        }
        Err(why) => why,
    };
    let runtime = match via {
        Some(hostname) => services::find::<Error>(session, hostname).await?,
        None => {
            let all = session.services().await?;
            let fits = |one: &Service| service_facts::is_runtime(one) && service_facts::may_run(one) && !cx.is_own(one);
            let Some(found) = all.into_iter().find(fits) else {
                let message = format!("{why} No runtime of the project runs that could be gone through.");
                return Err(Fail::new(code::DatabaseUnreachable, message));
            };
            found
        }
    };
    let to = container::of::<Error>(cx, &runtime)?;
    tracing::debug!(effect = "ssh.look", hostname = to.hostname(), "going through a runtime");
    let opened = Ssh::new(cx.programs()).forward(&to, &service.name, port);
    let mut remote = opened.map_err(|error| container::unreached::<Error>(cx, &to, &error))?;
    let (Some(from), Some(into)) = (remote.stdout(), remote.stdin()) else {
        return Err(Fail::new(code::DatabaseUnreachable, "ssh gave no streams."));
    };
    let way = Way::Streams(Box::new(from), Box::new(into));
    let tunnel = Tunnel::open(way, engine.most_bytes()).await.map_err(no_port)?;
    Ok(Place { tunnel, over: Some(runtime.name.clone()), remote: Some((to, remote)) })
}
