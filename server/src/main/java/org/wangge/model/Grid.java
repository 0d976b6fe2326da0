package org.wangge.model;

import org.locationtech.jts.geom.Geometry;

/// A grid (网格). `branch` is the id of its branch; `parent` the id of the grid above it, or null directly under the branch.
/// `geometry` is the area of a leaf, Polygon or MultiPolygon, WGS 84 lon/lat on the 1e-7 degree grid; null for a grid with
/// children, whose area is derived. `version` grows with each change of the row.
///
/// Targets: `targetNewSubscribers` in a year (households); `targetRenewalRate` 0..1; null when none is set. `yellowCards`: 0..2,
/// of which one warns and [#CARDS_FOR_REPLACEMENT] mean replacement; null when none are kept.
public record Grid(
        long id,
        int version,
        String code,
        String name,
        long branch,
        Long parent,
        String kind,
        Integer targetNewSubscribers,
        Double targetRenewalRate,
        Integer yellowCards,
        Geometry geometry)
        implements Row {

    /// So many yellow cards mean that the person in charge is replaced.
    public static final int CARDS_FOR_REPLACEMENT = 2;

    public Grid {
        code = Valid.code(code);
        name = Valid.text("name", name);
        kind = Valid.text("kind", kind);
        Registry.GRIDS.get("target_new_subscribers").check(targetNewSubscribers);
        Registry.GRIDS.get("target_renewal_rate").check(targetRenewalRate);
        Registry.GRIDS.get("yellow_cards").check(yellowCards);
        if (geometry != null) {
            Valid.areal(geometry);
        }
    }

    public Grid withGeometry(Geometry lonLat) {
        return new Grid(id, version, code, name, branch, parent, kind, targetNewSubscribers, targetRenewalRate, yellowCards,
                lonLat);
    }

    public Grid withParent(Long other) {
        return new Grid(id, version, code, name, branch, other, kind, targetNewSubscribers, targetRenewalRate, yellowCards,
                geometry);
    }

    @Override
    public Table table() {
        return Table.GRIDS;
    }
}
