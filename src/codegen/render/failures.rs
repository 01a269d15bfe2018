//! `failures.rs`: what logs of failures prove, and the page about it.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::causes::{CauseDef, literals};
use super::super::diagnostics::At;
use super::super::model::Spec;
use super::super::names::ident;
use super::calls::{template, used};
use super::rust::{rust, uses};

const SOURCE: &str = "spec/failures.yaml";

pub(super) fn render(spec: &Spec) -> String {
    let failures = &spec.failures;
    let categories = failures.categories.iter().map(|(name, doc)| {
        let name = &name.value;
        quote!((#name, #doc))
    });
    let ignored = failures.ignored.iter().map(|pattern| &pattern.value);
    let recovered = failures.recovered.iter().map(pattern);
    let causes = failures.causes.iter().map(cause);
    let items = [
        uses("call", &used(failures.causes.iter().filter_map(|cause| cause.next.as_ref()))),
        quote!(
            use crate::domain::causes::{Cause, Pattern, Phase, Rank};
        ),
        quote! {
            /// The kinds of failures, each with what it means.
            pub static CATEGORIES: &[(&str, &str)] = &[#(#categories),*];
        },
        quote! {
            /// Lines that one of these matches prove nothing.
            pub static IGNORED: &[&str] = &[#(#ignored),*];
        },
        quote! {
            /// After a line that one of these matches, what came before had not been fatal.
            pub static RECOVERED: &[Pattern] = &[#(#recovered),*];
        },
        quote! {
            /// What can be proved.
            pub static CAUSES: &[Cause] = &[#(#causes),*];
        },
    ];
    rust("What the log of a failed build or start proves.", SOURCE, "failures", items)
}

fn cause(cause: &CauseDef) -> TokenStream {
    let (name, category, text) = (&cause.name.value, &cause.category.value, &cause.cause);
    let advice = &cause.advice.value;
    let building = match &cause.building {
        Some(building) => {
            let building = &building.value;
            quote!(Some(#building))
        }
        None => quote!(None),
    };
    let rank = ident(cause.rank);
    let phases = cause.phases.iter().map(|phase| ident(phase));
    let evidence = cause.evidence.iter().map(pattern);
    let next = template(cause.next.as_ref());
    quote! {
        Cause {
            name: #name,
            category: #category,
            cause: #text,
            advice: #advice,
            building: #building,
            rank: Rank::#rank,
            phases: &[#(Phase::#phases),*],
            next: #next,
            evidence: &[#(#evidence),*],
        }
    }
}

fn pattern(regex: &At<String>) -> TokenStream {
    let literals = literals(regex).unwrap_or_default();
    let regex = &regex.value;
    quote!(Pattern { regex: #regex, literals: &[#(#literals),*] })
}

/// The page: every category with its causes and what to do.
pub(super) fn page(spec: &Spec) -> String {
    let mut page = format!("<!-- Source: {SOURCE}. Written by build.rs (src/codegen/render/failures.rs). -->\n\n");
    page.push_str("# Failures\n\nWhat zcp recognises in the log of a deploy that failed, and what it advises.\n");
    for (name, doc) in &spec.failures.categories {
        let _ = write!(page, "\n## {}\n\n{doc}\n\n", name.value);
        for cause in spec.failures.causes.iter().filter(|cause| cause.category.value == name.value) {
            let building = cause.building.as_ref().map(|one| format!(" In a build: {}", one.value)).unwrap_or_default();
            let _ = writeln!(page, "- {} {}{building}", cause.cause, cause.advice.value);
        }
    }
    page
}
