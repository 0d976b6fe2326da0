package org.wangge.model;

import java.time.LocalDate;

/// Puts a person (`person`, an id) in charge of a grid (`grid`, an id) with a `role` (`grid_manager`, `customer_manager`,
/// `maintenance`) and a kind of `contract`, from `validFrom` to `validTo`, both inclusive, null when open.
public record Assignment(
        long id, long grid, long person, String role, String contract, LocalDate validFrom, LocalDate validTo) implements Row {
    public Assignment {
        role = Valid.text("role", role);
        contract = Valid.text("contract", contract);
        if (validFrom != null && validTo != null && validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException("valid_to " + validTo + " is before valid_from " + validFrom);
        }
    }

    public boolean isValidOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
    }

    /// An assignment has no key of the operator's; its id stands in.
    @Override
    public String code() {
        return String.valueOf(id);
    }

    @Override
    public Layer layer() {
        return Layer.ASSIGNMENTS;
    }
}
