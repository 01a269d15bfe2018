//! `catalog.rs`: the service types.

use quote::quote;

use super::super::model::{CatalogFamily, Spec};
use super::file::rust;

pub(super) fn render(spec: &Spec) -> String {
    let sections = spec.catalog.iter().map(|section| {
        let title = &section.title;
        let families = section.families.iter().map(family);
        quote!(Section { title: #title, families: &[#(#families),*] })
    });
    let items = [
        quote!(
            use crate::domain::catalog::{Family, Section};
        ),
        quote! {
            /// Every type that was known when this was built.
            pub static CATALOG: &[Section] = &[#(#sections),*];
        },
    ];
    rust("The service types.", "spec/catalog.yaml", "catalog", items)
}

fn family(family: &CatalogFamily) -> proc_macro2::TokenStream {
    let (name, title, category) = (&family.name.value, &family.title, &family.category);
    let versions = family.versions.iter().map(|version| version.value.as_str());
    let note = family.note.as_ref().map_or_else(|| quote!(None), |note| quote!(Some(#note)));
    quote!(Family { name: #name, title: #title, category: #category, versions: &[#(#versions),*], note: #note })
}
