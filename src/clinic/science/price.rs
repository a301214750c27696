//! Amounts of money in the prices of a year, and the index that brings them to another year.

use crate::declaration::toml_text::number;
use crate::declaration::{Declaration, Faults, Node, Parameter};

/// First year of the index.
pub const FIRST_YEAR: u32 = 2000;

/// Consumer price index for all urban consumers (CPI-U), U.S. city average, all items, annual averages from 2000 on,
/// 1982–84 = 100 (Bureau of Labor Statistics).
const CPI_U: [f64; 25] = [
    172.2, 177.1, 179.9, 184.0, 188.9, 195.3, 201.6, 207.342, 215.303, 214.537, 218.056, 224.939, 229.594,
    232.957, 236.736, 237.017, 240.007, 245.120, 251.107, 255.657, 258.811, 270.970, 292.655, 304.702,
    313.689,
];

/// The price level of a year from [`FIRST_YEAR`] on: the index, and after its last year (2024) growth by
/// `later_inflation` a year.
fn level(year: u32, later_inflation: f64) -> f64 {
    assert!(year >= FIRST_YEAR, "the checks allow no year before the index begins");
    let place = (year - FIRST_YEAR) as usize;
    let last = CPI_U.len() - 1;
    let beyond = place.saturating_sub(last) as f64;
    CPI_U[place.min(last)] * libm::pow(1.0 + later_inflation, beyond)
}

/// What one dollar of the year `from` is in prices of the year `to`: the ratio of their price levels. Both years are
/// 2000 or later. General prices: those of care may grow faster.
pub fn price_index(from: u32, to: u32, later_inflation: f64) -> f64 {
    level(to, later_inflation) / level(from, later_inflation)
}

/// An amount in a scenario file: a number in prices of the scenario's price year, or `{ usd = 1983, year = 2000 }`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// US$.
    pub usd: f64,
    /// The year in whose prices; `None` is the scenario's price year.
    pub year: Option<u32>,
}

impl Amount {
    /// A published amount, in prices of its year.
    pub const fn of(usd: f64, year: u32) -> Self {
        Self { usd, year: Some(year) }
    }

    /// Nothing, in any year's prices.
    pub const fn zero() -> Self {
        Self { usd: 0.0, year: None }
    }

    /// The amount in prices of `price_year`.
    pub fn in_prices_of(self, price_year: u32, later_inflation: f64) -> f64 {
        match self.year {
            Some(year) if year != price_year => self.usd * price_index(year, price_year, later_inflation),
            _ => self.usd,
        }
    }
}

impl Parameter for Amount {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if !node.is_table() {
            return f64::read(node, path, about, faults).map(|usd| Self { usd, year: None });
        }
        if !node.only_keys(&["usd", "year"], path, faults) {
            return None;
        }
        let Some(usd) = node.child("usd") else {
            faults.fault(node, path, Self::expected(about), node.describe(), Some("add `usd = …`".into()));
            return None;
        };
        let usd = f64::read(usd, &format!("{path}.usd"), about, faults);
        let Some(found) = node.child("year") else { return usd.map(|usd| Self { usd, year: None }) };
        let year = found.as_integer().and_then(|year| u32::try_from(year).ok());
        let year = year.filter(|year| (FIRST_YEAR..=2100).contains(year));
        if year.is_none() {
            let expected = format!("a year from {FIRST_YEAR} to 2100");
            faults.fault(found, &format!("{path}.year"), expected, found.describe(), None);
        }
        Some(Self { usd: usd?, year: Some(year?) })
    }

    fn show(&self) -> String {
        match self.year {
            None => number(self.usd),
            Some(year) => format!("{{ usd = {}, year = {year} }}", number(self.usd)),
        }
    }

    fn schema(about: &Declaration) -> serde_json::Value {
        let year = serde_json::json!({ "type": "integer", "minimum": FIRST_YEAR, "maximum": 2100 });
        serde_json::json!({ "oneOf": [f64::schema(about), {
            "type": "object", "additionalProperties": false, "required": ["usd"],
            "properties": { "usd": f64::schema(about), "year": year }
        }] })
    }

    fn expected(about: &Declaration) -> String {
        format!(
            "{}, or an amount of another year such as {{ usd = 1983, year = 2000 }}",
            f64::expected(about)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_follow_the_index_and_then_the_rate() {
        assert_eq!(price_index(2010, 2010, 0.03), 1.0);
        assert!((price_index(2000, 2023, 0.03) - 304.702 / 172.2).abs() < 1e-15);
        assert!((price_index(2024, 2026, 0.03) - 1.0609).abs() < 1e-12);
        // There and back again.
        assert!((price_index(2005, 2030, 0.02) * price_index(2030, 2005, 0.02) - 1.0).abs() < 1e-12);
        // US$ 1,983 of 2000 are about 3,509 of 2023.
        assert!((Amount::of(1983.0, 2000).in_prices_of(2023, 0.03) - 3508.85).abs() < 0.01);
        let own = Amount { usd: 7.0, year: None };
        assert_eq!((own.in_prices_of(2050, 0.1), Amount::of(7.0, 2050).in_prices_of(2050, 0.1)), (7.0, 7.0));
    }
}
