//! `registry.rs`: the table, and for each tool the function that decodes, runs and renders.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Action, Kind, Render, Spec, Tool};
use super::super::names::{ident, pascal_ident};
use super::super::ops;
use super::rust::rust;

pub(super) fn render(spec: &Spec) -> String {
    let mut items = vec![
        quote!(
            use serde_json::{Map, Value};
        ),
        quote!(
            use crate::domain::outcome::Render;
        ),
        quote!(
            use crate::generated::tools;
        ),
        quote!(
            use crate::ops;
        ),
        quote!(
            use crate::ops::context::Context;
        ),
        quote!(
            use crate::ops::support::end_of_call;
        ),
        quote!(
            use crate::ops::tool::{Answer, Tool};
        ),
    ];
    let rows = spec.tools.iter().map(|tool| {
        let name = ident(&tool.name);
        quote!(Tool { spec: &tools::#name::SPEC, call: #name })
    });
    items.push(quote! {
        /// All tools.
        pub static TOOLS: &[Tool] = &[#(#rows),*];
    });
    items.extend(spec.tools.iter().map(function));
    rust("All tools in the order of their names.", "spec/tools/*.yaml", "registry", items)
}

fn function(tool: &Tool) -> TokenStream {
    let name = ident(&tool.name);
    let body = if tool.has_actions() {
        let arms = tool.actions.iter().map(|action| {
            let variant = pascal_ident(&action.name);
            let run = run(tool, action);
            quote!(tools::#name::Args::#variant(args) => #run)
        });
        quote!(match args { #(#arms),* })
    } else {
        run(tool, &tool.actions[0])
    };
    let args =
        if tool.params.is_empty() { quote!(_args: tools::#name::Args) } else { quote!(args: tools::#name::Args) };
    quote! {
        fn #name(cx: Context, arguments: Map<String, Value>) -> Answer {
            Box::pin(async move {
                let #args = tools::#name::SPEC.decode(arguments)?;
                #body
            })
        }
    }
}

fn run(tool: &Tool, action: &Action) -> TokenStream {
    let path: TokenStream = action.op.value.parse().unwrap_or_default();
    let args = ops::args_type(tool, action).map(|_| quote!(, args));
    let render = match tool.render {
        Render::Json => quote!(Render::Json),
        Render::Text => quote!(Render::Text),
        Render::Lines => return quote!(end_of_call::lines(ops::#path(&cx #args).await)),
    };
    match action.kind {
        Kind::Sync => quote!(end_of_call::done(ops::#path(&cx #args).await, #render)),
        Kind::Async => quote! {{
            let wait = args.wait;
            end_of_call::awaited(&cx, wait, ops::#path(&cx #args).await, #render).await
        }},
    }
}
