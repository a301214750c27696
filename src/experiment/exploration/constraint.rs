//! Rules that the points of a design must obey: linear inequalities between factors.

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
}

/// The comparisons, the longer words first, so that `<=` is not read as `<`.
const COMPARISONS: [(&str, Comparison); 5] = [
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("==", Comparison::Equal),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

/// A rule: a weighted sum of factors compared with zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// As written.
    pub text: String,
    weights: Vec<f64>,
    constant: f64,
    comparison: Comparison,
}

/// Share of the size of a sum within which two numbers count as equal: decimal fractions have no exact binary ones.
const TOLERANCE: f64 = 1e-9;

impl Constraint {
    /// Reads a rule over factors of these names.
    ///
    /// # Errors
    /// A sentence on what was expected, and what was found.
    pub fn read(text: &str, factors: &[&str]) -> Result<Self, (String, String)> {
        let rule = || "a rule such as \"a + 2 * b <= 8\" (<, <=, >, >= or ==)".to_string();
        let Some((word, comparison)) = COMPARISONS.iter().find(|(word, _)| text.contains(word)) else {
            return Err((rule(), format!("{text:?}")));
        };
        let (left, right) = text.split_once(word).expect("it contains the word");
        if COMPARISONS.iter().any(|(word, _)| right.contains(word)) {
            return Err((rule(), format!("{text:?}, which compares twice")));
        }
        let (mut weights, mut constant) = (vec![0.0; factors.len()], 0.0);
        for (side, sign) in [(left, 1.0), (right, -1.0)] {
            constant += add_side(side, sign, factors, &mut weights)?;
        }
        if weights.iter().all(|weight| *weight == 0.0) {
            return Err(("a rule that names at least one factor".into(), format!("{text:?}")));
        }
        Ok(Constraint { text: text.to_string(), weights, constant, comparison: *comparison })
    }

    /// Whether a point obeys it; the numbers are those of the factors, in order.
    pub fn holds(&self, numbers: &[f64]) -> bool {
        let terms = || self.weights.iter().zip(numbers).filter(|(w, _)| **w != 0.0).map(|(w, x)| w * x);
        let sum = terms().sum::<f64>() + self.constant;
        let near = TOLERANCE * (terms().map(f64::abs).sum::<f64>() + self.constant.abs());
        match self.comparison {
            Comparison::Less => sum < -near,
            Comparison::LessOrEqual => sum <= near,
            Comparison::Greater => sum > near,
            Comparison::GreaterOrEqual => sum >= -near,
            Comparison::Equal => sum.abs() <= near,
        }
    }

    /// Places of the factors that it names.
    pub fn factors(&self) -> impl Iterator<Item = usize> {
        (0..self.weights.len()).filter(|place| self.weights[*place] != 0.0)
    }
}

/// Adds the terms of one side to the weights, and gives its constant.
fn add_side(side: &str, sign: f64, factors: &[&str], weights: &mut [f64]) -> Result<f64, (String, String)> {
    let mut constant = 0.0;
    for (minus, term) in terms(side) {
        let sign = if minus { -sign } else { sign };
        let (weight, name) = match term.split_once('*') {
            Some((number, name)) => (number.trim().parse().ok(), Some(name.trim())),
            None => match term.parse::<f64>() {
                Ok(number) => (Some(number), None),
                Err(_) => (Some(1.0), Some(term)),
            },
        };
        let Some(weight) = weight.filter(|weight: &f64| weight.is_finite()) else {
            return Err(("a number before `*`".into(), format!("`{term}`")));
        };
        match name {
            None => constant += sign * weight,
            Some(name) => match factors.iter().position(|factor| *factor == name) {
                Some(place) => weights[place] += sign * weight,
                None => {
                    let known = factors.join(", ");
                    let found = if name.is_empty() { "nothing".to_string() } else { format!("`{name}`") };
                    return Err((format!("the name of a factor ({known}) or a number"), found));
                }
            },
        }
    }
    Ok(constant)
}

/// The terms of a sum with their signs. A sign inside a number such as `1e-3` is part of it, and a `-` inside a name
/// belongs to the name: signs between terms stand after a space or at the begin.
fn terms(side: &str) -> Vec<(bool, &str)> {
    let mut found = Vec::new();
    let (mut start, mut minus) = (0, false);
    let bytes = side.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let stands_alone = at == 0 || bytes[at - 1] == b' ' || bytes[at - 1] == b')';
        if (*byte == b'+' || *byte == b'-') && stands_alone {
            let term = side[start..at].trim();
            if !(term.is_empty() && found.is_empty()) {
                found.push((minus, term));
            }
            (start, minus) = (at + 1, *byte == b'-');
        }
    }
    found.push((minus, side[start..].trim()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Constraint {
        Constraint::read(text, &["a", "b-c"]).expect("a rule")
    }

    #[test]
    fn rules_hold_or_not() {
        for (text, point, holds) in [
            ("a + b-c <= 3", [1.0, 2.0], true),
            ("a + b-c < 3", [1.0, 2.0], false),
            ("a + b-c <= 0.3", [0.1, 0.2], true),
            ("2 * a - b-c >= 1e-3", [1.0, 2.0], false),
            ("2 * a - b-c >= -1e-3", [1.0, 2.0], true),
            ("a == b-c + 1", [3.0, 2.0], true),
            ("10 > a", [10.5, 0.0], false),
            ("-a <= b-c - 4", [2.0, 2.0], true),
        ] {
            assert_eq!(read(text).holds(&point), holds, "{text}");
        }
        assert_eq!(read("a - a + b-c > 0").factors().collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn what_is_no_rule_is_said() {
        for (text, word) in [
            ("a + b-c", "a rule such as"),
            ("a < b-c < 3", "a rule such as"),
            ("a + d <= 3", "name of a factor"),
            ("x * a <= 3", "a number before"),
            ("1 < 2", "at least one factor"),
            ("a + <= 3", "name of a factor"),
        ] {
            let (expected, _) = Constraint::read(text, &["a", "b-c"]).expect_err("no rule");
            assert!(expected.contains(word), "{text}: {expected}");
        }
    }
}
