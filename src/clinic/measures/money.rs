//! Amounts of money as folds of cells: what is earned less what is spent, per year or per something else.

use super::CellId;

/// An amount of money in proportion to a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Charge {
    /// The cell.
    pub cell: CellId,
    /// Whether its count is charged, and not its sum.
    pub counted: bool,
    /// US$ for each one of it; below 0 it takes away.
    pub usd: f64,
}

/// Per what an amount is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Per {
    /// Per year of the window.
    Year,
    /// Per unit of a number made of cells, such as visits (of which each then "costs" 1).
    Number(Vec<Charge>),
}

/// Money: bills, summed in their order; or what is earned less the bills.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// What is earned; `None` where the bills themselves are asked for.
    pub earned: Option<Vec<Charge>>,
    /// What is spent, part by part.
    pub bills: Vec<Vec<Charge>>,
    /// Per what.
    pub per: Per,
}

impl Money {
    /// Bills alone, per year.
    pub fn spent(bills: Vec<Vec<Charge>>) -> Self {
        Self { earned: None, bills, per: Per::Year }
    }

    /// All charges.
    pub fn charges(&self) -> impl Iterator<Item = &Charge> {
        let per = match &self.per {
            Per::Year => None,
            Per::Number(number) => Some(number),
        };
        self.earned.iter().chain(&self.bills).chain(per).flatten()
    }

    /// The amount, where `amount` knows the count or the sum of a cell, in a window of so many years. Each bill is
    /// brought to its unit before they are summed, so that the parts make the total to the last bit. NaN per nothing.
    pub fn value(&self, amount: impl Fn(&Charge) -> f64, years: f64) -> f64 {
        let sum = |bill: &Vec<Charge>| bill.iter().map(|charge| charge.usd * amount(charge)).sum::<f64>();
        let whole = match &self.per {
            Per::Year => years,
            Per::Number(number) => sum(number),
        };
        if whole <= 0.0 {
            return f64::NAN;
        }
        let spent = self.bills.iter().map(|bill| sum(bill) / whole).fold(0.0, |total, part| total + part);
        self.earned.as_ref().map_or(spent, |earned| sum(earned) / whole - spent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_the_total_and_the_total_the_benefit_to_the_last_bit() {
        let charge = |cell: CellId, usd: f64| Charge { cell, counted: cell.is_multiple_of(2), usd };
        let bills = vec![
            vec![charge(0, 0.1), charge(1, -0.03)],
            vec![charge(2, 1.0 / 3.0)],
            vec![charge(3, 0.7), charge(4, 0.2)],
        ];
        let earned = vec![charge(5, 2.3)];
        let amount = |charge: &Charge| f64::from(charge.cell + 1) * if charge.counted { 7.1 } else { 0.3 };
        let value = |money: &Money| money.value(amount, 0.77);
        let total = value(&Money::spent(bills.clone()));
        let parts: f64 = bills.iter().map(|bill| value(&Money::spent(vec![bill.clone()]))).sum();
        assert_eq!(total, parts);
        let revenue = value(&Money { earned: Some(earned.clone()), bills: Vec::new(), per: Per::Year });
        let net = value(&Money { earned: Some(earned), bills: bills.clone(), per: Per::Year });
        assert_eq!(net, revenue - total);
        let each = Money { earned: None, bills, per: Per::Number(vec![charge(6, 1.0)]) };
        assert!((value(&each) * 7.0 * 7.1 - total * 0.77).abs() < 1e-12);
        assert_eq!(each.charges().count(), 6);
        assert!(Money { per: Per::Number(Vec::new()), ..each }.value(amount, 1.0).is_nan());
    }
}
