//! The documents of the knowledge as resources, and the files of skills.
//!
//! They are part of the program, so nothing here waits for anything.

use rmcp::model::{
    ErrorData, ListResourceTemplatesResult, ListResourcesResult, ReadResourceResult, Resource, ResourceContents,
    ResourceTemplate,
};
use serde_json::json;

use super::methods::shown;
use super::skills;
use crate::domain::knowledge::Document;
use crate::domain::nearest::nearest;
use crate::generated::catalog::CATALOG;
use crate::knowledge::documents::{self, SCHEME};

/// The form of every address.
pub(super) const TEMPLATE: &str = "zerops://docs/{+path}";
/// Documents on a page: all of them, since there are clients that read no other page.
const PAGE: usize = 250;
const MARKDOWN: &str = "text/markdown";

/// A page of all documents, by path; behind the last one stands what skills begin with. The cursor is the path after
/// which a page begins: whoever makes one up sees what everybody may see.
pub(super) fn list(cursor: Option<&str>) -> Result<ListResourcesResult, ErrorData> {
    let all = documents::all();
    let begin = match cursor {
        None => 0,
        Some(cursor) => {
            let last = all.iter().position(|document| document.path == cursor);
            last.ok_or_else(|| ErrorData::invalid_params("this `cursor` is of no page", None))? + 1
        }
    };
    let rest = all.get(begin..).unwrap_or_default();
    let page = rest.get(..PAGE).unwrap_or(rest);
    let mut result = ListResourcesResult::with_all_items(page.iter().map(resource).collect());
    if page.len() == rest.len() {
        result.resources.extend(skills::resources());
    }
    result.next_cursor = page.last().filter(|_| page.len() < rest.len()).map(|last| last.path.to_owned());
    Ok(result)
}

fn resource(document: &Document) -> Resource {
    Resource::new(document.uri(), document.path)
        .with_title(document.title)
        .with_description(document.summary)
        .with_mime_type(MARKDOWN)
        .with_size(document.markdown().len() as u64)
}

/// The one form of address.
pub(super) fn templates() -> ListResourceTemplatesResult {
    let template = ResourceTemplate::new(TEMPLATE, "docs")
        .with_title("Zerops documentation")
        .with_description("A document by its path, such as topics/backups or services/postgresql@18.")
        .with_mime_type(MARKDOWN);
    ListResourceTemplatesResult::with_all_items(vec![template])
}

/// A document.
pub(super) fn read(uri: &str) -> Result<ReadResourceResult, ErrorData> {
    if let Some(contents) = skills::read(uri) {
        return Ok(ReadResourceResult::new(vec![contents]));
    }
    let Some(document) = documents::by_uri(uri) else {
        let mut message = format!("There is no resource `{}`.", shown(uri));
        if let Some(near) = nearest(uri.strip_prefix(SCHEME).unwrap_or(uri), paths()) {
            message.push_str(&format!(" Did you mean `{SCHEME}{near}`?"));
        }
        message.push_str(" resources/list has all of them; zerops_knowledge searches them.");
        return Err(ErrorData::resource_not_found(message, Some(json!({ "uri": shown(uri) }))));
    };
    let contents = ResourceContents::text(document.markdown(), uri).with_mime_type(MARKDOWN);
    Ok(ReadResourceResult::new(vec![contents]))
}

/// The paths of all documents.
pub(super) fn paths() -> impl Iterator<Item = &'static str> + Clone {
    documents::all().iter().map(|document| document.path)
}

/// The paths that stand for a service type whose document has another name.
pub(super) fn type_paths() -> impl Iterator<Item = String> {
    let families = CATALOG.iter().flat_map(|section| section.families);
    families.map(|family| format!("services/{}", family.name)).filter(|path| documents::by_path(path).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_every_document_once() {
        let (mut seen, mut cursor): (Vec<String>, Option<String>) = (Vec::new(), None);
        loop {
            let page = list(cursor.as_deref()).expect("a page");
            seen.extend(page.resources.iter().map(|resource| resource.name.clone()));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let skills = skills::resources().map(|resource| resource.name);
        assert_eq!(seen, paths().map(str::to_owned).chain(skills).collect::<Vec<_>>());
        assert!(list(Some("no/such")).is_err());
        assert_eq!(list(None).expect("a page").next_cursor, None, "one page has all of them");
        let third = list(paths().nth(1)).expect("a page");
        assert_eq!(third.resources[0].name, paths().nth(2).expect("documents"));
    }

    #[test]
    fn every_type_of_the_catalog_has_a_document() {
        let families = CATALOG.iter().flat_map(|section| section.families);
        for family in families.filter(|family| !family.hidden && !family.is_retired()) {
            for name in [family.name.to_owned(), format!("{}@{}", family.name, family.versions.first().unwrap_or(&"1"))]
            {
                let uri = format!("{SCHEME}services/{name}");
                let result = read(&uri).unwrap_or_else(|error| panic!("{uri}: {error}"));
                let contents = serde_json::to_value(&result.contents[0]).expect("JSON");
                assert_eq!(contents["uri"], uri);
                assert_eq!(contents["mimeType"], MARKDOWN);
                assert!(contents["text"].as_str().is_some_and(|text| text.starts_with("# ")), "{contents}");
            }
        }
    }

    #[test]
    fn sizes_are_those_of_what_is_read() {
        for resource in list(None).expect("a page").resources {
            let result = read(&resource.uri).expect("a document");
            let contents = serde_json::to_value(&result.contents[0]).expect("JSON");
            assert_eq!(contents["text"].as_str().map(|text| text.len() as u64), resource.size, "{}", resource.uri);
        }
    }

    #[test]
    fn a_misspelt_address_is_answered_with_the_nearest() {
        let error = read("zerops://docs/services/nodejz").expect_err("misspelt");
        assert!(error.message.contains("zerops://docs/services/nodejs"), "{error}");
        for uri in ["", "file:///etc/passwd", "zerops://docs/../../etc/passwd", "zerops://docs/\u{202e}x"] {
            assert!(read(uri).is_err(), "{uri}");
        }
    }
}
