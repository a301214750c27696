//! What the page can offer: scenarios, kinds of interventions with their parameters, knobs and scripted questions. All that is
//! said of a parameter comes from its declaration, all that an intervention holds from a shipped scenario.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value as Json, json};

use super::{DEFAULT, changes, knobs, question, whatifs};
use crate::clinic::Parameters;
use crate::clinic::intervention::{ABOUT, Change, Cost, KINDS, Rollout};
use crate::clinic::parameters::check::check;
use crate::declaration::toml_text::join;
use crate::declaration::tree::Value;
use crate::declaration::{Declaration, Field, Leaf, Node, Section, Shape};
use crate::scenario::{self, catalogue::toml_to_json, shipped};

static FIXED: OnceLock<Json> = OnceLock::new();

/// Makes what does not depend on how the page is served.
pub fn prepare() {
    FIXED.get_or_init(fixed);
}

/// The whole catalogue, beside these scenarios.
pub fn offered(scenarios: &[Json], replications: u32) -> Json {
    let mut all = FIXED.get_or_init(fixed).clone();
    all["scenarios"] = json!(scenarios);
    all["replications"] = json!(replications);
    all
}

/// What does not depend on how the page is served.
fn fixed() -> Json {
    json!({
        "schema": "cliniq.catalogue/1",
        "version": env!("CARGO_PKG_VERSION"),
        "default": DEFAULT,
        "kinds": kinds(),
        "rollout": parameters(&Rollout::fields()),
        "cost": parameters(&Cost::fields()),
        "knobs": knobs::all(),
        "whatifs": whatifs::all(),
    })
}

fn kinds() -> Vec<Json> {
    let fields = Change::fields();
    let kind = |(kind, about): (&&str, &&crate::clinic::intervention::About)| {
        let field = fields.iter().find(|field| field.declaration.key == *kind);
        let inner = field.map_or(Vec::new(), |field| match field.shape {
            Shape::Maybe(sub) => (sub.fields)(),
            _ => Vec::new(),
        });
        let (example, cost) = example(kind);
        let needs = needs(&example);
        json!({
            "kind": kind,
            "title": title(kind),
            "meaning": field.map(|field| field.declaration.meaning()),
            "group": about.group.words().0,
            "reported": about.reported,
            "grade": about.grade.words(),
            "pays": about.pays,
            "watch": about.watch,
            "parameters": parameters(&inner),
            "example": example,
            "needs": needs,
            "cost": cost,
        })
    };
    KINDS.iter().zip(ABOUT).map(kind).collect()
}

/// The words of a kind: its key, without the joints.
fn title(kind: &str) -> String {
    let words = kind.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    let title = first.unwrap_or_default() + letters.as_str();
    if title.starts_with("Ehr ") { title.replacen("Ehr", "EHR", 1) } else { title }
}

/// What is set otherwise in the example of a kind: its shipped scenario brings along a role or a meeting that the page's clinic
/// does not have, and one that it has does as well.
const OTHERWISE: [(&str, &str, &str); 2] = [
    ("central_prior_authorization", "by", r#""nurse""#),
    ("meeting_hours", "meetings", r#"["team_meeting"]"#),
];

/// What an example needs that the page's clinic lacks, in words; null where it runs there as it is.
fn needs(example: &Json) -> Json {
    let tables = json!({ "example": example });
    let changed = Map::from_iter([("interventions".to_owned(), tables)]);
    let text = changes::text("Example", DEFAULT, &Map::new(), &changed);
    let loaded = scenario::load_among::<Parameters>(&Arc::default(), "the changes", &text, &[], check);
    let built = |loaded| crate::experiment::catch(|| drop(crate::cli::cases::arm(&loaded)));
    match loaded.map(built) {
        Ok(Ok(())) => Json::Null,
        Ok(Err(message)) => json!(message),
        Err(error) => question::faults(0, error).first().map_or(Json::Null, |fault| fault["text"].clone()),
    }
}

/// The table of an intervention of a kind as a shipped scenario has it, but for what is set otherwise, and its cost.
fn example(kind: &str) -> (Json, Json) {
    let stem = kind.replace('_', "-");
    let shipped = shipped::all()
        .iter()
        .find(|s| s.name.starts_with("interventions/") && s.name.ends_with(&format!("/{stem}.toml")));
    let table = shipped.and_then(|s| intervention(s.name, |table| table.contains_key(kind)));
    let table = table.unwrap_or_default();
    let mut own = json!({ kind: table.get(kind).cloned().unwrap_or_else(|| json!({})) });
    for (_, key, value) in OTHERWISE.iter().filter(|(of, ..)| *of == kind) {
        knobs::put(&mut own, &format!("{kind}.{key}"), serde_json::from_str(value).unwrap_or(Json::Null));
    }
    (own, table.get("cost").cloned().unwrap_or(Json::Null))
}

/// The first intervention of a shipped scenario, its parents' included, whose table is as wanted.
pub fn intervention(
    scenario: &str,
    wanted: impl Fn(&Map<String, Json>) -> bool,
) -> Option<Map<String, Json>> {
    let loaded = scenario::load_shipped::<Parameters>(scenario, &[], check).ok()?;
    let tables = loaded.tree.get("interventions")?.as_table()?;
    tables
        .filter_map(|(_, _, node)| match as_json(node) {
            Json::Object(table) => Some(table),
            _ => None,
        })
        .find(|table| wanted(table))
}

/// What stands in a file, as JSON.
fn as_json(node: &Node) -> Json {
    match &node.value {
        Value::String(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Boolean(truth) => json!(truth),
        Value::Array(items) => Json::Array(items.iter().map(as_json).collect()),
        Value::Table(entries) => {
            Json::Object(entries.iter().map(|(name, (_, node))| (name.clone(), as_json(node))).collect())
        }
        _ => Json::Null,
    }
}

/// The parameters of a table and of those below it, in the order of their declaration.
pub fn parameters(fields: &[Field]) -> Vec<Json> {
    let mut list = Vec::new();
    collect("", fields, &mut list);
    list
}

fn collect(path: &str, fields: &[Field], list: &mut Vec<Json>) {
    for field in fields {
        let own = join(path, field.declaration.key);
        match field.shape {
            Shape::Value(leaf) | Shape::Required(leaf) | Shape::Optional(leaf) => {
                list.push(parameter(&own, field.declaration, leaf));
            }
            Shape::Values(leaf) => list.push(parameter(&format!("{own}.<name>"), field.declaration, leaf)),
            Shape::Table(sub) | Shape::Maybe(sub) => collect(&own, &(sub.fields)(), list),
            Shape::Tables(sub) => collect(&format!("{own}.<name>"), &(sub.fields)(), list),
        }
    }
}

fn parameter(path: &str, about: &Declaration, leaf: Leaf) -> Json {
    let schema = (leaf.schema)(about);
    let kind = match schema["type"].as_str() {
        Some("number") => "number",
        Some("integer") => "whole",
        Some("boolean") => "switch",
        Some("string") => "text",
        Some("array") => "list",
        _ if schema["enum"].is_array() => "text",
        _ => "table",
    };
    let plausible = about.plausible();
    json!({
        "path": path,
        "meaning": about.meaning(),
        "unit": about.unit,
        "type": kind,
        "low": schema.get("minimum").cloned().unwrap_or_else(|| bound(about.low)),
        "high": schema.get("maximum").cloned().unwrap_or_else(|| bound(about.high)),
        "plausible_low": plausible.map(|(low, _)| low),
        "plausible_high": plausible.map(|(_, high)| high),
        "default": about.default.as_deref().and_then(toml_to_json),
        "source": about.source,
        "grade": about.grade.words(),
        "choices": schema.get("enum").cloned().unwrap_or(Json::Null),
    })
}

fn bound(number: f64) -> Json {
    if number.is_finite() { json!(number) } else { Json::Null }
}

/// The declaration at a path of a table; names of one's own may stand where they may.
pub fn declared(fields: &[Field], path: &str) -> Option<&'static Declaration> {
    let mut fields = fields.to_vec();
    let mut words = path.split('.');
    let mut next = words.next()?;
    loop {
        let field = *fields.iter().find(|field| field.declaration.key == next)?;
        let rest = words.next();
        match (field.shape, rest) {
            (_, None) => return Some(field.declaration),
            (Shape::Values(_), Some(_)) => return Some(field.declaration),
            (Shape::Table(sub) | Shape::Maybe(sub), Some(word)) => {
                (fields, next) = ((sub.fields)(), word);
            }
            (Shape::Tables(sub), Some(_)) => {
                (fields, next) = ((sub.fields)(), words.next()?);
            }
            _ => return None,
        }
    }
}

/// The measures of the page's clinic, by name: what questions may tell people to look at.
pub fn measures() -> Vec<String> {
    let loaded = scenario::load_shipped::<Parameters>(DEFAULT, &[], check);
    let arm = loaded.ok().map(|loaded| crate::cli::cases::arm(&loaded));
    let rows = arm
        .map_or(Vec::new(), |arm| crate::system::System::measures(&crate::cli::cases::system(), &arm.case));
    rows.into_iter().map(|measure| measure.name).collect()
}
