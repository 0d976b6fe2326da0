package org.wangge.store.postgis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.WKBWriter;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.wangge.store.row.LayerTable.Column;
import org.wangge.store.row.RowEntity;

/// Writes rows in PostgreSQL's binary COPY format. The rows are gathered into pieces and each piece is one COPY, so that the
/// connection is free for other statements while the next rows are fetched.
final class CopyWriter {

    private static final int PIECE_BYTES = 4 << 20;
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long POSTGRES_EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();

    private final PGConnection connection;
    private final String sql;
    private final List<Column> columns;
    private final WKBWriter wkb = new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN, true);
    private ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES + (PIECE_BYTES >> 3)).put(HEADER);

    CopyWriter(Connection connection, String table, List<Column> columns) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
        this.columns = columns;
        this.sql = "copy " + table + columns.stream().map(Column::name).collect(Collectors.joining(", ", " (", ")"))
                + " from stdin (format binary)";
    }

    void write(RowEntity row) throws SQLException {
        room(Short.BYTES).putShort((short) columns.size());
        for (Column column : columns) {
            put(column, column.valueIn(row));
        }
        if (piece.position() >= PIECE_BYTES) {
            flush();
        }
    }

    /// Sends what is gathered; called once more at the end.
    void flush() throws SQLException {
        if (piece.position() == HEADER.length) {
            return;
        }
        room(Short.BYTES).putShort((short) -1);
        CopyIn copy = connection.getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(piece.array(), 0, piece.position());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        piece.clear().put(HEADER);
    }

    private void put(Column column, Object value) {
        if (value == null) {
            room(Integer.BYTES).putInt(-1);
            return;
        }
        switch (column.kind()) {
            case TEXT -> put(((String) value).getBytes(StandardCharsets.UTF_8));
            case INTEGER -> room(8).putInt(Integer.BYTES).putInt((Integer) value);
            case LONG -> room(12).putInt(Long.BYTES).putLong((Long) value);
            case DOUBLE -> room(12).putInt(Double.BYTES).putDouble((Double) value);
            case DATE -> room(8).putInt(Integer.BYTES).putInt((int) (((LocalDate) value).toEpochDay() - POSTGRES_EPOCH_DAY));
            case GEOMETRY -> {
                Geometry lonLat = (Geometry) value;
                if (lonLat.getSRID() != 4326) {
                    lonLat = lonLat.copy();
                    lonLat.setSRID(4326);
                }
                put(wkb.write(lonLat));
            }
        }
    }

    private void put(byte[] bytes) {
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    }

    private ByteBuffer room(int bytes) {
        if (piece.remaining() < bytes) {
            int larger = Math.max(piece.capacity() * 2, piece.position() + bytes);
            piece = ByteBuffer.wrap(Arrays.copyOf(piece.array(), larger)).position(piece.position());
        }
        return piece;
    }
}
