package org.wangge.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The layers of the system of record. `key()` is the name in paths, tiles, tables and on the command line; `columns()` are
/// the property names, without geometry.
public enum Layer {
    BRANCHES("code", "name"),
    GRIDS("code", "name", "branch", "parent", "kind", "person", "target_new_subscribers", "target_renewal_rate",
            "yellow_cards"),
    BUILDINGS(Stream.concat(Stream.of("code", "name", "address", "compound", "kind"),
            Arrays.stream(Count.values()).map(Count::column))
            .toArray(String[]::new)),
    PORTS("code", "kind", "technology", "building", "capacity", "used"),
    SIGHTINGS("code", "operator", "kind", "offer", "price", "severity", "confidence", "seen_at", "note"),
    BASE("code", "kind", "name"),
    PERSONS("code", "name", "phone"),
    ASSIGNMENTS("grid", "person", "role", "contract", "valid_from", "valid_to");

    private final List<String> columns;

    Layer(String... columns) {
        this.columns = List.of(columns);
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public List<String> columns() {
        return columns;
    }

    public static Optional<Layer> find(String key) {
        return Arrays.stream(values()).filter(l -> l.key().equals(key)).findFirst();
    }
}
