package org.wangge.model;

import org.locationtech.jts.geom.Geometry;

/// A network access device (端口). `building` is the code of the building it stands in, or null. `capacity` and `used` count
/// ports; null capacity is 容量不详, unknown. `used` above `capacity` is kept and listed as a data error. `managedBy` is the unit
/// that maintains it (维护单位), or null.
public record Port(
        long id, String code, String kind, String technology, String building, Integer capacity, Integer used,
        String managedBy, Geometry location)
        implements Row {
    public Port {
        code = Valid.code(code);
        kind = Valid.text("kind", kind);
        technology = Valid.text("technology", technology);
        building = Valid.text("building", building);
        managedBy = Valid.text("managed_by", managedBy);
        Registry.PORTS.get("capacity").check(capacity);
        Registry.PORTS.get("used").check(used);
        Valid.point(location);
    }

    /// A device of which no more is known.
    public Port(
            long id, String code, String kind, String technology, String building, Integer capacity, Integer used,
            Geometry location) {
        this(id, code, kind, technology, building, capacity, used, null, location);
    }

    @Override
    public Table table() {
        return Table.PORTS;
    }
}
