//! `further.rs`: the calls that the sandbox answers for other clients.

use quote::quote;

use super::super::model::Spec;
use super::super::names::{ident, pascal, pascal_ident};
use super::rust::rust;

pub(super) fn render(spec: &Spec) -> String {
    let calls = &spec.coverage.further;
    let variants = calls.iter().map(|call| {
        let (doc, name) = (format!(" {}", call.doc), pascal_ident(&call.name));
        quote!(#[doc = #doc] #name)
    });
    let all = calls.iter().map(|call| pascal_ident(&call.name));
    let arms = calls.iter().map(|call| {
        let (variant, name, path) = (pascal_ident(&call.name), &call.name.value, &call.path);
        let (method, access) = (ident(&pascal(call.method)), ident(call.access));
        quote! {
            Further::#variant => &FurtherInfo {
                name: #name,
                method: Method::#method,
                path: #path,
                access: Access::#access,
            }
        }
    });
    let items = [
        quote!(
            use crate::domain::operation::{Access, FurtherInfo, Method};
        ),
        quote! {
            /// A call of the platform's REST API that zcp does not make.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum Further { #(#variants),* }
        },
        quote! {
            impl Further {
                /// All of them in the order of the spec.
                pub const ALL: &'static [Further] = &[#(Further::#all),*];

                /// The declared facts.
                #[must_use]
                pub const fn info(self) -> &'static FurtherInfo {
                    match self { #(#arms),* }
                }
            }
        },
    ];
    rust("The calls of other clients that the sandbox answers.", "spec/sandbox.yaml", "further", items)
}
