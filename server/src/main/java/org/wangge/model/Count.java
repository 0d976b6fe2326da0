package org.wangge.model;

import java.util.Arrays;
import java.util.Optional;

/// The numbers that a building carries, in the order of [Counts]. The column name is the same in files, database, tiles and
/// GeoJSON.
public enum Count {
    HOUSEHOLDS("households"),
    HOMES_PASSED("homes_passed"),
    SUBSCRIBERS("subscribers"),
    FTTH_SUBSCRIBERS("ftth_subscribers"),
    TWO_WAY_SUBSCRIBERS("two_way_subscribers"),
    OPENING_SUBSCRIBERS("opening_subscribers"),
    NEW_SUBSCRIBERS("new_subscribers"),
    DISCONNECTS("disconnects"),
    DUE("due"),
    RENEWED("renewed"),
    COMPETITOR_SUBSCRIBERS("competitor_subscribers"),
    /// CNY per month, whole yuan.
    REVENUE("revenue");

    private static final Count[] ALL = values();
    public static final int SIZE = ALL.length;

    private final String column;

    Count(String column) {
        this.column = column;
    }

    public String column() {
        return column;
    }

    public static Optional<Count> find(String column) {
        return Arrays.stream(ALL).filter(c -> c.column.equals(column)).findFirst();
    }
}
