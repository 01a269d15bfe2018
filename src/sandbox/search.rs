//! The search endpoints: conditions, order and page over the items of an index.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::wire::error::ApiError;

/// How many items an answer has when the request does not say. Guessed.
const DEFAULT_LIMIT: u64 = 100;
/// How many it has at most. Guessed.
const MAX_LIMIT: u64 = 1000;

/// Answers a search over the given items.
///
/// Derived: conditions are all to be met; `ne` with an empty value means that the field is set.
/// Guessed: the default order and limit, that other operators are refused, and what `text` does.
pub(crate) fn answer(items: Vec<Value>, filter: &Value) -> Result<Value, ApiError> {
    let conditions = conditions(filter)?;
    let sort = sort(filter)?;
    let offset = whole(filter, "offset")?.unwrap_or(0);
    let limit = whole(filter, "limit")?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    let text = filter["text"].as_str().unwrap_or_default().to_lowercase();
    let mut found: Vec<Value> = items
        .into_iter()
        .filter(|item| conditions.iter().all(|condition| condition.holds(item)))
        .filter(|item| text.is_empty() || item["name"].as_str().unwrap_or_default().to_lowercase().contains(&text))
        .collect();
    if sort.first().is_some_and(|(_, ascending)| !ascending) {
        // The sort is stable, so of equal times the newest comes first.
        found.reverse();
    }
    for (field, ascending) in sort.iter().rev() {
        found.sort_by(|a, b| {
            let order = compare(first(a, field), first(b, field));
            if *ascending { order } else { order.reverse() }
        });
    }
    let total = found.len();
    let skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let take = usize::try_from(limit).unwrap_or(usize::MAX);
    let page: Vec<Value> = found.into_iter().skip(skip).take(take).collect();
    Ok(json!({ "limit": limit, "offset": offset, "totalHits": total, "items": page }))
}

struct Condition {
    path: String,
    equal: bool,
    value: String,
}

impl Condition {
    fn holds(&self, item: &Value) -> bool {
        let mut values = Vec::new();
        collect(item, &self.path, &mut values);
        let found = values.iter().any(|value| text_of(value) == self.value);
        let found = found || (values.is_empty() && self.value.is_empty());
        found == self.equal
    }
}

fn conditions(filter: &Value) -> Result<Vec<Condition>, ApiError> {
    let list = filter["search"].as_array().ok_or_else(|| ApiError::user_input("search", "field is required"))?;
    let mut conditions = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let field = |name: &str| -> Result<String, ApiError> {
            let value = item[name].as_str();
            let missing = || ApiError::user_input(&format!("search.{index}.{name}"), "field is required");
            value.map(str::to_owned).ok_or_else(missing)
        };
        let equal = match field("operator")?.as_str() {
            "eq" => true,
            "ne" => false,
            _ => return Err(ApiError::user_input(&format!("search.{index}.operator"), "unknown operator")),
        };
        conditions.push(Condition { path: field("name")?, equal, value: field("value")? });
    }
    Ok(conditions)
}

fn sort(filter: &Value) -> Result<Vec<(String, bool)>, ApiError> {
    let list = filter["sort"].as_array().ok_or_else(|| ApiError::user_input("sort", "field is required"))?;
    let mut sort = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let Some(name) = item["name"].as_str() else {
            return Err(ApiError::user_input(&format!("sort.{index}.name"), "field is required"));
        };
        sort.push((name.to_owned(), item["ascending"].as_bool().unwrap_or(true)));
    }
    Ok(sort)
}

fn whole(filter: &Value, name: &str) -> Result<Option<u64>, ApiError> {
    match &filter[name] {
        Value::Null => Ok(None),
        value => value.as_u64().map(Some).ok_or_else(|| ApiError::user_input(name, "must be a whole number")),
    }
}

/// Every value a dotted path leads to; lists are looked through.
fn collect<'a>(value: &'a Value, path: &str, found: &mut Vec<&'a Value>) {
    if let Value::Array(items) = value {
        for item in items {
            collect(item, path, found);
        }
        return;
    }
    if path.is_empty() {
        if !value.is_null() {
            found.push(value);
        }
        return;
    }
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    if let Some(inner) = value.get(head) {
        collect(inner, rest, found);
    }
}

fn first<'a>(item: &'a Value, path: &str) -> Option<&'a Value> {
    let mut values = Vec::new();
    collect(item, path, &mut values);
    values.first().copied()
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a, b) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal)
        }
        (Some(a), Some(b)) => compare_texts(&text_of(a), &text_of(b)),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// Times are compared as times: their fractions have any number of digits.
fn compare_texts(a: &str, b: &str) -> Ordering {
    match (a.parse::<jiff::Timestamp>(), b.parse::<jiff::Timestamp>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(answer: &Value) -> Vec<&str> {
        answer["items"].as_array().expect("items").iter().map(|item| item["name"].as_str().expect("name")).collect()
    }

    fn items() -> Vec<Value> {
        vec![
            json!({"name":"a","n":2,"build":{"id":"x"},"created":"2026-01-02T03:04:05Z"}),
            json!({"name":"b","n":1,"build":null,"created":"2026-01-02T03:04:05.5Z"}),
            json!({"name":"c","n":3,"tags":[{"id":"t"}],"created":"2026-01-02T03:04:04Z"}),
        ]
    }

    #[test]
    fn conditions_are_anded_and_paths_are_dotted() {
        let ask = |search: Value| answer(items(), &json!({"search": search, "sort": []})).expect("answer");
        assert_eq!(names(&ask(json!([{"name":"build.id","operator":"ne","value":""}]))), ["a"]);
        assert_eq!(names(&ask(json!([{"name":"build.id","operator":"eq","value":""}]))), ["b", "c"]);
        assert_eq!(names(&ask(json!([{"name":"tags.id","operator":"eq","value":"t"}]))), ["c"]);
        let both = json!([{"name":"n","operator":"ne","value":"2"},{"name":"name","operator":"ne","value":"c"}]);
        assert_eq!(names(&ask(both)), ["b"]);
    }

    #[test]
    fn the_page_is_cut_from_the_sorted_list() {
        let filter = json!({"search":[],"sort":[{"name":"created","ascending":false}],"offset":1,"limit":1});
        let page = answer(items(), &filter).expect("answer");
        assert_eq!((names(&page), &page["totalHits"]), (vec!["a"], &json!(3)));
        let equal = vec![json!({"name":"old","t":1}), json!({"name":"new","t":1})];
        let newest = answer(equal, &json!({"search":[],"sort":[{"name":"t","ascending":false}]})).expect("answer");
        assert_eq!(names(&newest), ["new", "old"]);
    }

    #[test]
    fn a_filter_without_its_required_lists_is_refused() {
        assert_eq!(answer(items(), &json!({"sort":[]})).expect_err("search").code, "invalidUserInput");
        let unknown = json!({"search":[{"name":"n","operator":"gt","value":"1"}],"sort":[]});
        assert_eq!(answer(items(), &unknown).expect_err("operator").code, "invalidUserInput");
    }
}
