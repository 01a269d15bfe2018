//! `catalog.rs`: the service types; `family_names.rs`: what else they are called.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::model::{CatalogFamily, CatalogLimits, CatalogSign, CatalogTraits, Spec};
use super::rust::rust;

pub(super) fn render(spec: &Spec) -> String {
    let sections = spec.catalog.iter().map(|section| {
        let title = &section.title;
        let families = section.families.iter().map(family);
        quote!(Section { title: #title, families: &[#(#families),*] })
    });
    let items = [
        quote!(
            use crate::domain::catalog::{Family, Limits, Port, Protocol, Section, Sign, Traits, WebServer};
            use crate::domain::service_type::{System, Variant};
            use crate::domain::status::Category;
        ),
        quote! {
            /// Every type that was known when this was built.
            pub static CATALOG: &[Section] = &[#(#sections),*];
        },
    ];
    rust("The service types.", "spec/catalog.yaml", "catalog", items)
}

/// `family_names.rs`: a leaf, so that `domain` can read names without the catalog, which is made of its types.
pub(super) fn names(spec: &Spec) -> String {
    let families = spec.catalog.iter().flat_map(|section| &section.families);
    let pairs = families.flat_map(|family| {
        let known = &family.name.value;
        family.other_names.iter().map(move |other| quote!((#other, #known)))
    });
    let items = [quote! {
        /// Other names of families, each with the one that it is known by.
        pub static OTHER_NAMES: &[(&str, &str)] = &[#(#pairs),*];
    }];
    rust("The names of families that have several.", "spec/catalog.yaml", "catalog", items)
}

fn family(family: &CatalogFamily) -> TokenStream {
    let (name, title, category) = (&family.name.value, &family.title, word("Category", family.category));
    let CatalogFamily {
        other_names, unversioned, bare, build, run, not_build, variables, override_keys, hidden, ..
    } = family;
    let systems = family.systems.iter().map(|system| word("System", system));
    let modes = family.modes.iter().map(|mode| word("Variant", mode));
    let versions = family.versions.iter().map(|version| version.value.as_str());
    let only = family.only.iter().map(|(system, versions)| {
        let system = word("System", system);
        quote!((#system, &[#(#versions),*]))
    });
    let limits = family.limits.iter().map(limits);
    let override_profile = optional(family.override_profile.as_ref());
    let floors = family.floors.iter().map(|(profile, cores, ram)| quote!((#profile, #cores, #ram)));
    let retired = family.retired.iter().map(|(version, instead)| quote!((#version, #instead)));
    let note = optional(family.note.as_ref());
    let traits = traits(&family.traits);
    quote!(Family {
        name: #name,
        title: #title,
        category: #category,
        other_names: &[#(#other_names),*],
        systems: &[#(#systems),*],
        modes: &[#(#modes),*],
        versions: &[#(#versions),*],
        only: &[#(#only),*],
        unversioned: #unversioned,
        bare: #bare,
        build: #build,
        run: #run,
        not_build: &[#(#not_build),*],
        traits: #traits,
        limits: [#(#limits),*],
        variables: &[#(#variables),*],
        override_profile: #override_profile,
        override_keys: &[#(#override_keys),*],
        floors: &[#(#floors),*],
        retired: &[#(#retired),*],
        hidden: #hidden,
        note: #note
    })
}

fn traits(traits: &CatalogTraits) -> TokenStream {
    let CatalogTraits { called, reload, fixed, workspace, .. } = traits;
    let ports = traits.ports.iter().map(|port| {
        let (number, scheme, public) = (whole(port.number.value), &port.scheme, port.public);
        quote!(Port { number: #number, scheme: #scheme, public: #public })
    });
    let sign = traits.sign.as_ref().map_or_else(
        || quote!(None),
        |(port, sign)| {
            let port = whole(port.value);
            let sign = match sign {
                CatalogSign::Greets(protocol) => {
                    let protocol = word("Protocol", protocol);
                    quote!(Sign::Greets(#protocol))
                }
                CatalogSign::Answers { path, statuses, text } => {
                    let statuses = statuses.iter().map(|status| whole(*status));
                    quote!(Sign::Answers { path: #path, statuses: &[#(#statuses),*], text: #text })
                }
            };
            quote!(Some((#port, #sign)))
        },
    );
    let values = traits.values.iter().map(|variable| {
        let (name, value) = (&variable.name.value, optional(variable.value.as_ref().map(|value| &value.value)));
        quote!((#name, #value))
    });
    let links = traits.links.as_ref().map_or_else(
        || quote!(None),
        |links| {
            let links = links.iter().map(|(name, value)| {
                let name = &name.value;
                quote!((#name, #value))
            });
            quote!(Some(&[#(#links),*]))
        },
    );
    let backup = optional(traits.backup.as_ref());
    let web_server = traits.web_server.map_or_else(
        || quote!(None),
        |server| {
            let server = word("WebServer", server);
            quote!(Some(#server))
        },
    );
    quote!(Traits {
        ports: &[#(#ports),*],
        sign: #sign,
        values: &[#(#values),*],
        links: #links,
        backup: #backup,
        called: &[#(#called),*],
        web_server: #web_server,
        reload: #reload,
        fixed: #fixed,
        workspace: #workspace
    })
}

fn whole(number: usize) -> proc_macro2::Literal {
    proc_macro2::Literal::usize_unsuffixed(number)
}

fn limits(limits: &CatalogLimits) -> TokenStream {
    let CatalogLimits { ram, disk, profiles, .. } = limits;
    let containers = limits.containers.map_or_else(
        || quote!(None),
        |range| {
            let [least, most] = range.map(|count| {
                i64::try_from(count).map_or_else(
                    |_| proc_macro2::Literal::i64_unsuffixed(i64::MAX),
                    proc_macro2::Literal::i64_unsuffixed,
                )
            });
            quote!(Some((#least, #most)))
        },
    );
    let profile = optional(limits.profile.as_ref());
    quote!(Limits { ram: #ram, disk: #disk, containers: #containers, profiles: &[#(#profiles),*], profile: #profile })
}

fn word(kind: &str, word: &str) -> TokenStream {
    let (kind, word) = (format_ident!("{kind}"), format_ident!("{word}"));
    quote!(#kind::#word)
}

fn optional(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
