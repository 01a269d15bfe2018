//! `errors.rs`: the facts of every code, a type for each code, an enum for each group.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{ErrorDef, ErrorGroup, Spec};
use super::super::names::{ident, pascal, pascal_ident};
use super::calls::{template, used};
use super::rust::{rust, uses};

pub(super) fn render(spec: &Spec) -> String {
    let mut items = vec![
        uses("call", &used(spec.errors.iter().filter_map(|error| error.next.as_ref()))),
        quote!(
            use crate::domain::failure::{ErrorCode, ErrorInfo};
        ),
    ];
    items.extend(spec.errors.iter().map(info));
    let all = spec.errors.iter().map(|error| ident(&error.code));
    items.push(quote! {
        /// Every code.
        pub static ALL: &[&ErrorInfo] = &[#(&#all),*];
    });
    let markers = spec.errors.iter().map(|error| {
        let (doc, name) = (format!(" {}", error.meaning), pascal_ident(&error.code));
        quote! {
            #[doc = #doc]
            #[derive(Clone, Copy, Debug)]
            pub struct #name;
        }
    });
    items.push(quote! {
        /// A type for each code: a helper asks for `E: From<code::ServiceNotFound>` and so works for
        /// every tool that declares the code.
        pub mod code { #(#markers)* }
    });
    for group in &spec.groups {
        items.extend(group_items(group));
    }
    rust("Every error code with its facts.", "spec/errors.yaml", "errors", items)
}

fn info(error: &ErrorDef) -> TokenStream {
    let (name, code) = (ident(&error.code), &error.code.value);
    let (meaning, cause, suggestion) = (&error.meaning, &error.cause, &error.suggestion.value);
    let (doc, retryable) = (format!(" {meaning}"), error.retryable);
    let next = template(error.next.as_ref());
    quote! {
        #[doc = #doc]
        pub static #name: ErrorInfo = ErrorInfo {
            code: #code,
            meaning: #meaning,
            cause: #cause,
            suggestion: #suggestion,
            retryable: #retryable,
            next: #next,
        };
    }
}

fn group_items(group: &ErrorGroup) -> [TokenStream; 2] {
    let name = ident(&format!("{}Error", pascal(&group.name)));
    let doc = format!(" {}", group.doc);
    let variants = group.codes.iter().map(|code| {
        let (doc, variant) = (format!(" `{}`", code.code.value), pascal_ident(&code.code));
        quote!(#[doc = #doc] #variant)
    });
    let arms = group.codes.iter().map(|code| {
        let (variant, info) = (pascal_ident(&code.code), ident(&code.code));
        quote!(Self::#variant => &#info)
    });
    [
        quote! {
            #[doc = #doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum #name { #(#variants),* }
        },
        quote! {
            impl ErrorCode for #name {
                fn info(self) -> &'static ErrorInfo {
                    match self { #(#arms),* }
                }
            }
        },
    ]
}
