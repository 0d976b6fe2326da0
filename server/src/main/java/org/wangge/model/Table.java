package org.wangge.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tables whose rows the atlas holds; [Registry] says what is in them. What is drawn and served as a layer of the map is a
/// [Layer].
public enum Table {
    BRANCHES,
    GRIDS,
    BUILDINGS,
    PORTS,
    SIGHTINGS,
    BASE,
    PERSONS,
    ASSIGNMENTS;

    /// The name in the database, in the change feed and in events.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// `branches, grids, …`: those that there are, for people.
    public static String names() {
        return Arrays.stream(values()).map(Table::key).collect(Collectors.joining(", "));
    }

    public static Optional<Table> find(String key) {
        return Arrays.stream(values()).filter(t -> t.key().equals(key)).findFirst();
    }
}
