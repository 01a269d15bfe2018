//! A suggested call as data.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::super::model::{CallDef, SERVICE};

/// The `Option<Template>` of a call.
pub(super) fn template(call: Option<&CallDef>) -> TokenStream {
    let Some(call) = call else { return quote!(None) };
    let tool = &call.tool.value;
    let args = call.args.iter().map(|(name, value)| {
        let value = arg(value);
        quote!((#name, #value))
    });
    quote!(Some(Template { tool: #tool, args: &[#(#args),*] }))
}

fn arg(value: &Value) -> TokenStream {
    match value {
        Value::String(text) if text == SERVICE => quote!(Arg::Service),
        Value::String(text) => quote!(Arg::Text(#text)),
        Value::Bool(answer) => quote!(Arg::Bool(#answer)),
        // Anything else was refused, but for whole numbers.
        other => {
            let number = other.as_i64().unwrap_or_default();
            quote!(Arg::Number(#number))
        }
    }
}

/// Whether one of these calls is there, and whether one of them has arguments: what a file needs of `domain::call`.
pub(super) fn used<'a>(calls: impl IntoIterator<Item = &'a CallDef>) -> [(&'static str, bool); 2] {
    let (mut is_there, mut has_arguments) = (false, false);
    for call in calls {
        is_there = true;
        has_arguments |= !call.args.is_empty();
    }
    [("Arg", has_arguments), ("Template", is_there)]
}
