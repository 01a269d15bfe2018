//! Starts, looks at and removes a service.

use crate::generated::tools::zerops_sample::{Error, LookArgs, RemoveArgs, StartArgs};
use crate::generated::types::ServiceChange;

pub async fn start(cx: &Context, args: StartArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    cx.start(args).await
}

pub async fn look(cx: &Context, args: LookArgs) -> Result<ServiceChange, Fail<Error>> {
    cx.look(args).await
}

pub async fn remove(cx: &Context, args: RemoveArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    cx.remove(args).await
}
