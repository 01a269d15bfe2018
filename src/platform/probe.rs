//! Calls whose answers are looked at as they are: for `zcp parity`, which compares them with what zcp was
//! built for. Nothing here retries or maps; a probe either changes nothing or cannot succeed.

use serde_json::Value;

use super::client::{Call, Client};
use super::error::{Error, ErrorKind};
use super::session::Session;
use super::transport::Request;
use crate::generated::operations::Operation;

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The HTTP status.
    pub status: u16,
    /// The code of the error that it carries.
    pub code: Option<String>,
    /// The body; null where it is not JSON.
    pub body: Value,
}

impl Session {
    /// Makes one call and answers what came, whatever the status.
    ///
    /// # Errors
    /// No answer came.
    pub async fn probe(
        &self,
        operation: Operation,
        arguments: &[&str],
        query: &str,
        body: &Value,
    ) -> Result<Seen, Error> {
        seen(self.client(), Call { query, body, ..Call::new(operation, arguments) }).await
    }
}

async fn seen(client: &Client, call: Call<'_>) -> Result<Seen, Error> {
    let info = call.operation.info();
    let authorization = client.token.header().ok_or_else(|| Error::bad_token(ErrorKind::AuthInvalidToken))?;
    let bytes = call.bytes();
    let request = Request {
        method: info.method,
        address: &client.address(&call),
        authorization: Some(authorization),
        body: bytes.as_deref(),
    };
    let answer = client.transport.exchange(request, client.settings.call_timeout).await;
    let answer = answer.map_err(|fault| fault.into_error(info, &client.host))?;
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let code = body.pointer("/error/code").and_then(Value::as_str).map(str::to_owned);
    Ok(Seen { status: answer.status, code, body })
}
