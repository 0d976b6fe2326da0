package org.wangge.streets;

import java.util.Map;
import java.util.Optional;

/// What kinds of ground a border may run along, and how much longer a detour along it may be than one along a street.
public enum Way {
    STREET(1),
    /// Their banks and their tracks part a city as streets do, but are walked along less often.
    WATER(1.1),
    RAIL(1.1),
    PATH(1.3);

    private static final Map<String, Way> BY_KIND = Map.of(
            "motorway", STREET, "ring", STREET, "street", STREET, "path", PATH, "rail", RAIL, "water", WATER);

    final double cost;

    Way(double cost) {
        this.cost = cost;
    }

    /// That of a kind of [org.wangge.model.BaseFeature]; empty for what no border runs along.
    public static Optional<Way> of(String kind) {
        return Optional.ofNullable(kind).map(BY_KIND::get);
    }
}
