//! The form of a generated Rust file.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::names::ident;

/// Uses what a file needs of a module of `domain`, and nothing else.
pub(super) fn uses(module: &str, names: &[(&str, bool)]) -> TokenStream {
    let module = ident(module);
    let names: Vec<_> = names.iter().filter(|(_, is_used)| *is_used).map(|(name, _)| ident(name)).collect();
    match names.as_slice() {
        [] => TokenStream::new(),
        [only] => quote!(
            use crate::domain::#module::#only;
        ),
        _ => quote!(
            use crate::domain::#module::{#(#names),*};
        ),
    }
}

/// A Rust file: its doc, where it comes from, and its items with a blank line between them.
pub(super) fn rust(doc: &str, source: &str, generator: &str, items: impl IntoIterator<Item = TokenStream>) -> String {
    let mut text = format!(
        "//! {doc}\n//! Source: {source}. Written by build.rs (src/codegen/render/{generator}.rs); edit the spec.\n"
    );
    let mut previous_was_line = false;
    for item in items.into_iter().filter(|item| !item.is_empty()) {
        let rendered = match syn::parse2::<syn::File>(item.clone()) {
            Ok(file) => prettyplease::unparse(&file),
            // Shown by the compiler at this place, which is the best that a broken generator can do.
            Err(error) => format!("compile_error!({:?});\n", format!("{error}: {item}")),
        };
        let is_line = rendered.lines().count() == 1;
        if !(is_line && previous_was_line) {
            text.push('\n');
        }
        text.push_str(&rendered);
        previous_was_line = is_line;
    }
    text
}
