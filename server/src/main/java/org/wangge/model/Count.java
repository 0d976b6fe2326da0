package org.wangge.model;

import java.util.Arrays;
import java.util.Optional;
import org.wangge.model.Property.Better;
import org.wangge.model.Property.Kind;

/// The numbers that a building carries, in the order of [Counts]. [Registry] has their names and meanings.
public enum Count {
    HOUSEHOLDS("households", Kind.STOCK, null),
    HOMES_PASSED("homes_passed", Kind.STOCK, Better.UP),
    SUBSCRIBERS("subscribers", Kind.STOCK, Better.UP),
    FTTH_SUBSCRIBERS("ftth_subscribers", Kind.STOCK, Better.UP),
    TWO_WAY_SUBSCRIBERS("two_way_subscribers", Kind.STOCK, Better.UP),
    OPENING_SUBSCRIBERS("opening_subscribers", Kind.OPENING, null),
    NEW_SUBSCRIBERS("new_subscribers", Kind.FLOW, Better.UP),
    DISCONNECTS("disconnects", Kind.FLOW, Better.DOWN),
    DUE("due", Kind.FLOW, null),
    RENEWED("renewed", Kind.FLOW, Better.UP),
    COMPETITOR_SUBSCRIBERS("competitor_subscribers", Kind.STOCK, Better.DOWN),
    /// CNY per month, whole yuan.
    REVENUE("revenue", Kind.FLOW, Better.UP);

    private static final Count[] ALL = values();
    public static final int SIZE = ALL.length;

    private final String column;
    private final Kind kind;
    private final Better better;

    Count(String column, Kind kind, Better better) {
        this.column = column;
        this.kind = kind;
        this.better = better;
    }

    public String column() {
        return column;
    }

    /// What becomes of it over several periods.
    public Kind kind() {
        return kind;
    }

    /// Null where neither is.
    public Better better() {
        return better;
    }

    public static Optional<Count> find(String column) {
        return Arrays.stream(ALL).filter(c -> c.column.equals(column)).findFirst();
    }
}
