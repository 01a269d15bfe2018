//! `operations.rs`: the operation enum.

use quote::quote;

use super::super::model::{Effect, Spec};
use super::super::names::{ident, pascal, pascal_ident};
use super::rust::rust;

pub(super) fn render(spec: &Spec) -> String {
    let variants = spec.operations.iter().map(|operation| {
        let (doc, name) = (format!(" {}", operation.doc), pascal_ident(&operation.name));
        quote!(#[doc = #doc] #name)
    });
    let all = spec.operations.iter().map(|operation| pascal_ident(&operation.name));
    let arms = spec.operations.iter().map(|operation| {
        let variant = pascal_ident(&operation.name);
        let (name, path, idempotent) = (&operation.name.value, &operation.path, operation.idempotent);
        let method = ident(&pascal(&operation.method));
        let effect = match operation.effect {
            Effect::Read => quote!(Read),
            Effect::Write => quote!(Write),
            Effect::Destroy => quote!(Destroy),
        };
        quote! {
            Operation::#variant => &OperationInfo {
                name: #name,
                method: Method::#method,
                path: #path,
                effect: Effect::#effect,
                idempotent: #idempotent,
            }
        }
    });
    let items = [
        quote!(
            use crate::domain::operation::{Effect, Method, OperationInfo};
        ),
        quote! {
            /// An operation of the platform's REST API.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub enum Operation { #(#variants),* }
        },
        quote! {
            impl Operation {
                /// All operations in the order of the spec.
                pub const ALL: &'static [Operation] = &[#(Operation::#all),*];

                /// The declared facts.
                #[must_use]
                pub const fn info(self) -> &'static OperationInfo {
                    match self { #(#arms),* }
                }
            }
        },
    ];
    rust("The operations of the platform.", "spec/platform.yaml", "operations", items)
}
