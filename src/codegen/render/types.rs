//! `types.rs`: the shared types.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{EnumDef, Record, RecordField, Scalar, Spec, TypeRef};
use super::super::names::{ident, pascal_ident, snake, snake_ident};
use super::rust::rust;

pub(super) fn render(spec: &Spec) -> String {
    let mut items = vec![
        quote!(
            use schemars::JsonSchema;
        ),
        quote!(
            use serde::{Deserialize, Serialize};
        ),
        quote!(
            use crate::domain::call::NextCall;
        ),
        quote!(
            use crate::domain::number;
        ),
        quote!(
            use crate::domain::tracked::Tracked;
        ),
    ];
    let scalars = spec.types.scalars.iter().map(|scalar| (&scalar.name, &scalar.is));
    let records = spec.types.records.iter().map(|record| (&record.name, &record.is));
    items.extend(scalars.chain(records).filter_map(|(name, is)| Some(published(name, is.as_ref()?))));
    for scalar in spec.types.scalars.iter().filter(|scalar| scalar.is.is_none()) {
        items.extend(scalar_items(scalar));
    }
    for def in &spec.types.enums {
        items.extend(enum_items(def));
    }
    for record in &spec.types.records {
        if record.is.is_none() {
            items.push(record_item(record, spec.is_argument(record)));
        }
        items.extend(tracked(record));
    }
    rust("The types that tools share.", "spec/types.yaml", "types", items)
}

/// A type that the program has is published under the name that the spec has for it.
fn published(name: &str, is: &str) -> TokenStream {
    let name = pascal_ident(name);
    let path: Vec<_> = is.split("::").map(ident).collect();
    let is_same = path.last() == Some(&name);
    let renamed = (!is_same).then(|| quote!(as #name));
    quote!(pub use crate::#(#path)::* #renamed;)
}

fn scalar_items(scalar: &Scalar) -> [TokenStream; 2] {
    let name = pascal_ident(&scalar.name);
    let doc = format!(" {}", scalar.doc);
    let rule = format!(" Rule: {}.", scalar.rule);
    [
        quote! {
            #[doc = #doc]
            #[doc = #rule]
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
            #[serde(transparent)]
            pub struct #name(pub String);
        },
        quote! {
            impl std::fmt::Display for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(&self.0)
                }
            }
        },
    ]
}

fn enum_items(def: &EnumDef) -> [TokenStream; 2] {
    let name = pascal_ident(&def.name);
    let doc = format!(" {}", def.doc);
    let variants = def.values.iter().map(|(value, doc)| {
        let (doc, text, variant) = (format!(" {doc}"), &value.value, pascal_ident(value));
        quote!(#[doc = #doc] #[serde(rename = #text)] #variant)
    });
    let arms = def.values.iter().map(|(value, _)| {
        let (text, variant) = (&value.value, pascal_ident(value));
        quote!(Self::#variant => #text)
    });
    [
        quote! {
            #[doc = #doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
            pub enum #name { #(#variants),* }
        },
        quote! {
            impl #name {
                /// The value as it goes on the wire.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self { #(#arms),* }
                }
            }
        },
    ]
}

/// A record of arguments has no default: what it cannot do without is given.
fn record_item(record: &Record, is_argument: bool) -> TokenStream {
    let name = pascal_ident(&record.name);
    let doc = format!(" {}", record.doc);
    let fields = record.fields.iter().map(record_field);
    let default = (!is_argument).then(|| quote!(Default,));
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, #default PartialEq, Serialize, Deserialize, JsonSchema)]
        pub struct #name { #(#fields),* }
    }
}

fn record_field(field: &RecordField) -> TokenStream {
    let name = snake_ident(&field.name);
    let doc = format!(" {}", field.doc);
    let wire = &field.name.value;
    let rename = (snake(wire) != *wire).then(|| quote!(#[serde(rename = #wire)]));
    let kind = rust_type(&field.kind, &quote!());
    let is_list = matches!(field.kind, TypeRef::List(_));
    let (optional, kind) = match (field.optional, is_list) {
        (false, _) => (None, kind),
        (true, true) => (Some(quote!(#[serde(default, skip_serializing_if = "Vec::is_empty")])), kind),
        (true, false) => {
            (Some(quote!(#[serde(default, skip_serializing_if = "Option::is_none")])), quote!(Option<#kind>))
        }
    };
    let written = match (&field.kind, field.optional) {
        (TypeRef::Number, true) => Some(quote!(#[serde(serialize_with = "number::optional")])),
        (TypeRef::Number, false) => Some(quote!(#[serde(serialize_with = "number::plain")])),
        _ => None,
    };
    quote!(#[doc = #doc] #rename #optional #written pub #name: #kind)
}

/// A record with a field for processes can be awaited.
fn tracked(record: &Record) -> Option<TokenStream> {
    let name = pascal_ident(&record.name);
    let field = snake_ident(&record.awaited()?.name);
    Some(quote! {
        impl Tracked for #name {
            type Process = ProcessView;

            fn processes(&self) -> &[ProcessView] {
                self.#field.as_slice()
            }

            fn processes_mut(&mut self) -> &mut [ProcessView] {
                self.#field.as_mut_slice()
            }

            fn suggest(&mut self, calls: Vec<NextCall>) {
                self.next = calls;
            }
        }
    })
}

/// The Rust type of a spec type; `path` stands before the names of shared types.
pub(super) fn rust_type(kind: &TypeRef, path: &TokenStream) -> TokenStream {
    match kind {
        TypeRef::Text => quote!(String),
        TypeRef::Integer => quote!(i64),
        TypeRef::Number => quote!(f64),
        TypeRef::Boolean => quote!(bool),
        TypeRef::Call => quote!(NextCall),
        TypeRef::List(item) => {
            let item = rust_type(item, path);
            quote!(Vec<#item>)
        }
        TypeRef::Named(name) => {
            let name = pascal_ident(name);
            quote!(#path #name)
        }
    }
}
