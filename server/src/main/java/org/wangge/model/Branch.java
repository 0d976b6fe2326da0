package org.wangge.model;

import org.locationtech.jts.geom.Geometry;

/// Root of one grid tree (市分公司). `outline` is the service area: Polygon or MultiPolygon, WGS 84 lon/lat, or null when it is
/// the union of its grids.
public record Branch(long id, String code, String name, Geometry outline) implements Row {
    public Branch {
        code = Valid.code(code);
        name = Valid.text("name", name);
        if (outline != null) {
            Valid.areal(outline);
        }
    }

    @Override
    public Table table() {
        return Table.BRANCHES;
    }
}
