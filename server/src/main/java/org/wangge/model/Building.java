package org.wangge.model;

import org.locationtech.jts.geom.Geometry;

/// Premises (楼栋). `compound` names the residential compound (小区) that groups buildings, or null. `geometry` is the
/// footprint or, where only a position is known, a Point; WGS 84 lon/lat. A building belongs to the leaf grid in which its
/// interior point lies.
public record Building(
        long id, String code, String name, String address, String compound, String kind, Counts counts, Geometry geometry)
        implements Row {
    public Building {
        code = Valid.code(code);
        name = Valid.text("name", name);
        address = Valid.text("address", address);
        compound = Valid.text("compound", compound);
        kind = Valid.text("kind", kind);
        if (geometry.getDimension() == 0) {
            Valid.point(geometry);
        } else {
            Valid.areal(geometry);
        }
    }

    @Override
    public Table table() {
        return Table.BUILDINGS;
    }
}
