//! A full factorial: every combination of the levels of some factors, made one at a time.

/// The combinations of factors with so many levels each; the first factor varies slowest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Number of levels of each factor. Without factors there is one combination, the empty one.
    pub sizes: Vec<u64>,
}

impl Grid {
    /// Number of combinations; `None` where it is 2^64 or more.
    pub fn count(&self) -> Option<u64> {
        // A factor without levels leaves nothing, however many combinations the others have.
        if self.sizes.contains(&0) {
            return Some(0);
        }
        self.sizes.iter().try_fold(1_u64, |product, &size| product.checked_mul(size))
    }

    /// The level of each factor, from 0 on, in the combination of this index, also from 0 on: the digits of the index
    /// in the mixed radix of the sizes. The index is below [`Grid::count`] where there is one.
    pub fn levels(&self, index: u64) -> Vec<usize> {
        assert!(
            self.count().is_none_or(|count| index < count),
            "combination {index} is beyond the last of the grid"
        );
        let mut rest = index;
        let mut levels = vec![0; self.sizes.len()];
        for (level, &size) in levels.iter_mut().zip(&self.sizes).rev() {
            *level =
                usize::try_from(rest % size).expect("a factor has fewer levels than there are addresses");
            rest /= size;
        }
        levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_factor_varies_slowest_and_each_combination_comes_once() {
        let grid = Grid { sizes: vec![2, 1, 3] };
        assert_eq!(grid.count(), Some(6));
        let all: Vec<Vec<usize>> = (0..6).map(|index| grid.levels(index)).collect();
        assert_eq!(all, [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2]]);
    }

    #[test]
    fn an_index_is_found_again_from_its_levels() {
        let grid = Grid { sizes: vec![7, 3, 11, 2, 5] };
        assert_eq!(grid.count(), Some(2_310));
        for index in 0..2_310 {
            let pairs = grid.levels(index).into_iter().zip(&grid.sizes);
            assert_eq!(pairs.fold(0, |sum, (level, size)| sum * size + level as u64), index);
        }
    }

    #[test]
    fn a_count_beyond_64_bits_is_none_and_its_first_combinations_are_there_all_the_same() {
        let grid = |factors: usize| Grid { sizes: vec![2; factors] };
        assert_eq!(grid(63).count(), Some(1 << 63));
        assert_eq!(grid(64).count(), None);
        let levels = grid(65).levels(u64::MAX);
        assert_eq!((levels[0], levels[1..].iter().sum::<usize>()), (0, 64));
    }

    #[test]
    fn without_factors_there_is_one_combination_and_without_levels_none() {
        assert_eq!(Grid { sizes: Vec::new() }.count(), Some(1));
        assert_eq!(Grid { sizes: Vec::new() }.levels(0), Vec::<usize>::new());
        assert_eq!(Grid { sizes: vec![1 << 40, 1 << 40, 0] }.count(), Some(0));
    }

    #[test]
    #[should_panic(expected = "combination 6 is beyond the last")]
    fn an_index_beyond_the_last_is_refused() {
        Grid { sizes: vec![2, 3] }.levels(6);
    }
}
