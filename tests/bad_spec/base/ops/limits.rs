//! Limits a service.

use crate::generated::tools::zerops_limits;
use crate::generated::types::ServiceChange;

pub async fn limits(
    cx: &Context,
    args: zerops_limits::Args,
) -> Result<Outcome<ServiceChange>, Fail<zerops_limits::Error>> {
    cx.limit(args).await
}
