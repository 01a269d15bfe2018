// replaces src/ops/list.rs
//! Lists the services.

use crate::generated::tools::zerops_list::{Args, Error};
use crate::generated::types::ServiceList;

async fn list(cx: &Context, args: Args) -> Result<ServiceList, Fail<Error>> {
    first_page(cx, args).await
}

pub(crate) async fn first_page(cx: &Context, args: Args) -> Result<ServiceList, Fail<Error>> {
    cx.pages(args).first().await
}
