package org.wangge.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Crs;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Assignment;
import org.wangge.model.Layer;

/// Reads a file of grids into drafts; rows with a fault go to the tally, and their codes are remembered, so that a child can
/// be told what became of its parent. One thread.
final class GridDrafts {

    private final Columns columns;
    private final Cells cells;
    private final PlaceReader places;
    private final Tally tally;
    private final CodeIndex codes = new CodeIndex();
    private final Map<String, GridDraft.Duty> persons = new HashMap<>();
    private final Map<String, Long> rejected = new HashMap<>();

    GridDrafts(Columns columns, Crs crs, Tally tally) {
        this.columns = columns;
        this.cells = new Cells(columns);
        this.places = new PlaceReader(columns, crs, Layer.GRIDS);
        this.tally = tally;
    }

    List<GridDraft> read(FeatureReader reader) {
        List<GridDraft> drafts = new ArrayList<>();
        for (FeatureReader.Feature f = reader.next(); f != null; f = reader.next()) {
            tally.read();
            cells.on(f);
            GridDraft draft = draft(f);
            if (cells.rejects().isEmpty()) {
                drafts.add(draft);
            } else {
                tally.reject(List.copyOf(cells.rejects()));
                if (draft.code() != null) {
                    rejected.putIfAbsent(draft.code(), f.row());
                }
            }
        }
        return drafts;
    }

    /// Codes whose row was rejected, and the row.
    Map<String, Long> rejected() {
        return rejected;
    }

    private GridDraft draft(FeatureReader.Feature f) {
        String code = cells.code(columns.index("code"));
        if (code != null) {
            long first = codes.put(code, f.row());
            if (first >= 0) {
                cells.reject(columns.field("code"), code, "stands in row " + first + " already; a code may occur once");
            }
        }
        Geometry area = places.read(f, cells, false);
        return new GridDraft(
                f.row(),
                code,
                cells.text("name"),
                cells.text("branch"),
                cells.text("parent"),
                cells.text("kind"),
                cells.whole("target_new_subscribers"),
                cells.decimal("target_renewal_rate"),
                cells.whole("yellow_cards"),
                cells.whole("level"),
                duty(),
                area == null ? null : FixedPoint.fixed(area));
    }

    private GridDraft.Duty duty() {
        String person = cells.text("person");
        String personCode = cells.text("person_code");
        String phone = cells.text("phone");
        String role = cells.text("role");
        String contract = cells.text("contract");
        LocalDate from = cells.day("valid_from");
        LocalDate to = cells.day("valid_to");
        if (from != null && to != null && to.isBefore(from)) {
            cells.reject(columns.field("valid_to"), to.toString(), "is before valid_from " + from);
        }
        if (person == null && personCode == null) {
            return null;
        }
        GridDraft.Duty duty = new GridDraft.Duty(
                personCode == null ? person : personCode, person, phone, role == null ? Assignment.GRID_MANAGER : role, contract,
                from, to);
        GridDraft.Duty before = persons.putIfAbsent(duty.personCode(), duty);
        if (before != null) {
            same("person", before.person(), person, duty.personCode());
            same("phone", before.phone(), phone, duty.personCode());
        }
        return duty;
    }

    private void same(String column, String before, String now, String code) {
        if (before != null && now != null && !before.equals(now)) {
            cells.reject(columns.field(column), now, "another row has \"" + before + "\" for the same person " + code
                    + "; tell two people apart by the column person_code");
        }
    }
}
