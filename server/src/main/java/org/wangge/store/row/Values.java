package org.wangge.store.row;

import java.sql.SQLException;
import java.time.LocalDate;
import org.locationtech.jts.geom.Geometry;

/// One row of [LayerTable#select], taken column by column from left to right; null where the database has null. For one thread.
/// A value that can't be what the column says is an `IllegalArgumentException` or a `DateTimeException`.
public interface Values {

    /// The first column, which may be asked for at any time.
    long id() throws SQLException;

    String text() throws SQLException;

    Integer integer() throws SQLException;

    Long number() throws SQLException;

    Double real() throws SQLException;

    LocalDate date() throws SQLException;

    Geometry geometry() throws SQLException;

    /// A number that has to be there.
    default long known() throws SQLException {
        Long value = number();
        if (value == null) {
            throw new IllegalArgumentException("a number that every row needs is missing");
        }
        return value;
    }
}
