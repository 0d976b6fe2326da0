package org.wangge.intake;

import java.time.LocalDate;
import org.locationtech.jts.geom.Geometry;

/// A grid as a file has it, each cell checked, before its place in the tree is known. `area` is fixed (1e-7 degree), null
/// when the row has none; `branch` and `parent` are codes; `duty` is null when the row names nobody.
record GridDraft(
        long row,
        String code,
        String name,
        String branch,
        String parent,
        String kind,
        Integer targetNewSubscribers,
        Double targetRenewalRate,
        Integer yellowCards,
        Integer level,
        Duty duty,
        Geometry area) {

    /// Who is responsible for the grid. `phone`, `contract` and the days may be null.
    record Duty(String personCode, String person, String phone, String role, String contract, LocalDate from, LocalDate to) {}
}
