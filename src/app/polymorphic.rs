//! What polymorphic associations ask of the rows that they lead to, or start from.

use super::{Filter, FilterKind};

impl FilterKind {
    /// What filters of polymorphic associations are called.
    pub const POLYMORPHIC: &str = "polymorphic association";
}

impl Filter {
    /// Whether it is what a polymorphic association asks of the column that names a class.
    pub fn is_polymorphic(&self) -> bool {
        self.label == FilterKind::POLYMORPHIC
    }

    /// Whether it is about the row that such an association starts from: what it needs to lead anywhere.
    pub fn is_of_own_row(&self) -> bool {
        self.is_polymorphic() && self.table.is_none()
    }
}
