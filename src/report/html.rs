//! Documents as one HTML file: opens from disk, asks no network for anything, prints well, and says all without its script.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{csv, figure};
use crate::document::{Cell, Document, Figure, Form, Part, Table};

const STYLE: &str = include_str!("../front/built/report.css");
const SCRIPT: &str = include_str!("../front/built/report.js");
const NOTICE: &str = include_str!("../front/built/NOTICE");

/// Nothing may be fetched: what is shown stands in the file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// Without its script, words stand where pictures would.
const PLAIN: &str = ".figure .drawing { display: none; } .figure .alternative { position: static; width: auto; height: auto; \
                     margin: 0; overflow: visible; clip: auto; clip-path: none; white-space: normal; }";

/// A file that a reader can take out of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The document as a page: its first heading is the page's, each further one opens a section.
pub fn page(document: &Document, attachments: &[Attachment]) -> String {
    let title = document.parts.iter().find_map(|part| match part {
        Part::Heading(words) => Some(words.as_str()),
        _ => None,
    });
    let title = title.unwrap_or("Results");
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{STYLE}</style>\n<noscript><style>{PLAIN}</style></noscript>\n</head>\n<body>\n",
        escaped(title)
    );
    let sections = sections(document);
    let _ = write!(
        page,
        "<a class=\"skip\" href=\"#content\">To the content</a>\n<header>\n<h1>{}</h1>\n",
        escaped(title)
    );
    sections[0].parts.iter().for_each(|each| part(each, &mut page));
    page.push_str("</header>\n");
    contents(&sections[1..], !attachments.is_empty(), &mut page);
    page.push_str("<main id=\"content\">\n");
    for section in &sections[1..] {
        let _ = write!(page, "<section id=\"{}\">\n<h2>{}</h2>\n", section.id, escaped(section.title));
        section.parts.iter().for_each(|each| part(each, &mut page));
        page.push_str("</section>\n");
    }
    files(attachments, &mut page);
    let _ = write!(
        page,
        "</main>\n<footer>\n<p>cliniq {} · no network, no account; all that is shown stands in this file.</p>\n\
         <details class=\"licences\"><summary>Licences of the libraries that draw</summary>\n<pre>{}</pre>\n</details>\n\
         </footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        escaped(NOTICE)
    );
    page
}

struct Section<'d> {
    id: String,
    title: &'d str,
    parts: Vec<&'d Part>,
}

/// The parts before the second heading, without the first one, then section by section.
fn sections(document: &Document) -> Vec<Section<'_>> {
    let mut sections = vec![Section { id: "top".into(), title: "", parts: Vec::new() }];
    let mut titled = false;
    for each in &document.parts {
        match each {
            Part::Heading(_) if !titled => titled = true,
            Part::Heading(title) => {
                let id = slug(title, sections.len());
                sections.push(Section { id, title, parts: Vec::new() });
            }
            other => sections.last_mut().expect("there is one from the start").parts.push(other),
        }
    }
    sections
}

/// Letters, digits and dashes of a title, with its number so that no two are equal.
fn slug(title: &str, number: usize) -> String {
    let letters: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).take(6).collect();
    format!("s{number}-{}", words.join("-"))
}

fn contents(sections: &[Section<'_>], files: bool, page: &mut String) {
    if sections.len() < 2 {
        return;
    }
    page.push_str("<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n");
    for section in sections {
        let _ = writeln!(page, "<li><a href=\"#{}\">{}</a></li>", section.id, escaped(section.title));
    }
    if files {
        page.push_str("<li><a href=\"#files\">Tables as files</a></li>\n");
    }
    page.push_str("</ul>\n</nav>\n");
}

fn part(part: &Part, page: &mut String) {
    let _ = match part {
        Part::Heading(words) => writeln!(page, "<h2>{}</h2>", escaped(words)),
        Part::Subheading(words) => writeln!(page, "<h3>{}</h3>", escaped(words)),
        Part::Paragraph(words) => {
            words.trim().split('\n').try_for_each(|line| writeln!(page, "<p>{}</p>", escaped(line)))
        }
        Part::List(sentences) => {
            let items: String = sentences.iter().map(|one| format!("<li>{}</li>\n", escaped(one))).collect();
            writeln!(page, "<ul class=\"findings\">\n{items}</ul>")
        }
        Part::Facts(facts) => {
            let pairs: String = facts
                .iter()
                .map(|(name, what)| format!("<dt>{}</dt><dd>{}</dd>\n", escaped(name), cell(what)))
                .collect();
            writeln!(page, "<dl class=\"facts\">\n{pairs}</dl>")
        }
        Part::Folded(title, parts) => {
            let _ = writeln!(page, "<details>\n<summary>{}</summary>", escaped(title));
            parts.iter().for_each(|each| self::part(each, page));
            writeln!(page, "</details>")
        }
        Part::Table(rows) => {
            table(rows, "Table", page);
            Ok(())
        }
        Part::Figure(figure) => {
            self::figure(figure, page);
            Ok(())
        }
    };
}

/// What a cell shows.
fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Gap(words) => {
            format!("<span class=\"gap\">To be said by the author: {}</span>", escaped(words))
        }
        Cell::Number(number) => short(*number),
        other => escaped(&csv::cell(other)).replace('\n', "<br>"),
    }
}

/// Six significant digits are enough to read; the files have all.
fn short(number: f64) -> String {
    if number.is_nan() {
        return String::new();
    }
    if number == 0.0 || !number.is_finite() {
        return number.abs().to_string();
    }
    let digits = (5 - number.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{number:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn table(table: &Table, label: &str, page: &mut String) {
    let _ = write!(
        page,
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table>\n<thead><tr>",
        escaped(label)
    );
    for column in &table.columns {
        let _ = write!(page, "<th scope=\"col\">{}</th>", escaped(column));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        page.push_str("<tr>");
        for each in row {
            let class =
                if matches!(each, Cell::Number(_) | Cell::Count(_)) { " class=\"number\"" } else { "" };
            let _ = write!(page, "<td{class}>{}</td>", cell(each));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table></div>\n");
}

fn figure(figure: &Figure, page: &mut String) {
    let id = escaped(&figure.id);
    let _ = write!(
        page,
        "<figure class=\"figure\" id=\"{id}\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-words\">\n\
         <h3 id=\"{id}-title\">{}</h3>\n<div class=\"drawing\"></div>\n<p class=\"alternative\" id=\"{id}-words\">{}</p>\n\
         <figcaption>",
        escaped(&figure.title),
        escaped(&figure.alternative)
    );
    for (class, words) in [("note", &figure.note), ("foot", &figure.foot)] {
        if !words.is_empty() {
            let _ = write!(page, "<p class=\"{class}\">{}</p>", escaped(words));
        }
    }
    if !figure.command.is_empty() {
        let _ = write!(page, "<p class=\"command\"><code>{}</code></p>", escaped(&figure.command));
    }
    page.push_str("</figcaption>\n<details class=\"numbers\"><summary>The numbers</summary>\n");
    table(&figure.table, &format!("The numbers: {}", figure.title), page);
    let _ = writeln!(page, "<p>{}</p>", link(&format!("{}.csv", figure.id), &csv::table(&figure.table)));
    let mut data = figure::json(figure);
    data.as_object_mut().map(|data| data.remove("table")); // it stands above, and as a file
    if matches!(figure.form, Form::Lanes(_)) {
        in_hundredths(&mut data["form"]["worlds"]);
    }
    let data = data.to_string();
    let _ = write!(
        page,
        "</details>\n<script type=\"application/json\" class=\"data\">{}</script>\n</figure>\n",
        for_script(&data)
    );
}

/// Minutes of a day with two decimals: more than anybody sees, and half as long to write.
fn in_hundredths(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(in_hundredths),
        Value::Object(entries) => entries.values_mut().for_each(in_hundredths),
        Value::Number(number) if number.is_f64() => {
            let minutes = number.as_f64().unwrap_or_default();
            *value = Value::from((minutes * 100.0).round() / 100.0);
        }
        _ => {}
    }
}

/// A download that needs neither script nor network.
fn link(name: &str, bytes: &[u8]) -> String {
    let kind = if name.ends_with(".csv") { "text/csv" } else { "text/plain" };
    format!(
        "<a class=\"file\" download=\"{0}\" href=\"data:{kind};charset=utf-8;base64,{1}\">{0}</a>",
        escaped(name),
        STANDARD.encode(bytes)
    )
}

fn files(attachments: &[Attachment], page: &mut String) {
    if attachments.is_empty() {
        return;
    }
    page.push_str("<section id=\"files\">\n<h2>Tables as files</h2>\n<ul>\n");
    for file in attachments {
        let size = file.bytes.len().div_ceil(1000);
        let _ = writeln!(page, "<li>{} ({size} kB)</li>", link(&file.name, &file.bytes));
    }
    page.push_str("</ul>\n</section>\n");
}

/// Text as it may stand in an element or an attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// JSON as it may stand in a script element: nothing in it can end the element or begin a comment.
fn for_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Axis, Scenario};

    fn hostile() -> Document {
        let words = "</script><script>alert(1)</script> & \"quoted\" <!--".to_owned();
        let mut rows = Table::new(&["a<b", "n"]);
        rows.rows.push(vec![Cell::Text(words.clone()), Cell::Number(0.1 + 0.2)]);
        rows.rows.push(vec![Cell::Gap("who <paid>".into()), Cell::Empty]);
        let figure = Figure {
            id: "one".into(),
            title: words.clone(),
            note: words.clone(),
            alternative: words.clone(),
            foot: words.clone(),
            command: words.clone(),
            scenarios: vec![Scenario { name: words.clone() }],
            form: Form::Courses { x: Axis::new("week", ""), panels: Vec::new(), marks: Vec::new() },
            table: rows.clone(),
        };
        let heading = |text: &str| Part::Heading(text.into());
        let parts = vec![
            heading("Title <1>"),
            Part::List(vec![words.clone()]),
            heading("First"),
            Part::Table(rows),
            heading("Second"),
            Part::Figure(Box::new(figure)),
            Part::Folded(words.clone(), vec![Part::Facts(vec![(words, Cell::Count(3))])]),
        ];
        Document { parts }
    }

    #[test]
    fn nothing_that_a_scenario_says_becomes_markup_or_script() {
        let page = page(&hostile(), &[Attachment { name: "x.csv".into(), bytes: b"a,b\n".to_vec() }]);
        let own = page.replace(SCRIPT, "").replace(STYLE, "").replace(&escaped(NOTICE), "");
        assert_eq!(own.matches("<script").count(), 2, "the data of the figure and the script that draws");
        assert!(!own.contains("alert(1)</script>") && !own.contains("<!--"), "{own}");
        assert!(own.contains("<h1>Title &lt;1&gt;</h1>") && own.contains("class=\"gap\""), "{own}");
        assert!(own.contains("href=\"data:text/csv;charset=utf-8;base64,YSxiCg==\""), "{own}");
        let data = own.split("class=\"data\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let read: serde_json::Value = serde_json::from_str(data.expect("the figure's data")).expect("JSON");
        assert_eq!(read["title"], "</script><script>alert(1)</script> & \"quoted\" <!--", "{read}");
    }

    #[test]
    fn the_page_names_no_other_place() {
        let page =
            page(&hostile(), &[]).replace(NOTICE, "").replace(&escaped(NOTICE), "").replace(SCRIPT, "");
        for sign in ["http://", "https://", "src=", "@import", "url("] {
            assert!(!page.contains(sign), "{sign}");
        }
    }

    #[test]
    fn numbers_are_short_to_read() {
        let found = [0.1 + 0.2, 12_345_678.9, -0.000_123_456_789, 0.0, f64::NAN, 30.0].map(short);
        assert_eq!(found, ["0.3", "12345679", "-0.000123457", "0", "", "30"]);
    }
}
