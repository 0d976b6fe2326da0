package org.wangge.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables whose rows the atlas holds. `key()` is the name in the database, in the change feed and in events; `columns()` are
/// the property names, without geometry. What is drawn and served as a layer of the map is a [Layer].
public enum Table {
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

    Table(String... columns) {
        this.columns = List.of(columns);
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public List<String> columns() {
        return columns;
    }

    /// `branches, grids, …`: those that there are, for people.
    public static String names() {
        return Arrays.stream(values()).map(Table::key).collect(Collectors.joining(", "));
    }

    public static Optional<Table> find(String key) {
        return Arrays.stream(values()).filter(t -> t.key().equals(key)).findFirst();
    }
}
