package org.wangge.intake;

/// What is wrong with one cell or geometry, before it is known which field of which row it is. Thrown inside the readers of
/// single values and turned into a reject by [RowMapper]; it carries no stack trace, since a broken file may have a million.
final class Fault extends Exception {

    /// The part of a position that is wrong, where it stands in a column of its own.
    enum Axis {
        BOTH,
        X,
        Y
    }

    private final String value;
    private final Axis axis;

    Fault(String value, String reason) {
        this(value, reason, Axis.BOTH);
    }

    Fault(String value, String reason, Axis axis) {
        super(reason, null, false, false);
        this.value = value;
        this.axis = axis;
    }

    String value() {
        return value;
    }

    String reason() {
        return getMessage();
    }

    Axis axis() {
        return axis;
    }
}
