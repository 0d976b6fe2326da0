package org.wangge.model;

import java.time.LocalDate;
import java.util.Comparator;

/// Puts a person (`person`, an id) in charge of a grid (`grid`, an id) with a `role` (`grid_manager`, `customer_manager`,
/// `maintenance`) and a kind of `contract`, from `validFrom` to `validTo`, both inclusive, null when open.
public record Assignment(
        long id, long grid, long person, String role, String contract, LocalDate validFrom, LocalDate validTo) implements Row {

    /// The role of the one person who answers for a grid.
    public static final String GRID_MANAGER = "grid_manager";
    /// The role of those among whom the subscribers of a grid are shared out.
    public static final String CUSTOMER_MANAGER = "customer_manager";

    /// The order in which those are named who look after a grid on one day. The first is the person in charge: the grid manager
    /// who took over last, or where there is none whoever was assigned first.
    public static final Comparator<Assignment> FIRST_IN_CHARGE =
            Comparator.comparingLong(Assignment::rank).thenComparingLong(Assignment::id);

    public Assignment {
        role = Valid.text("role", role);
        contract = Valid.text("contract", contract);
        if (validFrom != null && validTo != null && validTo.isBefore(validFrom)) {
            throw new IllegalArgumentException("valid_to " + validTo + " is before valid_from " + validFrom);
        }
    }

    private long rank() {
        long begun = validFrom == null ? LocalDate.MIN.toEpochDay() : validFrom.toEpochDay();
        return GRID_MANAGER.equals(role) ? -begun : Long.MAX_VALUE;
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
    public Table table() {
        return Table.ASSIGNMENTS;
    }
}
