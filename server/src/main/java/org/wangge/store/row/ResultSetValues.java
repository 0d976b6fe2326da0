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
        int v = rows.getInt(++column);
        return v == 0 && rows.wasNull() ? null : (Integer) v;
    }

    @Override
    public Long number() throws SQLException {
        long v = rows.getLong(++column);
        return v == 0 && rows.wasNull() ? null : (Long) v;
    }

    @Override
    public Double real() throws SQLException {
        double v = rows.getDouble(++column);
        return v == 0 && rows.wasNull() ? null : (Double) v;
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
