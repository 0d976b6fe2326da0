package org.wangge.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is imported, drawn and served as a layer of the map: the tables whose rows lie somewhere. `places()` says what geometry a
/// row may have.
public enum Layer {
    BRANCHES(Table.BRANCHES, Places.AREA),
    GRIDS(Table.GRIDS, Places.AREA),
    BUILDINGS(Table.BUILDINGS, Places.POINT_OR_AREA),
    PORTS(Table.PORTS, Places.POINT),
    SIGHTINGS(Table.SIGHTINGS, Places.POINT),
    BASE(Table.BASE, Places.ANY);

    /// Geometry that the rows of a layer have. An area is a Polygon or MultiPolygon, and may be missing where it follows from
    /// other rows; `ANY` is anything but a collection.
    public enum Places {
        AREA,
        POINT_OR_AREA,
        POINT,
        ANY
    }

    private final Table table;
    private final Places places;

    Layer(Table table, Places places) {
        this.table = table;
        this.places = places;
    }

    public Table table() {
        return table;
    }

    public Places places() {
        return places;
    }

    /// The name in paths, tiles and on the command line: that of the table.
    public String key() {
        return table.key();
    }

    public static Optional<Layer> find(String key) {
        return Arrays.stream(values()).filter(l -> l.key().equals(key)).findFirst();
    }

    /// `branches, grids, …`: those that there are, for people.
    public static String names() {
        return Arrays.stream(values()).map(Layer::key).collect(Collectors.joining(", "));
    }
}
