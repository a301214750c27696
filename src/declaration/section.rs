//! Tables of a scenario file, declared once.
//!
//! ```text
//! section! {
//!     /// Doc of the table.
//!     pub struct Staff {
//!         /// Number of people.
//!         value count: u32 = 1, unit "people", range 0.0..=1000.0, source "…", grade Assumption;
//!         /// A parameter that must be given.
//!         required role: String, unit "role name", range .., source "-", grade Definition;
//!         /// Absent means none; the word "none" unsets an inherited value.
//!         optional patience_minutes: f64, unit "minutes", range 0.0..=1e5, source "…", grade Assumption;
//!         /// A fixed sub-table, defaults if absent.
//!         table calendar: Calendar;
//!         /// An optional sub-table.
//!         maybe hours_mode: HoursMode;
//!         /// Named sub-tables.
//!         tables staff: Staff;
//!         /// Named plain values.
//!         values rooms: u32, unit "rooms", range 0.0..=1000.0, source "…", grade Assumption;
//!     }
//! }
//! ```

use std::collections::BTreeMap;
use std::ops::{RangeFrom, RangeFull, RangeInclusive};

use super::fault::Faults;
use super::parameter::Parameter;
use super::sources::Place;
use super::suggest;
use super::toml_text::{is_name, join};
use super::tree::Node;

/// How well the default of a parameter is supported by evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Published, and checked in the publication.
    Published,
    /// Published, but taken from a secondary source.
    PublishedUnverified,
    /// Given by the mission of the project.
    MissionSource,
    /// Computed from published numbers.
    Derived,
    /// Chosen so that the model meets published patterns.
    Calibrated,
    /// A plausible guess.
    Assumption,
    /// A choice of the modeler, nothing to measure.
    Definition,
}

impl Grade {
    /// The grade in words.
    pub fn words(self) -> &'static str {
        match self {
            Grade::Published => "published",
            Grade::PublishedUnverified => "published, unverified",
            Grade::MissionSource => "mission source",
            Grade::Derived => "derived",
            Grade::Calibrated => "calibrated",
            Grade::Assumption => "assumption",
            Grade::Definition => "definition",
        }
    }
}

/// All that is known of one parameter or table, written once.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// Its key.
    pub key: &'static str,
    /// What it means; the first sentence is the meaning in short.
    pub doc: &'static str,
    /// Its unit ("" for tables).
    pub unit: &'static str,
    /// Smallest number allowed.
    pub low: f64,
    /// Largest number allowed.
    pub high: f64,
    /// Canonical TOML text of the default; `None` where it must be given, is optional or is a table.
    pub default: Option<String>,
    /// Where the default comes from.
    pub source: &'static str,
    /// How well that supports it.
    pub grade: Grade,
}

impl Declaration {
    /// The first sentence of the meaning, on one line.
    pub fn meaning(&self) -> String {
        let text = self.doc.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.find(". ") {
            Some(end) => text[..=end].to_string(),
            None => text,
        }
    }

    /// The range in words: "0 to 600", "0 or more", "" if any number is allowed.
    pub fn range_words(&self) -> String {
        let number = super::toml_text::number;
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => format!("{} to {}", number(self.low), number(self.high)),
            (true, false) => format!("{} or more", number(self.low)),
            (false, true) => format!("{} or less", number(self.high)),
            (false, false) => String::new(),
        }
    }

    /// Whether a number lies in the range.
    pub fn allows(&self, number: f64) -> bool {
        number >= self.low && number <= self.high
    }
}

/// What the documents of a leaf need of its type.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// Its JSON schema.
    pub schema: fn(&Declaration) -> serde_json::Value,
    /// What is expected, in words.
    pub expected: fn(&Declaration) -> String,
}

/// What is known of a sub-table.
#[derive(Debug, Clone, Copy)]
pub struct Subsection {
    /// What the table means.
    pub doc: &'static str,
    /// Its fields.
    pub fields: fn() -> Vec<Field>,
}

/// How a field stands in the file.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A value with a default.
    Value(Leaf),
    /// A value that must be given.
    Required(Leaf),
    /// A value that may be absent.
    Optional(Leaf),
    /// Named values.
    Values(Leaf),
    /// A sub-table that is always there.
    Table(Subsection),
    /// A sub-table that may be absent.
    Maybe(Subsection),
    /// Named sub-tables.
    Tables(Subsection),
}

/// One field of a section.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its declaration.
    pub declaration: &'static Declaration,
    /// How it stands in the file.
    pub shape: Shape,
}

/// One resolved parameter.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Dotted path.
    pub path: String,
    /// Canonical TOML text; `"none"` for an absent optional value, `{}` for a table without parameters.
    pub value: String,
    /// Its declaration.
    pub declaration: &'static Declaration,
}

/// A table of the scenario file; implemented by `section!`.
pub trait Section: Sized {
    /// What the table means.
    const DOC: &'static str;

    /// The declarations of its fields, in order.
    fn declarations() -> &'static [Declaration];

    /// Its fields, in order.
    fn fields() -> Vec<Field>;

    /// Reads it; `None` as the node stands for an absent table. All faults are pushed; `None` comes back if
    /// there was any.
    fn read(node: Option<&Node>, path: &str, faults: &mut Faults) -> Option<Self>;

    /// Lists every parameter with its value, defaults too, in order of declaration.
    fn show(&self, path: &str, out: &mut Vec<Shown>);
}

/// A range of a declaration: `0.0..=600.0`, `1.0..` or `..`.
pub trait Bounds {
    /// Smallest and largest number allowed.
    fn bounds(&self) -> (f64, f64);
}

impl Bounds for RangeInclusive<f64> {
    fn bounds(&self) -> (f64, f64) {
        (*self.start(), *self.end())
    }
}

impl Bounds for RangeFrom<f64> {
    fn bounds(&self) -> (f64, f64) {
        (self.start, f64::INFINITY)
    }
}

impl Bounds for RangeFull {
    fn bounds(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

/// One reading of one table, field by field.
pub struct Reading<'n> {
    node: Option<&'n Node>,
    path: &'n str,
    outer: Place,
}

impl<'n> Reading<'n> {
    /// Begins: the node must be a table, and unknown keys are faults. `None` if it is no table.
    pub fn begin<S: Section>(node: Option<&'n Node>, path: &'n str, faults: &mut Faults) -> Option<Self> {
        let outer = faults.home();
        if let Some(node) = node {
            let Some(entries) = node.as_table() else {
                faults.fault(node, path, "a table", node.describe(), None);
                return None;
            };
            faults.set_home(node.place);
            for (key, place, _) in entries {
                if !S::declarations().iter().any(|d| d.key == key) {
                    let help = unknown_key_help(key, &S::fields());
                    faults.fault(place, &join(path, key), "a known key", format!("`{key}`"), help);
                }
            }
        }
        Some(Reading { node, path, outer })
    }

    /// Ends: what is missing is again reported at the enclosing table.
    pub fn end(self, faults: &mut Faults) {
        faults.set_home(self.outer);
    }

    fn child(&self, key: &str) -> Option<&'n Node> {
        self.node.and_then(|node| node.child(key))
    }

    /// A value with a default.
    pub fn value<T: Parameter>(&self, about: &Declaration, default: T, faults: &mut Faults) -> Option<T> {
        match self.child(about.key) {
            Some(node) => T::read(node, &join(self.path, about.key), about, faults),
            None => Some(default),
        }
    }

    /// A value that must be given.
    pub fn required<T: Parameter>(&self, about: &Declaration, faults: &mut Faults) -> Option<T> {
        let path = join(self.path, about.key);
        match self.child(about.key) {
            Some(node) => T::read(node, &path, about, faults),
            None => {
                let help = format!("add `{} = …`: {}", about.key, about.meaning());
                faults.fault(faults.home(), &path, T::expected(about), MISSING, Some(help));
                None
            }
        }
    }

    /// A value that may be absent.
    pub fn optional<T: Parameter>(&self, about: &Declaration, faults: &mut Faults) -> Option<Option<T>> {
        match self.child(about.key) {
            Some(node) if !node.is_none_word() => {
                T::read(node, &join(self.path, about.key), about, faults).map(Some)
            }
            _ => Some(None),
        }
    }

    /// A sub-table that is always there.
    pub fn table<S: Section>(&self, about: &Declaration, faults: &mut Faults) -> Option<S> {
        S::read(self.child(about.key), &join(self.path, about.key), faults)
    }

    /// A sub-table that may be absent.
    pub fn maybe<S: Section>(&self, about: &Declaration, faults: &mut Faults) -> Option<Option<S>> {
        match self.child(about.key) {
            Some(node) if !node.is_none_word() => {
                S::read(Some(node), &join(self.path, about.key), faults).map(Some)
            }
            _ => Some(None),
        }
    }

    /// Named sub-tables.
    pub fn tables<S: Section>(
        &self,
        about: &Declaration,
        faults: &mut Faults,
    ) -> Option<BTreeMap<String, S>> {
        self.named(about, faults, |node, path, faults| S::read(Some(node), path, faults))
    }

    /// Named values.
    pub fn values<T: Parameter>(
        &self,
        about: &Declaration,
        faults: &mut Faults,
    ) -> Option<BTreeMap<String, T>> {
        self.named(about, faults, |node, path, faults| T::read(node, path, about, faults))
    }

    fn named<T>(
        &self,
        about: &Declaration,
        faults: &mut Faults,
        mut read: impl FnMut(&Node, &str, &mut Faults) -> Option<T>,
    ) -> Option<BTreeMap<String, T>> {
        let Some(node) = self.child(about.key) else { return Some(BTreeMap::new()) };
        let path = join(self.path, about.key);
        let Some(entries) = node.as_table() else {
            let help = format!("write [{path}.<name>], or {path} = {{ <name> = … }}");
            faults.fault(node, &path, "a table of names", node.describe(), Some(help));
            return None;
        };
        let mut fine = true;
        let mut out = BTreeMap::new();
        for (name, place, child) in entries {
            let path = join(&path, name);
            if !is_name(name) {
                let expected = "a name of 1 to 64 letters, digits, _ and -";
                faults.fault(place, &path, expected, format!("{name:?}"), None);
                fine = false;
            }
            match read(child, &path, faults) {
                Some(value) => drop(out.insert(name.to_string(), value)),
                None => fine = false,
            }
        }
        fine.then_some(out)
    }
}

/// What stands in `found` where something required is absent.
pub const MISSING: &str = "nothing";

/// What to do about an unknown key: the near key of this table, or the sub-table that knows the key.
pub fn unknown_key_help(key: &str, fields: &[Field]) -> Option<String> {
    let known = || fields.iter().map(|field| field.declaration.key);
    if suggest::nearest(key, known()).is_none() {
        for field in fields {
            if let Shape::Table(sub) = field.shape
                && (sub.fields)().iter().any(|inner| inner.declaration.key == key)
            {
                return Some(format!("did you mean `{}.{key}`?", field.declaration.key));
            }
        }
    }
    suggest::help(key, known())
}

/// Adds a sub-table to the list of parameters; one without parameters is listed itself, as `{}`.
pub fn show_table<S: Section>(
    section: &S,
    path: &str,
    declaration: &'static Declaration,
    out: &mut Vec<Shown>,
) {
    let before = out.len();
    section.show(path, out);
    if out.len() == before {
        out.push(Shown { path: path.to_string(), value: "{}".to_string(), declaration });
    }
}

/// Declares a table of the scenario file; see the head of `declaration/section.rs`.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $vis:vis struct $name:ident {
            $(
                $(#[doc = $doc:literal])+
                $kind:ident $field:ident : $ty:ty $(= $default:expr)?
                $(, unit $unit:expr, range $range:expr, source $source:expr, grade $grade:ident)? ;
            )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name {
            $( $(#[doc = $doc])+ pub $field: $crate::declaration::section::field_type!($kind $ty), )*
        }

        impl $crate::declaration::Section for $name {
            const DOC: &'static str = concat!($($about, "\n"),+).trim_ascii();

            fn declarations() -> &'static [$crate::declaration::Declaration] {
                static LIST: std::sync::LazyLock<Vec<$crate::declaration::Declaration>> =
                    std::sync::LazyLock::new(|| vec![
                        $( {
                            #[allow(unused_mut, unused_assignments)]
                            let mut about = $crate::declaration::section::bare(
                                stringify!($field), concat!($($doc, "\n"),+).trim_ascii());
                            $( about.default = Some($crate::declaration::Parameter::show(&{
                                let default: $ty = $default;
                                default
                            })); )?
                            $(
                                (about.low, about.high) =
                                    $crate::declaration::section::Bounds::bounds(&($range));
                                about.unit = $unit;
                                about.source = $source;
                                about.grade = $crate::declaration::Grade::$grade;
                            )?
                            about
                        } ),*
                    ]);
                &LIST
            }

            fn fields() -> Vec<$crate::declaration::Field> {
                let mut declarations = Self::declarations().iter();
                vec![ $( $crate::declaration::Field {
                    declaration: declarations.next()
                        .expect(concat!("the declaration of ", stringify!($field))),
                    shape: $crate::declaration::section::field_shape!($kind $ty),
                } ),* ]
            }

            #[allow(unused_variables, unused_mut)]
            fn read(
                node: Option<&$crate::declaration::Node>,
                path: &str,
                faults: &mut $crate::declaration::Faults,
            ) -> Option<Self> {
                let reading = $crate::declaration::section::Reading::begin::<Self>(node, path, faults)?;
                let mut declarations = Self::declarations().iter();
                $( let $field = $crate::declaration::section::read_field!(
                    $kind, reading,
                    declarations.next().expect(concat!("the declaration of ", stringify!($field))),
                    faults, $ty $(, $default)?); )*
                reading.end(faults);
                Some(Self { $( $field: $field? ),* })
            }

            #[allow(unused_variables, unused_mut)]
            fn show(&self, path: &str, out: &mut Vec<$crate::declaration::Shown>) {
                let mut declarations = Self::declarations().iter();
                $( $crate::declaration::section::show_field!(
                    $kind, self.$field, path, out,
                    declarations.next().expect(concat!("the declaration of ", stringify!($field)))); )*
            }
        }
    };
}

macro_rules! field_type {
    (value $ty:ty) => { $ty };
    (required $ty:ty) => { $ty };
    (table $ty:ty) => { $ty };
    (optional $ty:ty) => { Option<$ty> };
    (maybe $ty:ty) => { Option<$ty> };
    (values $ty:ty) => { std::collections::BTreeMap<String, $ty> };
    (tables $ty:ty) => { std::collections::BTreeMap<String, $ty> };
}

macro_rules! field_shape {
    (@leaf $shape:ident $ty:ty) => {
        $crate::declaration::Shape::$shape($crate::declaration::Leaf {
            schema: <$ty as $crate::declaration::Parameter>::schema,
            expected: <$ty as $crate::declaration::Parameter>::expected,
        })
    };
    (@section $shape:ident $ty:ty) => {
        $crate::declaration::Shape::$shape($crate::declaration::Subsection {
            doc: <$ty as $crate::declaration::Section>::DOC,
            fields: <$ty as $crate::declaration::Section>::fields,
        })
    };
    (value $ty:ty) => { $crate::declaration::section::field_shape!(@leaf Value $ty) };
    (required $ty:ty) => { $crate::declaration::section::field_shape!(@leaf Required $ty) };
    (optional $ty:ty) => { $crate::declaration::section::field_shape!(@leaf Optional $ty) };
    (values $ty:ty) => { $crate::declaration::section::field_shape!(@leaf Values $ty) };
    (table $ty:ty) => { $crate::declaration::section::field_shape!(@section Table $ty) };
    (maybe $ty:ty) => { $crate::declaration::section::field_shape!(@section Maybe $ty) };
    (tables $ty:ty) => { $crate::declaration::section::field_shape!(@section Tables $ty) };
}

macro_rules! read_field {
    (value, $reading:ident, $about:expr, $faults:ident, $ty:ty, $default:expr) => {
        $reading.value::<$ty>($about, $default, $faults)
    };
    ($kind:ident, $reading:ident, $about:expr, $faults:ident, $ty:ty) => {
        $reading.$kind::<$ty>($about, $faults)
    };
}

macro_rules! show_field {
    (@push $value:expr, $path:expr, $out:ident, $about:expr) => {
        $out.push($crate::declaration::Shown { path: $path, value: $value, declaration: $about })
    };
    (optional, $self:ident . $field:ident, $path:ident, $out:ident, $about:expr) => {{
        let about: &'static $crate::declaration::Declaration = $about;
        let value = $self.$field.as_ref()
            .map_or_else(|| "\"none\"".to_string(), $crate::declaration::Parameter::show);
        let path = $crate::declaration::toml_text::join($path, about.key);
        $crate::declaration::section::show_field!(@push value, path, $out, about);
    }};
    (values, $self:ident . $field:ident, $path:ident, $out:ident, $about:expr) => {{
        let about: &'static $crate::declaration::Declaration = $about;
        let path = $crate::declaration::toml_text::join($path, about.key);
        for (name, value) in &$self.$field {
            let path = $crate::declaration::toml_text::join(&path, name);
            let value = $crate::declaration::Parameter::show(value);
            $crate::declaration::section::show_field!(@push value, path, $out, about);
        }
    }};
    (table, $self:ident . $field:ident, $path:ident, $out:ident, $about:expr) => {{
        let path = $crate::declaration::toml_text::join($path, $about.key);
        $crate::declaration::Section::show(&$self.$field, &path, $out);
    }};
    (maybe, $self:ident . $field:ident, $path:ident, $out:ident, $about:expr) => {{
        let about: &'static $crate::declaration::Declaration = $about;
        if let Some(section) = &$self.$field {
            let path = $crate::declaration::toml_text::join($path, about.key);
            $crate::declaration::section::show_table(section, &path, about, $out);
        }
    }};
    (tables, $self:ident . $field:ident, $path:ident, $out:ident, $about:expr) => {{
        let about: &'static $crate::declaration::Declaration = $about;
        let path = $crate::declaration::toml_text::join($path, about.key);
        for (name, section) in &$self.$field {
            let path = $crate::declaration::toml_text::join(&path, name);
            $crate::declaration::section::show_table(section, &path, about, $out);
        }
    }};
    ($kind:ident, $self:ident . $field:ident, $path:ident, $out:ident, $about:expr) => {{
        let about: &'static $crate::declaration::Declaration = $about;
        let value = $crate::declaration::Parameter::show(&$self.$field);
        let path = $crate::declaration::toml_text::join($path, about.key);
        $crate::declaration::section::show_field!(@push value, path, $out, about);
    }};
}

pub(crate) use {field_shape, field_type, read_field, section, show_field};

/// A declaration of which only key and meaning are known yet.
pub fn bare(key: &'static str, doc: &'static str) -> Declaration {
    Declaration {
        key: key.strip_prefix("r#").unwrap_or(key),
        doc,
        unit: "",
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        default: None,
        source: "",
        grade: Grade::Definition,
    }
}
