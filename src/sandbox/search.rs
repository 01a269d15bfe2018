//! The search endpoints: conditions, order and page over the items of an index.
//!
//! An item is rendered only when it is on the page, or when a condition names a field that is not
//! known beforehand: an index may hold ten thousand of them.

use std::cell::OnceCell;
use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::wire::error::ApiError;
use super::wire::reply::Reply;

/// How many items an answer has when the request does not say. Guessed.
const DEFAULT_LIMIT: u64 = 100;
/// How many it has at most. Guessed.
const MAX_LIMIT: u64 = 1000;

/// A field of an item as far as it is known without rendering.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Field<'a> {
    Text(&'a str),
    Number(u64),
    Time(Timestamp),
    /// The item has no such value.
    Absent,
    /// Rendering will tell.
    Unknown,
}

/// What a search finds its items in.
pub(crate) trait Index<'a> {
    /// An item before it is rendered.
    type Item: 'a;

    /// The items that the caller may see, the oldest first.
    fn items(&self) -> Vec<&'a Self::Item>;

    /// A field by its dotted path.
    fn field(&self, item: &'a Self::Item, path: &str) -> Field<'a>;

    /// The item as it goes on the wire.
    fn render(&self, item: &'a Self::Item) -> Value;
}

/// Answers a search.
///
/// Derived: conditions are all to be met; `ne` with an empty value means that the field is set.
/// Guessed: the default order and limit, that other operators are refused, and what `text` does.
pub(crate) fn answer<'a, I: Index<'a>>(index: &I, filter: &Value) -> Result<Reply, ApiError> {
    let conditions = conditions(filter)?;
    let sort = sort(filter)?;
    let offset = whole(filter, "offset")?.unwrap_or(0);
    let limit = whole(filter, "limit")?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    let text = match &filter["text"] {
        Value::Null => String::new(),
        value => value.as_str().ok_or_else(|| ApiError::unlike("text", value, "a string"))?.to_lowercase(),
    };
    let rows = index.items().into_iter().map(|item| Row { index, item, rendered: OnceCell::new() });
    let found = rows.filter(|row| conditions.iter().all(|condition| condition.holds(row)));
    let named = |row: &Row<'a, '_, I>| row.key("name").is_some_and(|name| name.text().to_lowercase().contains(&text));
    let mut found: Vec<_> = found
        .filter(|row| text.is_empty() || named(row))
        .map(|row| (sort.iter().map(|(field, _)| row.key(field)).collect::<Vec<_>>(), row))
        .collect();
    if sort.first().is_some_and(|(_, ascending)| !ascending) {
        // The sort is stable, so of equal times the newest comes first.
        found.reverse();
    }
    found.sort_by(|(a, _), (b, _)| {
        let orders = a.iter().zip(b).zip(&sort).map(|((a, b), (_, ascending))| {
            let order = a.partial_cmp(b).unwrap_or(Ordering::Equal);
            if *ascending { order } else { order.reverse() }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    });
    let total = found.len();
    let skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let take = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = found.into_iter().skip(skip).take(take).map(|(_, row)| row.into_value());
    let before = format!("{{\"limit\":{limit},\"offset\":{offset},\"totalHits\":{total},\"items\":[");
    Ok(Reply::list(&before, page, "]}"))
}

/// An item that is rendered at most once.
struct Row<'a, 'i, I: Index<'a>> {
    index: &'i I,
    item: &'a I::Item,
    rendered: OnceCell<Value>,
}

impl<'a, I: Index<'a>> Row<'a, '_, I> {
    fn value(&self) -> &Value {
        self.rendered.get_or_init(|| self.index.render(self.item))
    }

    fn into_value(self) -> Value {
        self.rendered.into_inner().unwrap_or_else(|| self.index.render(self.item))
    }

    /// What the first value of a field sorts by.
    fn key(&self, path: &str) -> Option<Key> {
        match self.index.field(self.item, path) {
            Field::Text(text) => Some(Key::of_text(text)),
            Field::Number(number) => Some(Key::Number(number)),
            Field::Time(time) => Some(Key::Time(time)),
            Field::Absent => None,
            Field::Unknown => {
                let mut values = Vec::new();
                collect(self.value(), path, &mut values);
                values.first().map(|value| Key::of_value(value))
            }
        }
    }

    /// The texts of every value of a field that satisfy a test.
    fn any(&self, path: &str, test: impl Fn(&str) -> bool) -> Option<bool> {
        match self.index.field(self.item, path) {
            Field::Text(text) => Some(test(text)),
            Field::Number(number) => Some(test(&number.to_string())),
            Field::Time(time) => Some(test(&time.to_string())),
            Field::Absent => None,
            Field::Unknown => {
                let mut values = Vec::new();
                collect(self.value(), path, &mut values);
                if values.is_empty() { None } else { Some(values.iter().any(|value| test(&text_of(value)))) }
            }
        }
    }
}

/// A value to sort by. Times are compared as times: their fractions have any number of digits.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Key {
    Number(u64),
    Time(Timestamp),
    Text(String),
}

impl Key {
    fn of_text(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Text(text.to_owned()), Self::Time)
    }

    fn of_value(value: &Value) -> Self {
        value.as_u64().map_or_else(|| Self::of_text(&text_of(value)), Self::Number)
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Time(time) => time.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

struct Condition {
    path: String,
    equal: bool,
    value: String,
}

impl Condition {
    fn holds<'a, I: Index<'a>>(&self, row: &Row<'a, '_, I>) -> bool {
        let found = row.any(&self.path, |text| text == self.value);
        found.unwrap_or(self.value.is_empty()) == self.equal
    }
}

fn conditions(filter: &Value) -> Result<Vec<Condition>, ApiError> {
    let list = list(filter, "search")?;
    let mut conditions = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let field = |name: &str| -> Result<String, ApiError> {
            let value = item[name].as_str();
            let unlike = || ApiError::unlike(&format!("search.{index}.{name}"), &item[name], "a string");
            value.map(str::to_owned).ok_or_else(unlike)
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
    let list = list(filter, "sort")?;
    let mut sort = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let Some(name) = item["name"].as_str() else {
            return Err(ApiError::unlike(&format!("sort.{index}.name"), &item["name"], "a string"));
        };
        let ascending = match &item["ascending"] {
            Value::Null => true,
            Value::Bool(ascending) => *ascending,
            other => return Err(ApiError::unlike(&format!("sort.{index}.ascending"), other, "a boolean")),
        };
        sort.push((name.to_owned(), ascending));
    }
    Ok(sort)
}

fn list<'a>(filter: &'a Value, name: &str) -> Result<&'a [Value], ApiError> {
    let list = filter[name].as_array().map(Vec::as_slice);
    list.ok_or_else(|| ApiError::unlike(name, &filter[name], "a list"))
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

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Rendered<'a>(&'a [Value]);

    impl<'a> Index<'a> for Rendered<'a> {
        type Item = Value;

        fn items(&self) -> Vec<&'a Value> {
            self.0.iter().collect()
        }

        fn field(&self, item: &'a Value, path: &str) -> Field<'a> {
            if path == "name" { item["name"].as_str().map_or(Field::Absent, Field::Text) } else { Field::Unknown }
        }

        fn render(&self, item: &'a Value) -> Value {
            item.clone()
        }
    }

    fn asked(index: &Rendered<'_>, filter: &Value) -> Result<Value, ApiError> {
        answer(index, filter).map(Reply::into_tree)
    }

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
        let ask = |search: Value| asked(&Rendered(&items()), &json!({"search": search, "sort": []})).expect("answer");
        assert_eq!(names(&ask(json!([{"name":"build.id","operator":"ne","value":""}]))), ["a"]);
        assert_eq!(names(&ask(json!([{"name":"build.id","operator":"eq","value":""}]))), ["b", "c"]);
        assert_eq!(names(&ask(json!([{"name":"tags.id","operator":"eq","value":"t"}]))), ["c"]);
        let both = json!([{"name":"n","operator":"ne","value":"2"},{"name":"name","operator":"ne","value":"c"}]);
        assert_eq!(names(&ask(both)), ["b"]);
    }

    #[test]
    fn the_page_is_cut_from_the_sorted_list() {
        let filter = json!({"search":[],"sort":[{"name":"created","ascending":false}],"offset":1,"limit":1});
        let page = asked(&Rendered(&items()), &filter).expect("answer");
        assert_eq!((names(&page), &page["totalHits"]), (vec!["a"], &json!(3)));
        let equal = vec![json!({"name":"old","t":1}), json!({"name":"new","t":1})];
        let newest =
            asked(&Rendered(&equal), &json!({"search":[],"sort":[{"name":"t","ascending":false}]})).expect("answer");
        assert_eq!(names(&newest), ["new", "old"]);
    }

    #[test]
    fn a_filter_without_its_required_lists_is_refused() {
        assert_eq!(asked(&Rendered(&items()), &json!({"sort":[]})).expect_err("search").code, "invalidUserInput");
        let unknown = json!({"search":[{"name":"n","operator":"gt","value":"1"}],"sort":[]});
        assert_eq!(asked(&Rendered(&items()), &unknown).expect_err("operator").code, "invalidUserInput");
        for (filter, message) in [
            (json!({"search":[],"sort":[],"text":5}), "must be a string"),
            (json!({"search":5,"sort":[]}), "must be a list"),
            (json!({"search":[],"sort":[{"name":"n","ascending":"no"}]}), "must be a boolean"),
            (json!({"search":[{"name":"n","operator":"eq","value":5}],"sort":[]}), "must be a string"),
            (json!({"search":[{"name":"n","operator":"eq"}],"sort":[]}), "field is required"),
        ] {
            let meta = asked(&Rendered(&items()), &filter).expect_err("refused").meta.expect("meta");
            assert_eq!(meta[0]["message"], message, "{filter}");
        }
    }
}
