//! `knowledge.rs`: the documents and the synonyms.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::diagnostics::At;
use super::super::model::{Document, Spec};
use super::super::names::{ident, pascal};
use super::rust::rust;

pub(super) fn render(spec: &Spec) -> String {
    let documents = spec.documents.iter().map(document);
    let synonyms = spec.synonyms.iter().map(|synonym| {
        let (said, meant) = (&synonym.said, &synonym.meant);
        quote!(Synonym { said: #said, meant: &[#(#meant),*] })
    });
    let uses = if spec.documents.is_empty() {
        quote!(
            use crate::domain::knowledge::{Document, Synonym};
        )
    } else {
        quote!(
            use crate::domain::knowledge::{Document, Kind, Synonym};
        )
    };
    let fingerprint = fingerprint(&spec.documents);
    let items = [
        uses,
        quote! {
            /// Every document, by path.
            pub static DOCUMENTS: &[Document] = &[#(#documents),*];
        },
        quote! {
            /// Another one for other documents.
            pub const FINGERPRINT: u64 = #fingerprint;
        },
        quote! {
            /// What users say, and what the documents say.
            pub static SYNONYMS: &[Synonym] = &[#(#synonyms),*];
        },
    ];
    rust("The knowledge.", "knowledge/", "knowledge", items)
}

fn document(document: &Document) -> TokenStream {
    let path = &document.path.value;
    let (title, summary) = (&document.title.value, &document.summary.value);
    let kind = ident(&pascal(document.kind));
    let [keywords, aliases, types, related] =
        [&document.keywords, &document.aliases, &document.types, &document.related].map(|texts| list(texts));
    let file = format!("../knowledge/{path}.md");
    let asked = |(heading, questions): &(At<String>, Vec<At<String>>)| {
        let questions: String = questions.iter().map(|question| format!("{}\n", question.value)).collect();
        format!("# {}\n{questions}", heading.value)
    };
    let questions: String = document.questions.iter().map(asked).collect();
    quote! {
        Document {
            path: #path,
            title: #title,
            summary: #summary,
            kind: Kind::#kind,
            keywords: #keywords,
            aliases: #aliases,
            types: #types,
            related: #related,
            questions: #questions,
            source: include_str!(#file),
        }
    }
}

/// FNV-1a over all paths and texts. Nobody has an interest in two corpora with the same one.
fn fingerprint(documents: &[Document]) -> u64 {
    let bytes = documents.iter().flat_map(|one| one.path.value.bytes().chain([0]).chain(one.source.bytes()).chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn list(texts: &[At<String>]) -> TokenStream {
    let texts = texts.iter().map(|text| text.value.as_str());
    quote!(&[#(#texts),*])
}
