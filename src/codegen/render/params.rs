//! The decoding tables of a tool as Rust.

use proc_macro2::TokenStream;
use quote::quote;

use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Rule};

pub(super) fn params(params: &Params) -> TokenStream {
    let fields = params.fields.iter().map(field);
    let rules = params.rules.iter().map(rule);
    let actions = params.actions.iter().map(action);
    let default_action = option(params.default_action);
    quote! {
        Params {
            fields: &[#(#fields),*],
            rules: &[#(#rules),*],
            actions: &[#(#actions),*],
            default_action: #default_action,
        }
    }
}

pub(super) fn hints(hints: Hints) -> TokenStream {
    let Hints { read_only, destructive, idempotent, open_world } = hints;
    quote! {
        Hints { read_only: #read_only, destructive: #destructive, idempotent: #idempotent, open_world: #open_world }
    }
}

fn field(field: &Field) -> TokenStream {
    let (name, required, kind) = (field.name, field.required, kind(&field.kind));
    let (missing, local) = (option(field.missing), field.local);
    quote!(Field { name: #name, kind: #kind, required: #required, missing: #missing, local: #local })
}

fn kind(of: &Kind) -> TokenStream {
    match of {
        Kind::Boolean => quote!(Kind::Boolean),
        Kind::Integer { min, max } => {
            let (min, max) = (option(*min), option(*max));
            quote!(Kind::Integer { min: #min, max: #max })
        }
        Kind::Number { min, max } => {
            let (min, max) = (option(*min), option(*max));
            quote!(Kind::Number { min: #min, max: #max })
        }
        Kind::Text(text) => {
            let (min_length, max_length, rule) = (text.min_length, text.max_length, text.rule);
            let (pattern, error) = (option(text.pattern), option(text.error));
            quote! {
                Kind::Text(Text {
                    min_length: #min_length,
                    max_length: #max_length,
                    pattern: #pattern,
                    rule: #rule,
                    error: #error,
                })
            }
        }
        Kind::Enum(values) => quote!(Kind::Enum(&[#(#values),*])),
        Kind::List { item, max, line } => {
            let item = kind(item);
            quote!(Kind::List { item: &#item, max: #max, line: #line })
        }
        Kind::Record(fields) => {
            let fields = fields.iter().map(field);
            quote!(Kind::Record(&[#(#fields),*]))
        }
    }
}

fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::AtLeastOne { fields, error } => {
            quote!(Rule::AtLeastOne { fields: &[#(#fields),*], error: #error })
        }
        Rule::Ordered { low, high, error } => quote!(Rule::Ordered { low: #low, high: #high, error: #error }),
    }
}

fn action(action: &Action) -> TokenStream {
    let (name, fields, required) = (action.name, action.fields, action.required);
    let (hints, local) = (hints(action.hints), action.local);
    quote! {
        Action { name: #name, fields: &[#(#fields),*], required: &[#(#required),*], hints: #hints, local: #local }
    }
}

fn option(value: Option<impl quote::ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
