//! `tools/<tool>.rs`: argument types, error enum and the row of facts.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::super::model::{Action, Param, Spec, Tool, TypeRef};
use super::super::names::{ident, pascal, pascal_ident, snake, snake_ident};
use super::super::{hints, tables};
use super::rust::rust;
use super::{params, types};

pub(super) fn render(spec: &Spec, tool: &Tool) -> String {
    let used = tables::params(spec, tool);
    let mut items = imports(tool, &used);
    if tool.has_actions() {
        items.push(action_enum(tool));
        items.extend(tool.actions.iter().flat_map(|action| action_struct(tool, action)));
    } else if !tool.params.is_empty() {
        let doc = format!(" Arguments of `{}`.", tool.name.value);
        let all: Vec<&Param> = tool.params.iter().collect();
        items.extend(args_struct("Args", &doc, &all));
    } else {
        items.push(no_args(tool));
    }
    let name = &tool.name.value;
    items.push(quote! {
        impl Arguments for Args {
            const TOOL: &'static str = #name;
        }
    });
    items.extend(carried(spec, tool));
    items.extend(errors(spec, tool));
    items.push(row(spec, tool, &used));
    rust(&format!("`{name}`: {}", tool.title), &format!("spec/tools/{name}.yaml"), "tool", items)
}

fn imports(tool: &Tool, used: &crate::domain::params::Params) -> Vec<TokenStream> {
    let mut names = vec![];
    if !used.fields.is_empty() {
        names.extend(["Field", "Kind"]);
    }
    if used.fields.iter().any(|field| is_text(&field.kind)) {
        names.push("Text");
    }
    if !used.rules.is_empty() {
        names.push("Rule");
    }
    if !used.actions.is_empty() {
        names.push("Action");
    }
    names.push("Params");
    names.sort_unstable();
    let names = names.into_iter().map(ident);
    let named = |kind: &TypeRef| matches!(kind, TypeRef::Named(name) if name.value != "Action");
    let types = tool.params.iter().any(|param| match &param.kind {
        TypeRef::List(item) => named(item),
        kind => named(kind),
    });
    let mut items = vec![
        quote!(
            use serde::{Deserialize, Serialize};
        ),
        quote!(
            use crate::domain::call::Arguments;
        ),
        quote!(
            use crate::domain::failure::{ErrorCode, ErrorInfo};
        ),
        quote!(
            use crate::domain::hints::Hints;
        ),
        quote!(use crate::domain::params::{#(#names),*};),
        quote!(
            use crate::domain::tool::ToolSpec;
        ),
    ];
    items.push(if types {
        quote!(
            use crate::generated::{errors, types};
        )
    } else {
        quote!(
            use crate::generated::errors;
        )
    });
    items
}

fn is_text(kind: &crate::domain::params::Kind) -> bool {
    use crate::domain::params::Kind;
    match kind {
        Kind::Text(_) => true,
        Kind::List { item, .. } => is_text(item),
        Kind::Record(fields) => fields.iter().any(|field| is_text(&field.kind)),
        _ => false,
    }
}

fn action_enum(tool: &Tool) -> TokenStream {
    let doc = format!(" Arguments of `{}`, by action.", tool.name.value);
    let variants = tool.actions.iter().map(|action| {
        let (doc, wire, variant) = (format!(" {}", action.doc), &action.name.value, pascal_ident(&action.name));
        let args = ident(&format!("{}Args", pascal(&action.name)));
        quote!(#[doc = #doc] #[serde(rename = #wire)] #variant(#args))
    });
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "action")]
        pub enum Args { #(#variants),* }
    }
}

fn action_struct(tool: &Tool, action: &Action) -> Vec<TokenStream> {
    let doc = format!(" Arguments of `{}` with `action={}`.", tool.name.value, action.name.value);
    let name = format!("{}Args", pascal(&action.name));
    let mut fields = tool.params_of(action);
    let needed: Vec<String> = action.needs.iter().map(|need| need.value.clone()).collect();
    fields.sort_by_key(|param| !(param.required || needed.contains(&param.name.value)));
    struct_of(&name, &doc, &fields, &needed)
}

fn args_struct(name: &str, doc: &str, fields: &[&Param]) -> Vec<TokenStream> {
    struct_of(name, doc, fields, &[])
}

fn struct_of(name: &str, doc: &str, fields: &[&Param], needed: &[String]) -> Vec<TokenStream> {
    let ident = ident(name);
    let members = fields.iter().map(|param| {
        let field = snake_ident(&param.name);
        let text = format!(" {}", param.doc_with_unit());
        let wire = &param.name.value;
        let rename = (snake(wire) != *wire).then(|| quote!(#[serde(rename = #wire)]));
        let kind = types::rust_type(&param.kind, &quote!(types::));
        let list = matches!(param.kind, TypeRef::List(_));
        if param.required || needed.contains(wire) {
            quote!(#[doc = #text] #rename pub #field: #kind)
        } else if param.default.is_some() {
            let (function, is_default) =
                (format!("{name}::default_{}", snake(wire)), format!("{name}::is_default_{}", snake(wire)));
            quote! {
                #[doc = #text]
                #rename
                #[serde(default = #function, skip_serializing_if = #is_default)]
                pub #field: #kind
            }
        } else if list {
            quote!(#[doc = #text] #rename #[serde(default, skip_serializing_if = "Vec::is_empty")] pub #field: #kind)
        } else {
            quote!(#[doc = #text] #rename #[serde(default)] pub #field: Option<#kind>)
        }
    });
    let defaults: Vec<TokenStream> = fields.iter().filter_map(|param| default_fn(param)).collect();
    let needs = fields.iter().any(|param| param.required || needed.contains(&param.name.value));
    let derived = (!needs && defaults.is_empty()).then(|| quote!(Default,));
    let mut items = vec![quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, #derived PartialEq, Serialize, Deserialize)]
        pub struct #ident { #(#members),* }
    }];
    if derived.is_some() {
        return items;
    }
    let new = new_fn(fields, needed);
    if needs {
        items.push(quote! { impl #ident { #new #(#defaults)* } });
        return items;
    }
    items.push(quote! { impl Default for #ident { #new } });
    items.push(quote! { impl #ident { #(#defaults)* } });
    items
}

/// The constructor: what is needed is given, all else is left out. Where nothing is needed it is the default.
fn new_fn(fields: &[&Param], needed: &[String]) -> TokenStream {
    let is_needed = |param: &&&Param| param.required || needed.contains(&param.name.value);
    let given: Vec<TokenStream> = fields
        .iter()
        .filter(is_needed)
        .map(|param| {
            let (field, kind) = (snake_ident(&param.name), types::rust_type(&param.kind, &quote!(types::)));
            quote!(#field: #kind)
        })
        .collect();
    let members = fields.iter().map(|param| {
        let field = snake_ident(&param.name);
        if is_needed(&param) {
            quote!(#field)
        } else if param.default.is_some() {
            let function = ident(&format!("default_{}", snake(&param.name)));
            quote!(#field: Self::#function())
        } else if matches!(param.kind, TypeRef::List(_)) {
            quote!(#field: Vec::new())
        } else {
            quote!(#field: None)
        }
    });
    if given.is_empty() {
        return quote!(fn default() -> Self { Self { #(#members),* } });
    }
    quote! {
        /// These arguments, and nothing that may be left out.
        #[must_use]
        pub fn new(#(#given),*) -> Self {
            Self { #(#members),* }
        }
    }
}

fn default_fn(param: &Param) -> Option<TokenStream> {
    let default = &param.default.as_ref()?.value;
    let function = ident(&format!("default_{}", snake(&param.name)));
    let kind = types::rust_type(&param.kind, &quote!(types::));
    let value = match (default, &param.kind) {
        (Value::Bool(flag), _) => quote!(#flag),
        (Value::Number(number), TypeRef::Integer) => {
            let number = number.as_i64().unwrap_or_default();
            quote!(#number)
        }
        (Value::Number(number), _) => {
            let number = number.as_f64().unwrap_or_default();
            quote!(#number)
        }
        (Value::String(text), TypeRef::Named(name)) => {
            let (name, variant) = (pascal_ident(name), pascal_ident(text));
            quote!(types::#name::#variant)
        }
        (Value::String(text), _) => quote!(#text.to_owned()),
        _ => return None,
    };
    let doc = format!(" `{}` when it is not given.", param.name.value);
    let is_default = ident(&format!("is_default_{}", snake(&param.name)));
    Some(quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #function() -> #kind { #value }

        #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
        fn #is_default(value: &#kind) -> bool { *value == Self::#function() }
    })
}

/// The arguments that are fields of a record, as that record.
fn carried(spec: &Spec, tool: &Tool) -> Option<TokenStream> {
    let record = spec.types.record(tool.carries.as_ref()?)?;
    let name = pascal_ident(&record.name);
    let doc = format!(" What of these arguments is `{}`.", record.name.value);
    let fields = record.fields.iter().map(|field| {
        let name = snake_ident(&field.name);
        let param = tool.params.iter().find(|param| param.name.value == field.name.value);
        match (&field.kind, param.map(|param| &param.kind)) {
            (TypeRef::Text, Some(TypeRef::Named(_))) => {
                quote!(#name: self.#name.as_ref().map(|word| word.as_str().to_owned()))
            }
            (TypeRef::Text, _) => quote!(#name: self.#name.clone()),
            _ => quote!(#name: self.#name),
        }
    });
    Some(quote! {
        impl Args {
            #[doc = #doc]
            #[must_use]
            pub fn carried(&self) -> types::#name {
                types::#name { #(#fields),* }
            }
        }
    })
}

fn no_args(tool: &Tool) -> TokenStream {
    let doc = format!(" Arguments of `{}`: it takes none.", tool.name.value);
    quote! {
        #[doc = #doc]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Args {}
    }
}

fn errors(spec: &Spec, tool: &Tool) -> Vec<TokenStream> {
    let codes = spec.codes_of(tool);
    let variants = codes.iter().map(|code| {
        let (doc, variant) = (format!(" `{code}`"), pascal_ident(code));
        quote!(#[doc = #doc] #variant)
    });
    let arms = codes.iter().map(|code| {
        let (variant, info) = (pascal_ident(code), ident(code));
        quote!(Self::#variant => &errors::#info)
    });
    let doc = format!(" What `{}` can answer besides a result.", tool.name.value);
    let mut items = vec![
        quote! {
            #[doc = #doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum Error { #(#variants),* }
        },
        quote! {
            impl ErrorCode for Error {
                fn info(self) -> &'static ErrorInfo {
                    match self { #(#arms),* }
                }
            }
        },
    ];
    items.extend(codes.iter().map(|code| {
        let name = pascal_ident(code);
        quote! {
            impl From<errors::code::#name> for Error {
                fn from(_: errors::code::#name) -> Self { Self::#name }
            }
        }
    }));
    items.extend(spec.groups_of(tool).into_iter().map(|group| {
        let name = ident(&format!("{}Error", pascal(&group.name)));
        let arms = group.codes.iter().map(|code| {
            let variant = pascal_ident(&code.code);
            quote!(errors::#name::#variant => Self::#variant)
        });
        quote! {
            impl From<errors::#name> for Error {
                fn from(error: errors::#name) -> Self {
                    match error { #(#arms),* }
                }
            }
        }
    }));
    items
}

fn row(spec: &Spec, tool: &Tool, used: &crate::domain::params::Params) -> TokenStream {
    let (name, title, group, description) = (&tool.name.value, &tool.title, &tool.group.value, &tool.summary.value);
    let input = format!("../schemas/{name}.input.json");
    let output = format!("../schemas/{name}.output.json");
    let hints = params::hints(hints::of_tool(spec, tool));
    let local = tool.actions.iter().all(|action| spec.is_local(action));
    let params = params::params(used);
    let errors = spec.codes_of(tool).into_iter().map(ident);
    let mut calls: Vec<&str> = Vec::new();
    for call in tool.actions.iter().flat_map(|action| &action.calls) {
        if !calls.contains(&call.as_str()) {
            calls.push(call);
        }
    }
    let budget_bytes = tool.budget_bytes;
    let docs = tool.docs.trim_end();
    let sets = spec.server.sets_of(tool).map(|set| set.name.value.as_str());
    quote! {
        /// The tool as the server publishes it.
        pub static SPEC: ToolSpec = ToolSpec {
            name: #name,
            title: #title,
            group: #group,
            sets: &[#(#sets),*],
            description: #description,
            docs: #docs,
            input_schema: include_str!(#input),
            output_schema: include_str!(#output),
            hints: #hints,
            local: #local,
            params: #params,
            errors: &[#(&errors::#errors),*],
            calls: &[#(#calls),*],
            budget_bytes: #budget_bytes,
        };
    }
}
