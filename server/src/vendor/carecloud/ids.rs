//! Ids of things that another system made, or people: they have none of the vendor's, and are shown under one of its form.

/// The vendor's own id, else one that is made of the row's.
pub(super) fn shown(vendor_id: Option<&str>, row: i64) -> String {
    vendor_id.map_or_else(|| format!("{row:026x}"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_made_of_a_row_has_the_vendors_form() {
        assert_eq!(shown(None, 4711), "00000000000000000000001267");
        assert_eq!(shown(Some("8bed991c68a4"), 4711), "8bed991c68a4");
    }
}
