package org.wangge.store.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.locationtech.jts.geom.Geometry;

/// The current row of a result set.
public final class ResultSetValues implements Values {

    private final ResultSet rows;
    private final GeometryDecoder geometries = new GeometryDecoder();
    private int column;

    public ResultSetValues(ResultSet rows) {
        this.rows = rows;
    }

    /// Goes to the next row; false when there is none.
    public boolean next() throws SQLException {
        column = 0;
        return rows.next();
    }

    @Override
    public long id() throws SQLException {
        return rows.getLong(1);
    }

    @Override
    public String text() throws SQLException {
        return rows.getString(++column);
    }

    @Override
    public Integer integer() throws SQLException {
        Long v = number();
        if (v != null && v.intValue() != v) {
            throw notA("whole number up to " + Integer.MAX_VALUE, v);
        }
        return v == null ? null : (Integer) v.intValue();
    }

    /// SQLite keeps what is given to it, whatever the column is declared as, and makes 0 of a word when it is asked for a number.
    @Override
    public Long number() throws SQLException {
        return switch (rows.getObject(++column)) {
            case null -> null;
            case Integer v -> (Long) v.longValue();
            case Long v -> v;
            case Object v -> throw notA("whole number", v);
        };
    }

    @Override
    public Double real() throws SQLException {
        return switch (rows.getObject(++column)) {
            case null -> null;
            case Number v -> (Double) v.doubleValue();
            case Object v -> throw notA("number", v);
        };
    }

    private IllegalArgumentException notA(String kind, Object value) throws SQLException {
        return new IllegalArgumentException(rows.getMetaData().getColumnLabel(column) + " is "
                + (value instanceof byte[] bytes ? bytes.length + " bytes" : "'" + value + "'") + ", which is no " + kind);
    }

    @Override
    public LocalDate date() throws SQLException {
        String iso = rows.getString(++column);
        return iso == null ? null : LocalDate.parse(iso);
    }

    @Override
    public Geometry geometry() throws SQLException {
        byte[] bytes = rows.getBytes(++column);
        return bytes == null ? null : geometries.decode(bytes, 0, bytes.length);
    }
}
