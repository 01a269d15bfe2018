//! `variables.rs`: the environment variables that are read, and their tables for the page about the configuration.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::model::{Setting, SettingKind, SettingTable, Spec};
use super::rust::rust;

/// What the name of a variable takes in the help.
const NAME: usize = 16;

/// Renders the constants and lists.
pub(super) fn render(spec: &Spec) -> String {
    let settings = &spec.server.settings;
    let constants = settings.iter().map(|setting| {
        let (name, text, doc) = (format_ident!("{}", setting.variable), &setting.variable, format!(" {}", setting.doc));
        quote! {
            #[doc = #doc]
            pub const #name: &str = #text;
        }
    });
    let help: String = settings.iter().filter_map(help).collect();
    let lists = [
        list(settings, "ALL", " All of them. No program that zcp starts gets one.", |_| true),
        list(settings, "OWN", " Those that clients pass on to a server that they start.", |setting| !setting.remote),
        list(settings, "LEADING", " Lead the token or what is believed elsewhere.", |setting| setting.leads),
        list(settings, "NARROWING", " Where they are set, less is done.", |setting| setting.narrows),
    ];
    let help = quote! {
        /// Their lines in the help of the program.
        pub const HELP: &str = #help;
    };
    let doc = "The environment variables that are read.";
    rust(doc, "spec/server.yaml", "variables", constants.chain(lists).chain([help]))
}

fn list(settings: &[Setting], name: &str, doc: &str, is_in: fn(&Setting) -> bool) -> TokenStream {
    let names: Vec<_> = settings.iter().filter(|setting| is_in(setting)).collect();
    let (count, name) = (names.len(), format_ident!("{name}"));
    let names = names.iter().map(|setting| format_ident!("{}", setting.variable));
    quote! {
        #[doc = #doc]
        pub const #name: [&str; #count] = [#(#names),*];
    }
}

fn help(setting: &Setting) -> Option<String> {
    let (name, help) = (&setting.variable, setting.help.as_ref()?);
    // A longer name has a line of its own.
    let gap = if name.len() > NAME { format!("\n{:1$}", "", NAME + 3) } else { " ".repeat(NAME + 1 - name.len()) };
    Some(format!("  {name}{gap}{help}\n"))
}

/// The page about the configuration with its tables filled in.
pub(super) fn filled(spec: &Spec, page: &str) -> String {
    let tables = [("{{settings platform}}\n", SettingTable::Platform), ("{{settings server}}\n", SettingTable::Server)];
    tables.into_iter().fold(page.to_owned(), |page, (placeholder, table)| page.replace(placeholder, &rows(spec, table)))
}

fn rows(spec: &Spec, table: SettingTable) -> String {
    let mut rows = String::new();
    for Setting { variable, option, kind, doc, .. } in spec.server.table(table) {
        let value = if *kind == SettingKind::Boolean { "=true" } else { "" };
        let option = option.as_ref().map(|option| format!(", `{option}`")).unwrap_or_default();
        let _ = writeln!(rows, "| `{variable}{value}`{option} | {doc} |");
    }
    rows
}
