use base64::Engine as _;

use super::*;

fn known(values: &[&str]) -> Secrets {
    let secrets = Secrets::default();
    secrets.learn(values.iter().copied());
    secrets
}

fn words(values: &[&str], text: &str) -> String {
    known(values).hidden(text, Kind::Words).unwrap_or_else(|| text.to_owned())
}

#[test]
fn a_value_is_found_in_every_form() {
    let secret = "s3cr3t \"quoted\" 'x' <&> pass/word";
    let json = serde_json::to_string(secret).expect("JSON");
    let base64 = base64::engine::general_purpose::STANDARD.encode(format!("KEY={secret}\n"));
    for text in [
        secret.to_owned(),
        json.clone(),
        serde_json::to_string(&json).expect("JSON"),
        secret.replace('\'', "''"),
        "s3cr3t%20%22quoted%22%20%27x%27%20%3C%26%3E%20pass%2Fword".to_owned(),
        "s3cr3t+%22quoted%22+%27x%27+%3c%26%3e+pass%2fword".to_lowercase(),
        base64,
        secret.bytes().map(|byte| format!("{byte:02x}")).collect(),
        secret.bytes().map(|byte| format!("{byte:02X}")).collect(),
        secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect(),
        secret.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        secret.bytes().map(|byte| format!("%25{byte:02X}")).collect(),
        secret.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
        secret.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect(),
        secret.replace('<', "\\u003C").replace('>', "\\u003E").replace('&', "\\u0026"),
    ] {
        let shown = words(&[secret], &format!("bad value {text}!"));
        assert!(shown.starts_with("bad value ") && shown.contains("[hidden]"), "{shown}");
        for part in ["s3cr3t", "quoted", "word", "czNjcjN0"] {
            assert!(!shown.contains(part), "{part} of {text} is in {shown}");
        }
    }
}

#[test]
fn the_unpadded_base64_of_urls_is_found_wherever_it_begins() {
    for before in ["", "a", "ab", "abc", "abcd"] {
        let text = format!("{before}s3cr3t-v?lue>~x{}", "y".repeat(before.len()));
        let encoded = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        let shown = words(&["s3cr3t-v?lue>~x"], &format!("see https://x.example/{encoded}"));
        assert!(shown.contains("[hidden]") && !shown.contains(&encoded[8..16]), "{encoded}: {shown}");
    }
}

#[test]
fn a_part_is_found_in_escapes_too() {
    let secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    let escaped: String = secret[4..24].bytes().map(|byte| format!("%{byte:02x}")).collect();
    assert_eq!(words(&[secret], &format!("bad: {escaped}…")), "bad: [hidden]…");
    assert_eq!(words(&["production"], r"a\nproduction\tb reproductions"), r"a\n[hidden]\tb reproductions");
    assert_eq!(words(&["production"], r"pro\u0064uction"), "[hidden]");
}

#[test]
fn a_value_with_backslashes_is_found_however_many_there_are() {
    let secret = r"pa55\w0rd\n\\x";
    let json = |text: &str| serde_json::to_string(text).expect("JSON");
    let (once, twice) = (json(secret), json(&json(secret)));
    for text in [&once, &twice, &json(&twice), &json(&json(&json(&twice))), &twice.replace('\\', "%5C")] {
        let shown = words(&[secret], text);
        let around = shown.replace("%5C", "").replace(['"', '\\'], "");
        assert_eq!(around, "[hidden]", "{text}: {shown}");
    }
    let mixed = r"pa55\u005c\\w0rd\\%5C\u006e\\\\\\\\x5c\x";
    assert_eq!(words(&[secret], &format!("bad: {mixed}!")), "bad: [hidden]!");
    assert_eq!(words(&[secret], &format!("bad: {}…", &once[..12])), "bad: \"[hidden]…");
    assert_eq!(words(&[r"s3cr3t\\"], r"s3cr3t\\\\x"), "[hidden]x");
    for text in [r"pa55\\", r"w0rd\n", r"pa55w0rdnx", r"C:\\Windows\\System32\\x.dll"] {
        assert_eq!(words(&[secret], text), text);
    }
    // Values that are next to each other in the list are not taken for one another.
    assert_eq!(words(&["abc3ef1", "bcd4fg2"], "abc3efZ bcd4fgZ"), "abc3efZ bcd4fgZ");
}

#[test]
fn a_quote_that_is_cut_is_found() {
    let secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    assert_eq!(words(&[secret], "bad: sk_live_4eC39HqLyj…"), "bad: [hidden]…");
    assert_eq!(words(&[secret], "bad: …WDarjtT1zdp7dc"), "bad: …[hidden]");
    let key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nabcdef0123\n-----END KEY-----\n";
    assert_eq!(words(&[key], "line MIIEvQIBADANBgkqhkiG9w0BAQEFAASC is odd"), "line[hidden]is odd");
    assert!(!words(&[key], "abcdef0123").contains("abcdef"));
}

#[test]
fn short_values_and_names_do_not_take_texts_apart() {
    let values =
        ["1", "true", "info", "on", "db", "8080", "production", "database1", "postgresql@16", "${db_password}"];
    let text = "true: 1 of 8080 on db has more info of productions; see database12";
    assert_eq!(words(&values, text), text);
    assert_eq!(words(&values, "NODE_ENV=production, database1"), "NODE_ENV=[hidden], [hidden]");
    for name in ["production", "database1", "postgresql@16", "ACTIVE"] {
        assert_eq!(known(&values).hidden(name, Kind::Name), None);
    }
    assert_eq!(words(&["a1b2"], "a1b2 xa1b2x"), "[hidden] xa1b2x");
    let url = "https://api-1a2b-3000.prg1.zerops.app";
    assert_eq!(known(&[url]).hidden("1a2b.prg1.zerops.app", Kind::Name), None);
    assert_eq!(words(&[url], "see https://docs.zerops.io/"), "see https://docs.zerops.io/");
    assert_eq!(known(&["c0rrect-horse"]).hidden("x c0rrect-horse x", Kind::Name).as_deref(), Some("x [hidden] x"));
}

#[test]
fn what_is_remembered_is_bounded_and_the_newest_stays() {
    let secrets = Secrets::default();
    let values: Vec<String> = (0..MOST_VALUES * 2).map(|n| format!("v4lue-number-{n:06}-x")).collect();
    secrets.learn(values.iter().map(String::as_str));
    let known = secrets.0.read().expect("lock");
    assert!(known.values.len() <= MOST_VALUES && known.bytes <= MOST_BYTES);
    drop(known);
    assert_eq!(secrets.hidden(&values[values.len() - 1], Kind::Name).as_deref(), Some("[hidden]"));
}

/// Thousands of variables, of which many begin alike, and some that are long: what is found is the same, and a text of
/// beginnings is not compared with all of them.
#[test]
fn many_and_long_values_are_all_found() {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut state = 7_u64;
    let mut random = |length: usize| -> String {
        let mut letter = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(LETTERS[usize::try_from(state >> 33).expect("small") % LETTERS.len()])
        };
        (0..length).map(|_| letter()).collect()
    };
    let mut values: Vec<String> = (0..10_000).map(|_| format!("sk_live_{}", random(24))).collect();
    values.extend((0..10).map(|_| random(100_000)));
    let secrets = Secrets::default();
    secrets.learn(values.iter().map(String::as_str));
    let hidden = |text: &str| secrets.hidden(text, Kind::Words).unwrap_or_else(|| text.to_owned());
    for value in [&values[0], &values[4_999], &values[9_999]] {
        assert_eq!(hidden(&format!("bad {value}!")), "bad [hidden]!");
        assert_eq!(secrets.hidden(value, Kind::Name).as_deref(), Some("[hidden]"));
    }
    for value in &values[10_000..] {
        for at in [0, 511, 50_001, 99_900] {
            assert_eq!(hidden(&format!("bad {}!", &value[at..at + 100])), "bad [hidden]!");
            let hex: String = value[at..at + 60].bytes().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hidden(&format!("bad x{hex}!")), "bad x[hidden]!");
            let base64 = base64::engine::general_purpose::STANDARD.encode(&value[at..at + 60]);
            assert_eq!(hidden(&format!("bad {base64}!")), "bad [hidden]!");
            let escaped: String = value[at..at + 60].bytes().map(|byte| format!("%25{byte:02x}")).collect();
            assert_eq!(hidden(&format!("bad {escaped}!")), "bad [hidden]!");
        }
    }
    let plain = "a service of sk_live_ that nobody knows, at 2026-11-29T18:00:00Z in zone prg1";
    assert_eq!(hidden(plain), plain);
}

/// A text that is made to be compared for ever is not shown.
#[test]
fn what_takes_too_long_to_search_is_hidden_as_a_whole() {
    let values: Vec<String> = (0..100).map(|n| format!("{}{n:03}!", "a".repeat(4_000))).collect();
    let secrets = Secrets::default();
    secrets.learn(values.iter().map(String::as_str));
    assert_eq!(secrets.hidden(&"a".repeat(4_800), Kind::Name).as_deref(), Some("[hidden]"));
    assert_eq!(secrets.hidden(&"a".repeat(40), Kind::Name), None);
    let secrets = known(&[r"\\s3cr3t\", r"s3cr3t\\\x", r"s3cr3t\\x"]);
    let row = r"\".repeat(5_000);
    let shown = secrets.hidden(&format!("a s3cr3t{row}x"), Kind::Words);
    assert!(shown.is_some_and(|shown| !shown.contains("s3cr3t")));
}
