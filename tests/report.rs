//! The report of a run, a comparison and a bundle: complete in its folder, legible without script, the same bytes again.

#[path = "support/place.rs"]
mod place;

use std::fs;

use place::Place;
use serde_json::Value;

/// The data of all figures of a page, by id.
fn figures(page: &str) -> Vec<(String, Value)> {
    page.split("<figure class=\"figure\" id=\"")
        .skip(1)
        .map(|rest| {
            let id = rest.split('"').next().expect("an id").to_owned();
            let data = rest.split("class=\"data\">").nth(1).and_then(|data| data.split("</script>").next());
            (id, serde_json::from_str(data.expect("data")).expect("JSON"))
        })
        .collect()
}

fn workshop(place: &Place, extra: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = format!(
        "schema = 1\nextends = \"{root}/scenarios/workshop.toml\"\n[run]\nweeks = 12\nwarmup_weeks = 4\nperiod = [4, 12]\n"
    );
    fs::write(place.path("now.toml"), text).expect("written");
    let change = "schema = 1\nextends = \"now.toml\"\n[notes]\nquestion = \"Does <b>it</b> pay?\"\ndecision = \"Try it.\"\n\
                  [interventions.more.staffing]\nadd = { ma = 4 }\n[interventions.more.rollout]\nstart_week = 2\n";
    fs::write(place.path("more.toml"), change).expect("written");
    let ran = place.run(&format!("{extra} --replications 5 --quiet --out out"));
    assert_eq!(ran.code, Some(0), "{}", ran.talk);
    fs::read_to_string(place.path("out/report.html")).expect("a report")
}

#[test]
fn a_comparison_leaves_a_whole_report() {
    let place = Place::new();
    let page = workshop(&place, "compare now.toml more.toml");
    let found = figures(&page);
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    for wanted in [
        "differences",
        "course-differences",
        "courses",
        "spreads",
        "convergence",
        "scorecard",
        "day-typical",
        "day-bad",
        "load",
        "slices",
        "money",
        "break-even",
    ] {
        assert!(ids.contains(&wanted), "{wanted} in {ids:?}");
    }
    for words in [
        "STRESS-DES",
        "CHEERS 2022",
        "class=\"gap\"",
        "What the numbers rest on",
        "cliniq compare now.toml more.toml",
        "Does &lt;b&gt;it&lt;/b&gt; pay?",
        "Try it.",
        "assumption",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<b>it</b>"), "what a file says is no markup");
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    let markdown = fs::read_to_string(place.path("out/report.md")).expect("Markdown");
    assert!(
        markdown.starts_with("# more against now\n") && markdown.contains("## What changes"),
        "{markdown}"
    );
}

#[test]
fn its_figures_show_the_numbers_of_the_summary() {
    let place = Place::new();
    let page = workshop(&place, "compare now.toml more.toml");
    let (_, differences) =
        figures(&page).into_iter().find(|(id, _)| id == "differences").expect("differences");
    let rows = differences["form"]["rows"].as_array().expect("rows").clone();
    let mut summary = csv::Reader::from_path(place.path("out/summary.csv")).expect("summary");
    let head = summary.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|h| h == name).expect("a column");
    let mut compared = 0;
    for record in summary.records().flatten() {
        if &record[column("scenario")] != "more" || &record[column("site")] != "all" {
            continue;
        }
        let Some(row) = rows.iter().find(|row| row["name"] == record[column("measure")]) else { continue };
        let number = |name: &str| record[column(name)].parse::<f64>().expect("a number");
        let mark = &row["marks"][0];
        assert_eq!(mark["mean"].as_f64(), Some(number("difference")), "{row}");
        let half = number("difference_half_width");
        assert_eq!(mark["low"].as_f64(), Some(number("difference") - half), "{row}");
        let clear = matches!(&record[column("verdict")], "lower" | "higher");
        assert_eq!(mark["clear"].as_bool(), Some(clear), "{row}");
        compared += 1;
    }
    assert!(compared >= 15, "{compared} rows were compared");
}

#[test]
fn the_last_point_of_a_course_is_the_mean_of_the_last_period() {
    let place = Place::new();
    let page = workshop(&place, "compare now.toml more.toml");
    let (_, courses) = figures(&page).into_iter().find(|(id, _)| id == "courses").expect("courses");
    let panels = courses["form"]["panels"].as_array().expect("panels");
    let evenings = panels.iter().find(|p| p["label"] == "Minutes worked after hours").expect("evenings");
    let course = &evenings["series"][0];
    assert_eq!(course["x"], serde_json::json!([2.0, 6.0, 10.0]));
    let text = place.run("export out").fine();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column =
        |name: &str| head.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name} in {head:?}"));
    let mut values = Vec::new();
    for record in reader.records().flatten() {
        if &record[column("scenario")] == "now"
            && &record[column("site")] == "all"
            && &record[column("window")] == "period 3"
            && &record[column("measure")] == "after_hours_minutes_per_day"
        {
            values.push(record[column("value")].parse::<f64>().expect("a number"));
        }
    }
    assert_eq!(values.len(), 5, "{head:?}");
    let mean = values.iter().sum::<f64>() / 5.0;
    let shown = course["mean"][2].as_f64().expect("a mean");
    assert!((mean - shown).abs() < 1e-9 * mean.abs(), "{mean} and {shown}");
    let marks = courses["form"]["marks"].as_array().expect("marks");
    assert_eq!((marks.len(), marks[0]["from"].as_f64()), (1, Some(2.0)), "{marks:?}");
}

#[test]
fn a_report_is_drawn_again_to_the_same_bytes_and_in_other_forms() {
    let place = Place::new();
    let page = workshop(&place, "compare now.toml more.toml");
    fs::remove_file(place.path("out/report.html")).expect("removed");
    assert_eq!(place.run("report out").code, Some(0));
    assert_eq!(fs::read_to_string(place.path("out/report.html")).expect("drawn again"), page);
    let text = place.run("report out --form text").fine();
    assert!(text.contains("more against now") && text.contains("STRESS-DES"), "{text}");
    let markdown = place.run("report out --form markdown").fine();
    assert_eq!(markdown, fs::read_to_string(place.path("out/report.md")).expect("Markdown"));
    let refused = place.run("report nothing-here");
    assert_eq!(refused.code, Some(2), "{}", refused.talk);
}

#[test]
fn a_single_run_and_a_bundle_have_reports_too() {
    let place = Place::new();
    let alone = workshop(&place, "run now.toml");
    let ids: Vec<String> = figures(&alone).into_iter().map(|(id, _)| id).collect();
    assert!(ids.contains(&"courses".to_owned()) && !ids.contains(&"differences".to_owned()), "{ids:?}");
    let place = Place::new();
    let bundle = workshop(&place, "factorial more.toml");
    assert!(bundle.contains("The parts of more"), "a bundle is told by its parts");
}
