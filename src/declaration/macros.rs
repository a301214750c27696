//! The macros that declare tables of a scenario file and enums of words, once.
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
//!         /// Values by names that stand elsewhere in the file, where a check finds wrong ones: `--set` may add one.
//!         by_name begins: f64, unit "weeks", range 0.0..=520.0, source "…", grade Definition;
//!     }
//! }
//! ```

/// Declares a table of the scenario file; see the head of this file.
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
            $( $(#[doc = $doc])+ pub $field: $crate::declaration::macros::field_type!($kind $ty), )*
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
                            about.open = stringify!($kind) == "by_name";
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
                    shape: $crate::declaration::macros::field_shape!($kind $ty),
                } ),* ]
            }

            #[allow(unused_variables, unused_mut)]
            fn read(
                node: Option<&$crate::declaration::Node>,
                path: &str,
                faults: &mut $crate::declaration::Faults,
            ) -> Option<Self> {
                let reading = $crate::declaration::reading::Reading::begin::<Self>(node, path, faults)?;
                let mut declarations = Self::declarations().iter();
                $( let $field = $crate::declaration::macros::read_field!(
                    $kind, reading,
                    declarations.next().expect(concat!("the declaration of ", stringify!($field))),
                    faults, $ty $(, $default)?); )*
                reading.end(faults);
                Some(Self { $( $field: $field? ),* })
            }

            #[allow(unused_variables, unused_mut)]
            fn show(&self, path: &str, out: &mut Vec<$crate::declaration::Shown>) {
                let mut declarations = Self::declarations().iter();
                $( $crate::declaration::macros::show_field!(
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
    (by_name $ty:ty) => { std::collections::BTreeMap<String, $ty> };
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
    (value $ty:ty) => { $crate::declaration::macros::field_shape!(@leaf Value $ty) };
    (required $ty:ty) => { $crate::declaration::macros::field_shape!(@leaf Required $ty) };
    (optional $ty:ty) => { $crate::declaration::macros::field_shape!(@leaf Optional $ty) };
    (values $ty:ty) => { $crate::declaration::macros::field_shape!(@leaf Values $ty) };
    (by_name $ty:ty) => { $crate::declaration::macros::field_shape!(@leaf Values $ty) };
    (table $ty:ty) => { $crate::declaration::macros::field_shape!(@section Table $ty) };
    (maybe $ty:ty) => { $crate::declaration::macros::field_shape!(@section Maybe $ty) };
    (tables $ty:ty) => { $crate::declaration::macros::field_shape!(@section Tables $ty) };
}

macro_rules! read_field {
    (value, $reading:ident, $about:expr, $faults:ident, $ty:ty, $default:expr) => {
        $reading.value::<$ty>($about, $default, $faults)
    };
    (by_name, $reading:ident, $about:expr, $faults:ident, $ty:ty) => {
        $reading.values::<$ty>($about, $faults)
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
        $crate::declaration::macros::show_field!(@push value, path, $out, about);
    }};
    (by_name, $($rest:tt)*) => {
        $crate::declaration::macros::show_field!(values, $($rest)*)
    };
    (values, $self:ident . $field:ident, $path:ident, $out:ident, $about:expr) => {{
        let about: &'static $crate::declaration::Declaration = $about;
        let path = $crate::declaration::toml_text::join($path, about.key);
        for (name, value) in &$self.$field {
            let path = $crate::declaration::toml_text::join(&path, name);
            let value = $crate::declaration::Parameter::show(value);
            $crate::declaration::macros::show_field!(@push value, path, $out, about);
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
        $crate::declaration::macros::show_field!(@push value, path, $out, about);
    }};
}

/// Declares an enum of words, e.g. `day_end = "until_empty"`, and makes it a parameter.
///
/// ```text
/// choice! {
///     /// What happens at closing time.
///     pub enum DayEnd {
///         /// Work goes on until nobody is left.
///         UntilEmpty = "until_empty",
///         /// Everything stops.
///         Stop = "stop",
///     }
/// }
/// ```
macro_rules! choice {
    (
        $(#[doc = $about:literal])+
        $vis:vis enum $name:ident { $( $(#[doc = $doc:literal])+ $variant:ident = $word:literal ),+ $(,)? }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $name { $( $(#[doc = $doc])+ $variant ),+ }

        impl $name {
            /// The words of a file, in order of declaration.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word of a file.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }
        }

        impl $crate::declaration::Parameter for $name {
            fn read(
                node: &$crate::declaration::Node,
                path: &str,
                about: &$crate::declaration::Declaration,
                faults: &mut $crate::declaration::Faults,
            ) -> Option<Self> {
                match node.as_str() {
                    $( Some($word) => return Some(Self::$variant), )+
                    _ => {}
                }
                let help = node.as_str()
                    .and_then(|word| $crate::declaration::suggest::nearest(word, Self::WORDS.iter().copied()))
                    .map(|near| format!("did you mean \"{near}\"?"));
                faults.fault(node, path, Self::expected(about), node.describe(), help);
                None
            }

            fn show(&self) -> String {
                $crate::declaration::toml_text::quoted(self.word())
            }

            fn schema(_: &$crate::declaration::Declaration) -> serde_json::Value {
                serde_json::json!({ "enum": Self::WORDS })
            }

            fn expected(_: &$crate::declaration::Declaration) -> String {
                let words: Vec<String> = Self::WORDS.iter().map(|w| format!("\"{w}\"")).collect();
                format!("one of {}", words.join(", "))
            }
        }
    };
}

pub(crate) use {choice, field_shape, field_type, read_field, section, show_field};
