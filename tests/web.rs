//! The page's server: who may ask, what comes back, and that nothing else happens.

#[path = "support/web.rs"]
mod support;

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use cliniq::web::{self, Site};
use serde_json::{Value, json};
use support::{Channel, Server, ask, assistants, connect, question, reply};
use tower::ServiceExt;

const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// One request to the app itself: status and body.
fn oneshot(request: Request<Body>) -> (StatusCode, Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let site = Site::new(&support::settings("127.0.0.1:8317".parse().expect("an address"), None))
            .expect("no folder");
        let answer = web::app(site).oneshot(request).await.expect("it never fails");
        for (name, value) in HEADERS {
            let found = answer.headers().get(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert!(found.to_str().expect("text").starts_with(value), "{name}: {found:?}");
        }
        let (status, body) = (answer.status(), answer.into_body());
        (status, axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec())
    })
}

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:8317");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from("{}")).expect("a request")
}

#[test]
fn only_its_own_page_may_ask() {
    const JSON: (&str, &str) = ("content-type", "application/json");
    let (host, origin, site) = ("host", "origin", "sec-fetch-site");
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], u16);
    let cases: [Case<'_>; 24] = [
        ("GET", "/", &[], 200),
        ("GET", "/page.js", &[], 200),
        ("GET", "/page.css", &[], 200),
        ("HEAD", "/", &[], 200),
        ("GET", "/", &[(host, "localhost:8317")], 200),
        ("GET", "/", &[(host, "[::1]:8317")], 200),
        ("GET", "/", &[(host, "evil.example:8317")], 421),
        ("GET", "/", &[(host, "127.0.0.1:80")], 421),
        ("GET", "/", &[(host, "127.0.0.1")], 421),
        ("GET", "/api/health", &[(host, "evil.example")], 421),
        ("GET", "/api/health", &[(site, "cross-site")], 403),
        ("GET", "/api/live", &[(origin, "http://evil.example")], 403),
        ("GET", "/api/live", &[(site, "same-site")], 403),
        ("POST", "/api/toml", &[JSON, (origin, "http://evil.example")], 403),
        ("POST", "/api/toml", &[JSON, (origin, "null")], 403),
        ("POST", "/api/toml", &[JSON, (origin, "http://localhost:8317")], 403),
        ("POST", "/api/toml", &[JSON, (origin, "http://127.0.0.1:8317")], 400),
        ("POST", "/api/toml", &[("content-type", "text/plain")], 415),
        ("POST", "/api/toml", &[], 415),
        ("DELETE", "/api/live/x/run", &[], 415),
        ("DELETE", "/api/live/x/run", &[JSON], 404),
        ("GET", "/api/toml", &[], 405),
        ("PUT", "/", &[JSON], 405),
        ("POST", "/api/live/unknown", &[JSON], 400),
    ];
    for (method, path, headers, status) in cases {
        let (found, body) = oneshot(request(method, path, headers));
        assert_eq!(found.as_u16(), status, "{method} {path} {headers:?}: {}", String::from_utf8_lossy(&body));
        if found.is_client_error() && method != "HEAD" {
            let said: Value = serde_json::from_slice(&body).expect("errors are JSON");
            assert!(said["error"].as_str().is_some_and(|words| words.len() > 10), "{said}");
        }
    }
}

#[test]
fn no_path_leads_to_a_file() {
    let paths = [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/page.html",
        "/api",
        "/api/",
        "/.git/config",
        "/page.js/../../Cargo.toml",
        "/api/live/..%2f..%2fx",
        "/%00",
    ];
    for path in paths {
        let status = oneshot(request("GET", path, &[])).0.as_u16();
        assert!(matches!(status, 404 | 405), "{path}: {status}");
    }
}

#[test]
fn what_is_too_long_is_refused_unread() {
    let server = Server::start();
    let json = [("Content-Type", "application/json")];
    assert_eq!(ask(server.address, "POST", "/api/toml", &json, &vec![b' '; 300 << 10]).status, 413);
    assert_eq!(ask(server.address, "POST", "/api/toml", &json, &vec![b' '; 200 << 10]).status, 400);
    // announced only: the answer comes before the body
    let mut stream = connect(server.address);
    let head = "POST /api/toml HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n";
    write!(stream, "{head}Host: {}\r\n\r\n", server.address).expect("the head is taken");
    assert_eq!(reply(stream).status, 413);
    // not announced
    let mut stream = connect(server.address);
    let head = "POST /api/toml HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    write!(stream, "{head}Host: {}\r\n\r\n", server.address).expect("the head is taken");
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    while stream.write_all(&chunk).is_ok() {}
    assert!(matches!(reply(stream).status, 413 | 0), "closed or told");
    assert_eq!(server.ask("GET", "/api/health", "").status, 200);
}

#[test]
fn a_question_is_answered_with_growing_certainty() {
    let server = Server::start();
    let mut channel = Channel::open(server.address);
    let asked = server.ask(
        "POST",
        &format!("/api/live/{}", channel.id),
        &question(7, 12, &assistants(4)).to_string(),
    );
    assert_eq!(asked.status, 202, "{}", asked.text());
    let arms = asked.json()["arms"].clone();
    assert_eq!((arms[0]["name"].as_str(), arms[1]["name"].as_str()), (Some("Now"), Some("What if")));
    let events = channel.until_done(7);
    assert_eq!(events[0].1["state"], "settling");
    let results: Vec<&Value> =
        events.iter().filter(|(event, _)| event == "result").map(|(_, data)| data).collect();
    let known: Vec<u64> = results.iter().map(|data| data["n"].as_u64().expect("a number")).collect();
    assert!(known[0] >= 4 && known.windows(2).all(|pair| pair[0] <= pair[1]), "{known:?}");
    assert_eq!(known.last(), Some(&12));
    let last = results.last().expect("there is one");
    assert_eq!(last["arms"][1]["digest"], arms[1]["digest"]);
    assert_eq!(
        (last["wanted"].as_u64(), last["seed"].as_u64(), last["level"].as_f64()),
        (Some(12), Some(1), Some(0.95))
    );
    assert_eq!(last["headline"].as_array().map(Vec::len), Some(1));
    let wages = measure(last, "wages_usd_per_week");
    assert_eq!((wages["group"].as_str(), wages["differences"][0].as_null()), (Some("Money"), Some(())));
    assert_eq!(wages["differences"][1]["verdict"], "higher");
    for figure in ["differences", "courses", "spreads", "pressure", "money", "slices"] {
        assert!(last["figures"][figure]["form"]["kind"].is_string(), "no figure {figure}");
    }
    // the same again is known already, and is told at once
    let begun = std::time::Instant::now();
    server.ask("POST", &format!("/api/live/{}", channel.id), &question(8, 12, &assistants(4)).to_string());
    let again = channel.until_done(8);
    let again = &again.iter().rfind(|(event, _)| event == "result").expect("there is one").1;
    assert_eq!(again["measures"], last["measures"]);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

fn measure<'r>(result: &'r Value, name: &str) -> &'r Value {
    let all = result["measures"].as_array().expect("there are measures");
    all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn the_numbers_are_those_of_the_command_line() {
    let server = Server::start();
    let mut channel = Channel::open(server.address);
    let mut asked = question(1, 6, &assistants(2));
    asked["arms"][1]["changes"]["interventions"]["second_ma"]["rollout"] = json!({ "start_week": 1 });
    asked["arms"][1]["notes"] = json!({ "question": "Is it \"enough\"?", "hypothesis": "yes\nand no" });
    server.ask("POST", &format!("/api/live/{}", channel.id), &asked.to_string());
    let events = channel.until_done(1);
    let page = &events.iter().rfind(|(event, _)| event == "result").expect("there is one").1;
    // download both, and run them
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for (arm, name) in asked["arms"].as_array().expect("arms").iter().zip(["now.toml", "what-if.toml"]) {
        let body = json!({ "base": "workshop.toml", "arm": arm, "seed": 1, "replications": 6 });
        let text = server.ask("POST", "/api/toml", &body.to_string());
        assert_eq!(
            (text.status, text.header("content-type")),
            (200, Some("text/plain; charset=utf-8")),
            "{}",
            text.text()
        );
        assert!(
            text.text().starts_with("# ") && text.text().contains(&format!("cliniq run {name}")),
            "{}",
            text.text()
        );
        let file = folder.path().join(name);
        std::fs::write(&file, text.body).expect("written");
        files.push(file);
    }
    let mut command = assert_cmd::Command::cargo_bin("cliniq").expect("it is built");
    let run =
        command.current_dir(folder.path()).arg("compare").args(&files).args(["--json", "--quiet"]).output();
    let run = run.expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let told: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(told["seed"], 1);
    for (arm, scenario) in told["scenarios"].as_array().expect("scenarios").iter().enumerate() {
        assert_eq!(scenario["digest"], page["arms"][arm]["digest"]);
        for (name, number) in scenario["measures"].as_object().expect("measures") {
            let here = &measure(page, name)["arms"][arm];
            for field in ["mean", "half_width", "n"] {
                assert_eq!(here[field], number[field], "{name} of {arm}: {field}");
            }
        }
    }
    for (name, change) in told["differences"][0]["measures"].as_object().expect("measures") {
        let here = &measure(page, name)["differences"][1];
        for field in ["mean", "half_width", "p_adjusted", "verdict", "more_runs"] {
            assert_eq!(here[field], change[field], "{name}: {field}");
        }
    }
}

#[test]
fn a_new_question_ends_the_old_one_and_a_closed_channel_all() {
    let server = Server::start();
    let mut channel = Channel::open(server.address);
    let long = |number: u64| {
        let mut long = question(number, 1000, &assistants(1));
        for arm in 0..2 {
            long["arms"][arm]["changes"]["run"] =
                json!({ "weeks": 40, "warmup_weeks": 2, "period": [30, 40] });
        }
        long.to_string()
    };
    let path = format!("/api/live/{}", channel.id);
    assert_eq!(server.ask("POST", &path, &long(1)).status, 202);
    server.wait_for("running", 1);
    assert_eq!(server.ask("POST", &path, &question(2, 4, &assistants(1)).to_string()).status, 202);
    let told = channel.until_done(2);
    assert!(told.iter().all(|(_, data)| data["question"] == 2));
    // stopped
    assert_eq!(server.ask("POST", &path, &long(3)).status, 202);
    server.wait_for("running", 1);
    assert_eq!(server.ask("DELETE", &format!("{path}/run"), "").status, 200);
    assert!(server.wait_for("running", 0) < Duration::from_secs(1));
    // closed
    assert_eq!(server.ask("POST", &path, &long(4)).status, 202);
    server.wait_for("running", 1);
    drop(channel);
    assert!(server.wait_for("running", 0) < Duration::from_secs(1));
    assert_eq!(server.health()["channels"], 0);
    assert_eq!(server.ask("POST", &path, &long(5)).status, 404);
}

#[test]
fn faults_are_told_with_their_arm_and_limits_in_words() {
    let server = Server::start();
    let channel = Channel::open(server.address);
    let path = format!("/api/live/{}", channel.id);
    let tell = |asked: &Value| {
        let reply = server.ask("POST", &path, &asked.to_string());
        assert_eq!(reply.status, 422, "{}", reply.text());
        reply.json()
    };
    let mut wrong =
        question(1, 4, &json!({ "interventions": { "x": { "staffing": { "add": { "nobody": 1 } } } } }));
    wrong["arms"][0]["changes"]["booking"] = json!({ "desk_minutes_per_session": "many" });
    let faults = tell(&wrong)["faults"].clone();
    let of = |arm: u64| {
        faults.as_array().expect("a list").iter().find(|fault| fault["arm"] == arm).expect("a fault").clone()
    };
    assert_eq!(of(0)["path"], "booking.desk_minutes_per_session");
    assert!(of(0)["text"].as_str().is_some_and(|text| text.contains("0 to 480")), "{}", of(0));
    assert!(of(0)["line"].as_u64() > Some(0));
    assert_eq!(of(1)["path"], "interventions.x.staffing.add.nobody");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut asked = question(1, 4, &json!({}));
        change(&mut asked);
        tell(&asked)["error"].as_str().expect("words").to_owned()
    };
    assert!(with(&|q| q["replications"] = json!(1001)).contains("1 to 1000"));
    assert!(with(&|q| q["replications"] = json!(0)).contains("1 to 1000"));
    assert!(with(&|q| q["arms"] = json!([])).contains("1 to 5"));
    assert!(with(&|q| q["arms"][1]["name"] = json!("Now")).contains("rename"));
    assert!(with(&|q| q["arms"][1]["name"] = json!("")).contains("name"));
    let text = |change: &dyn Fn(&mut Value)| {
        let mut asked = question(1, 4, &json!({}));
        change(&mut asked);
        tell(&asked)["faults"][0]["text"].as_str().expect("words").to_owned()
    };
    assert!(text(&|q| q["base"] = json!("../secret.toml")).contains("no scenario"));
    assert!(text(&|q| q["base"] = json!("studies/sweep.toml")).contains("no scenario"));
    assert!(text(&|q| q["arms"][1]["changes"]["run"]["weeks"] = json!(261)).contains("at most 260"));
    assert!(text(&|q| q["arms"][1]["changes"]["extends"] = json!("/etc/passwd")).contains("extends"));
    let many = |q: &mut Value| {
        q["arms"][1]["changes"]["clinics"] = json!({ "main": { "staff": { "desk": { "count": 900 } } } })
    };
    assert!(text(&many).contains("people"));
    let costly = |q: &mut Value| {
        q["replications"] = json!(1000);
        for arm in 0..2 {
            q["arms"][arm]["changes"]["run"] = json!({ "weeks": 260, "warmup_weeks": 260 });
        }
    };
    assert!(with(&costly).contains("too long"));
}

#[test]
fn scenarios_of_a_folder_are_offered_and_nothing_beside_them() {
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.toml");
    std::fs::write(&secret, "schema = 1\ntitle = \"secret\"\nextends = \"baseline.toml\"\n")
        .expect("written");
    let folder = outside.path().join("mine");
    std::fs::create_dir(&folder).expect("made");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    write("base.toml", "schema = 1\ntitle = \"Ours\"\nextends = \"workshop.toml\"\n[run]\nweeks = 4\n");
    write(
        "child.toml",
        "schema = 1\ntitle = \"Child\"\nextends = \"base.toml\"\n[clinics.main.staff.desk]\ncount = 3\n",
    );
    write("climbs.toml", "schema = 1\ntitle = \"Climbs\"\nextends = \"../secret.toml\"\n");
    write("absolute.toml", &format!("schema = 1\ntitle = \"A\"\nextends = \"{}\"\n", secret.display()));
    write("notes.txt", "not offered");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&secret, folder.join("link.toml")).expect("linked");
    let server = Server::of(Some(&folder));
    let offered = server.ask("GET", "/api/catalogue", "").json();
    let mine: Vec<&str> = offered["scenarios"]
        .as_array()
        .expect("scenarios")
        .iter()
        .filter_map(|one| one["name"].as_str().filter(|name| name.starts_with("mine/")))
        .collect();
    assert_eq!(mine, ["mine/absolute.toml", "mine/base.toml", "mine/child.toml", "mine/climbs.toml"]);
    let explain = |base: &str| server.ask("POST", "/api/explain", &json!({ "base": base }).to_string());
    let child = explain("mine/child.toml");
    assert_eq!(child.status, 200, "{}", child.text());
    let value = |path: &str| {
        let child = child.json();
        let all = child["parameters"].as_array().expect("a list").clone();
        all.into_iter().find(|one| one["path"] == path).expect("it is there")["value"].clone()
    };
    assert_eq!((value("run.weeks"), value("clinics.main.staff.desk.count")), (json!(4), json!(3)));
    for base in
        ["mine/climbs.toml", "mine/absolute.toml", "mine/link.toml", "mine/../secret.toml", "mine/notes.txt"]
    {
        let reply = explain(base);
        assert_eq!(reply.status, 422, "{base}: {}", reply.text());
        assert!(!reply.text().contains("title = \\\"secret"), "{}", reply.text());
    }
}

#[test]
fn every_knob_and_question_runs_on_the_pages_clinic() {
    let server = Server::start();
    let offered = server.ask("GET", "/api/catalogue", "").json();
    let names = web::catalogue::measures();
    let channel = Channel::open(server.address);
    let runs = |words: &str, changes: &Value| {
        let mut asked = question(1, 1, changes);
        for arm in 0..2 {
            asked["arms"][arm]["changes"]["run"] = json!({ "weeks": 1, "warmup_weeks": 1, "period": [0, 1] });
        }
        let reply = server.ask("POST", &format!("/api/live/{}", channel.id), &asked.to_string());
        assert_eq!(reply.status, 202, "{words}: {}", reply.text());
    };
    for knob in offered["knobs"].as_array().expect("knobs") {
        let id = knob["id"].as_str().expect("an id");
        for text in ["label", "help", "group", "source", "grade"] {
            assert!(knob[text].as_str().is_some_and(|words| !words.is_empty()), "{id}: no {text}");
        }
        let values = match knob["kind"].as_str() {
            Some("slider") => {
                let (low, high) = (knob["low"].as_f64().expect("low"), knob["high"].as_f64().expect("high"));
                let step = knob["step"].as_f64().expect("step");
                let middle = low + ((high - low) / 2.0 / step).round() * step;
                assert!(knob["neutral"].as_f64().is_some_and(|n| (low..=high).contains(&n)), "{id}");
                vec![low, middle, high]
            }
            _ => vec![1.0],
        };
        for value in values {
            let number = if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
            let mut changes = json!({});
            match knob["intervention"].as_object() {
                Some(intervention) => {
                    let mut table = intervention["table"].clone();
                    if let Some(path) = knob["path"].as_str() {
                        web::knobs::put(&mut table, path, number);
                    }
                    let name = intervention["name"].as_str().expect("a name");
                    web::knobs::put(&mut changes, &format!("interventions.{name}"), table);
                }
                None => {
                    let path = knob["path"].as_str().expect("a path");
                    let value = if knob["kind"] == "switch" { json!(false) } else { number };
                    web::knobs::put(&mut changes, path, value);
                }
            }
            runs(&format!("{id} at {value}"), &changes);
        }
    }
    for whatif in offered["whatifs"].as_array().expect("questions") {
        runs(&whatif["id"].to_string(), &whatif["changes"]);
        for name in whatif["look_at"].as_array().expect("measures") {
            assert!(names.iter().any(|known| name == known), "{name} is measured in the page's clinic");
        }
    }
    let kinds = offered["kinds"].as_array().expect("kinds");
    assert_eq!(kinds.len(), cliniq::clinic::intervention::KINDS.len());
    for kind in kinds {
        let name = kind["kind"].as_str().expect("a name");
        assert!(kind["example"][name].as_object().is_some(), "{name} has an example");
        assert!(kind["parameters"].as_array().is_some_and(|list| !list.is_empty()), "{name} has parameters");
    }
}

/// A number of a seeded sequence (SplitMix64).
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A value that nobody would send.
fn strange(state: &mut u64) -> Value {
    let deep = (0..20).fold(json!(1), |inner, _| json!({ "a": inner }));
    let all = [
        json!(null),
        json!(-1),
        json!(1e308),
        json!(0.5),
        json!(u64::MAX),
        json!(""),
        json!("none"),
        json!("x\u{0}\n\"]]"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!("../../x"),
        json!(true),
        json!({ "": { "": 0 } }),
        deep,
        json!("n".repeat(5000)),
        json!([1, "a", { "b": null }]),
        json!(260),
        json!(9_999_999),
    ];
    all[(draw(state) % all.len() as u64) as usize].clone()
}

/// Changes something somewhere in a tree.
fn mutate(value: &mut Value, state: &mut u64) {
    if draw(state).is_multiple_of(4) {
        return *value = strange(state);
    }
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            let place = (draw(state) % entries.len() as u64) as usize;
            let key = entries.keys().nth(place).cloned().unwrap_or_default();
            match draw(state) % 6 {
                0 => drop(entries.remove(&key)),
                1 => drop(entries.insert(format!("{key}x"), strange(state))),
                _ => mutate(&mut entries[&key], state),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let place = (draw(state) % items.len() as u64) as usize;
            match draw(state) % 5 {
                0 => items.push(strange(state)),
                1 => drop(items.remove(place)),
                _ => mutate(&mut items[place], state),
            }
        }
        other => *other = strange(state),
    }
}

#[test]
fn a_thousand_malformed_questions_break_nothing() {
    let server = Server::start();
    let channel = Channel::open(server.address);
    let mut good = question(1, 2, &assistants(2));
    good["arms"][1]["changes"]["interventions"]["t"] = json!({ "inbox_triage": { "kinds": { "patient_message":
        { "by": "nurse", "minutes": { "lognormal": { "mean": 3, "cv": 0.8 } } } } }, "rollout": { "ramp_weeks": 1 } });
    good["arms"][1]["changes"]["clinics"] =
        json!({ "main": { "staff": { "desk": { "count": 2 } }, "teams": 2 } });
    let mut state = 20_260_101;
    let mut counts = std::collections::BTreeMap::new();
    for round in 0..1000 {
        let mut asked = good.clone();
        for _ in 0..=draw(&mut state) % 3 {
            // most of it goes deep: what is wrong at the top is refused before anything is read
            let deep = !draw(&mut state).is_multiple_of(4);
            match asked.pointer_mut("/arms/1/changes").filter(|_| deep) {
                Some(changes) => mutate(changes, &mut state),
                None => mutate(&mut asked, &mut state),
            }
        }
        let mut text = asked.to_string().into_bytes();
        if draw(&mut state).is_multiple_of(8) {
            for _ in 0..=draw(&mut state) % 4 {
                let place = (draw(&mut state) % text.len() as u64) as usize;
                text[place] = draw(&mut state) as u8;
            }
        }
        let paths = [format!("/api/live/{}", channel.id), "/api/toml".into(), "/api/explain".into()];
        let path = &paths[(draw(&mut state) % 8).min(2) as usize];
        let path = if draw(&mut state) % 8 < 6 { &paths[0] } else { path };
        let reply = ask(server.address, "POST", path, &[("Content-Type", "application/json")], &text);
        assert!(
            matches!(reply.status, 200 | 202 | 400 | 413 | 422),
            "round {round}: {} {} of {}",
            reply.status,
            reply.text(),
            String::from_utf8_lossy(&text)
        );
        *counts.entry(reply.status).or_insert(0) += 1;
    }
    println!("{counts:?}");
    assert_eq!(server.ask("DELETE", &format!("/api/live/{}/run", channel.id), "").status, 200);
    server.wait_for("running", 0);
}
