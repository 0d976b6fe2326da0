package org.wangge.model;

import org.locationtech.jts.geom.Geometry;

/// Ground of the map where no basemap can be had: `kind` is one of `water`, `park`, `block`, `building`, `motorway`, `ring`,
/// `street`, `path`, `rail`, `town`, `village`; other kinds are kept and drawn plainly. Any geometry but a collection, WGS 84
/// lon/lat.
public record BaseFeature(long id, String code, String kind, String name, Geometry geometry) implements Row {
    public BaseFeature {
        code = Valid.code(code);
        kind = Valid.text("kind", kind);
        name = Valid.text("name", name);
        Valid.inWorld(geometry);
    }

    @Override
    public Table table() {
        return Table.BASE;
    }
}
