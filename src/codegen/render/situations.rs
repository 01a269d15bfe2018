//! `situations.rs`: what is said in every situation.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{SituationDef, SituationText, Spec};
use super::super::names::ident;
use super::rust::{rust, uses};
use super::workflows::joined;
use crate::domain::situation::{Axis, Situation};

pub(super) fn render(spec: &Spec) -> String {
    let rows = spec.situations.iter().flat_map(|def| def.texts.iter().map(|text| row(def, text)));
    let rows: Vec<TokenStream> = rows.collect();
    let has_axes = spec.situations.iter().flat_map(|def| &def.texts).any(|text| !text.when.is_empty());
    let items = [
        uses("situation", &[("Axis", has_axes), ("Row", true), ("Situation", !rows.is_empty())]),
        quote! {
            /// Every text, in the order of the spec.
            pub static TABLE: &[Row] = &[#(#rows),*];
        },
    ];
    rust("What is said in every situation.", "spec/situations.yaml", "situations", items)
}

fn row(def: &SituationDef, text: &SituationText) -> TokenStream {
    let situation: fn(Situation) -> &'static str = Situation::variant;
    let situation = ident(situation(def.situation.value));
    let when = text.when.iter().map(|(axis, values)| {
        let axis = ident(Axis::variant(*axis));
        quote!((Axis::#axis, &[#(#values),*]))
    });
    let (title, text) = (&text.title.value, joined(&text.text.value));
    quote!(Row { situation: Situation::#situation, when: &[#(#when),*], title: #title, text: #text })
}
