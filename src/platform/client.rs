//! Makes the operations of `spec/platform.yaml`: fills in the request, sends it, reads the answer,
//! and tries again where the error allows it.

use std::sync::Arc;

use reqwest::header::HeaderValue;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::Instant;

use super::answer::Reading;
use super::door::Door;
use super::duration;
use super::error::{Error, ErrorKind};
use super::host::Host;
use super::retry::{self, Budget};
use super::secrets::{self, Secrets};
use super::settings::Settings;
use super::token::Token;
use super::transport::{Request, Transport};
use crate::domain::clock::Clock;
use crate::domain::ids;
use crate::domain::operation::OperationInfo;
use crate::generated::operations::Operation;

/// A token on a host.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) transport: Transport,
    pub(super) host: Host,
    pub(super) token: Token,
    pub(super) settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
    /// What must not come back.
    pub(super) secrets: Arc<Secrets>,
}

/// A request to an address, with what its answer is read with.
pub(super) struct Errand<'a> {
    pub(super) info: &'static OperationInfo,
    pub(super) host: &'a Host,
    pub(super) address: &'a str,
    /// None where the address itself gives access.
    pub(super) authorization: Option<HeaderValue>,
    pub(super) body: Option<Vec<u8>>,
    /// What gives access and must not be repeated.
    pub(super) secret: &'a Token,
}

/// One operation with what fills it in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    pub(super) operation: Operation,
    /// The path parameters in order.
    pub(super) arguments: &'a [&'a str],
    /// What stands behind the `?` of the address; empty where nothing does.
    pub(super) query: &'a str,
    /// The body; null where the operation takes none.
    pub(super) body: &'a Value,
}

impl<'a> Call<'a> {
    /// A call without a body.
    pub(super) fn new(operation: Operation, arguments: &'a [&'a str]) -> Self {
        Self { operation, arguments, query: "", body: &Value::Null }
    }

    /// The bytes of the body. The API wants a JSON object from every method but GET.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        match self.body {
            Value::Null if self.operation.info().method == crate::domain::operation::Method::Get => None,
            Value::Null => Some(b"{}".to_vec()),
            body => Some(body.to_string().into_bytes()),
        }
    }
}

impl Client {
    /// The time of one operation with all its retries.
    pub(super) fn budget(&self) -> Budget {
        Budget::new(self.settings.total_timeout)
    }

    /// Makes a call with a time of its own.
    pub(super) async fn call<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, Error> {
        self.call_within(call, &mut self.budget()).await
    }

    /// Makes a call within the time that is left of a larger undertaking.
    pub(super) async fn call_within<T: DeserializeOwned>(
        &self,
        call: Call<'_>,
        budget: &mut Budget,
    ) -> Result<T, Error> {
        let info = call.operation.info();
        if call.arguments.iter().any(|argument| ids::is_none(argument)) {
            // Without it the path is that of another operation.
            return Err(Error::of(info, ErrorKind::Api, "the API gave no id for this before", false));
        }
        let authorization = self.token.header().ok_or_else(|| Error::bad_token(ErrorKind::AuthInvalidToken))?;
        let address = self.address(&call);
        self.secrets.learn(secrets::sent(call.body).iter().map(String::as_str));
        let errand = Errand {
            info,
            host: &self.host,
            address: &address,
            authorization: Some(authorization),
            body: call.bytes(),
            secret: &self.token,
        };
        self.run(errand, budget).await
    }

    /// The address of a call.
    pub(super) fn address(&self, call: &Call<'_>) -> String {
        let mut address = self.host.address(&call.operation.info().path_with(call.arguments));
        if !call.query.is_empty() {
            address.push('?');
            address.push_str(call.query);
        }
        address
    }

    /// Sends a request and reads the answer, again where the error allows it.
    pub(super) async fn run<T: DeserializeOwned>(&self, errand: Errand<'_>, budget: &mut Budget) -> Result<T, Error> {
        let info = errand.info;
        let mut attempt = 1;
        loop {
            let request = Request {
                method: info.method,
                address: errand.address,
                authorization: errand.authorization.clone(),
                body: errand.body.as_deref(),
            };
            let within = self.settings.call_timeout.min(budget.left());
            // Time on the wire is the computer's time, whatever clock the pauses follow.
            let begun = Instant::now();
            let answer = self.transport.exchange(request, within).await;
            let elapsed = begun.elapsed();
            budget.spend(elapsed);

            let status = answer.as_ref().map_or(0, |answer| answer.status);
            tracing::debug!(operation = info.name, attempt, status, elapsed_ms = elapsed.as_millis(), "platform call");
            let result = match answer {
                Ok(answer) => {
                    let now = self.clock.now();
                    let other = Some(errand.secret);
                    let door = Door { token: &self.token, other, secrets: &self.secrets };
                    Reading { operation: info, door, now }.read(&answer)
                }
                Err(fault) => Err(fault.into_error(info, errand.host)),
            };
            let error = match result {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let pause = retry::pause(&error, info.effect, attempt, *budget, &self.settings, retry::random());
            let Some(pause) = pause else {
                tracing::debug!(operation = info.name, attempt, error = %error, "platform call failed");
                return Err(error);
            };
            tracing::debug!(operation = info.name, attempt, pause = duration::words(pause), "trying again");
            self.clock.sleep(pause).await;
            budget.spend(pause);
            attempt += 1;
        }
    }
}
