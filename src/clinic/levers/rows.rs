//! How levers are declared: name, rule, neutral value, the one file that reads it.

/// How contributions of several interventions combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// They add up.
    Sum,
    /// They multiply.
    Product,
    /// The largest counts.
    Most,
    /// What is left of what is missing: `1 − (1 − a)(1 − b)`.
    Complement,
    /// One may write: two are a fault of the scenario.
    Exclusive,
    /// A share of dates or orders: those of the clinic by the product, those of interventions by the largest.
    Share,
}

/// A lever as its declaration tells it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// How contributions combine.
    pub rule: Rule,
    /// The file under `src/clinic` that reads it.
    pub read_in: &'static str,
    /// Its neutral value, where it is one number.
    pub neutral: Option<f64>,
}

/// Declares the levers; see `levers/mod.rs`.
macro_rules! levers {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident;
        lists { $( $(#[doc = $list_doc:literal])+ $list:ident : $ty:ty, $list_rule:ident, $list_in:literal; )+ }
        numbers { $( $(#[doc = $doc:literal])+ $field:ident : $rule:ident = $neutral:expr, $read_in:literal; )+ }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $( $(#[doc = $list_doc])+ pub $list: $ty, )+
            $( $(#[doc = $doc])+ pub $field: f64, )+
        }

        impl Default for $name {
            /// Neutral numbers and empty lists.
            fn default() -> Self {
                Self { $( $list: Default::default(), )+ $( $field: $neutral, )+ }
            }
        }

        /// All levers, in order of declaration.
        pub const ROWS: &[$crate::clinic::levers::Row] = &[
            $( $crate::clinic::levers::Row {
                name: stringify!($list), doc: concat!($($list_doc, "\n"),+),
                rule: $crate::clinic::levers::Rule::$list_rule, read_in: $list_in, neutral: None,
            }, )+
            $( $crate::clinic::levers::Row {
                name: stringify!($field), doc: concat!($($doc, "\n"),+),
                rule: $crate::clinic::levers::Rule::$rule, read_in: $read_in, neutral: Some($neutral),
            }, )+
        ];

        impl $name {
            /// The names of levers in which two settings differ.
            pub fn moved(&self, other: &Self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $( if self.$list != other.$list { names.push(stringify!($list)); } )+
                $( if self.$field != other.$field { names.push(stringify!($field)); } )+
                names
            }

            /// A lever that is one number, by name.
            pub fn number(&self, name: &str) -> Option<f64> {
                $( if name == stringify!($field) { return Some(self.$field); } )+
                None
            }

            /// The same, to be set.
            pub fn number_mut(&mut self, name: &str) -> Option<&mut f64> {
                $( if name == stringify!($field) { return Some(&mut self.$field); } )+
                None
            }

            /// How far a lever lies from another setting of it: the difference, or the sum of the differences of a list.
            pub fn distance(&self, other: &Self, name: &str) -> Option<f64> {
                use $crate::clinic::levers::work::Distance;
                $( if name == stringify!($list) { return Some(self.$list.distance(&other.$list)); } )+
                $( if name == stringify!($field) { return Some((self.$field - other.$field).abs()); } )+
                None
            }
        }
    };
}

pub(super) use levers;
