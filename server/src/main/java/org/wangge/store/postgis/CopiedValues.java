package org.wangge.store.postgis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.locationtech.jts.geom.Geometry;
import org.wangge.store.row.GeometryDecoder;
import org.wangge.store.row.Values;

/// A row as PostgreSQL's `COPY … (FORMAT binary)` sends it: the number of columns, then each with its length in bytes before it
/// (-1: null), numbers in network order.
final class CopiedValues implements Values {

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    private final GeometryDecoder geometries = new GeometryDecoder();
    private byte[] row;
    private ByteBuffer in;

    /// Goes to this row, whose first column is an id.
    void start(byte[] copied) {
        row = copied;
        in = ByteBuffer.wrap(copied);
        in.getShort();
    }

    @Override
    public long id() {
        return in.getLong(Short.BYTES + Integer.BYTES);
    }

    @Override
    public String text() {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        return new String(row, skip(length), length, StandardCharsets.UTF_8);
    }

    @Override
    public Integer integer() {
        Long value = number();
        return value == null ? null : (Integer) Math.toIntExact(value);
    }

    @Override
    public Long number() {
        int length = in.getInt();
        return switch (length) {
            case -1 -> null;
            case Short.BYTES -> (long) in.getShort();
            case Integer.BYTES -> (long) in.getInt();
            case Long.BYTES -> in.getLong();
            default -> throw new IllegalArgumentException("a whole number has " + length + " bytes");
        };
    }

    @Override
    public Double real() {
        int length = in.getInt();
        return switch (length) {
            case -1 -> null;
            case Float.BYTES -> (double) in.getFloat();
            case Double.BYTES -> in.getDouble();
            default -> throw new IllegalArgumentException("a number has " + length + " bytes");
        };
    }

    /// `infinity` and `-infinity`, the ends of the range of integers, are refused: no calendar has these days.
    @Override
    public LocalDate date() {
        Integer days = integer();
        if (days == null) {
            return null;
        }
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            throw new IllegalArgumentException("a date is infinite");
        }
        return FIRST_DAY.plusDays(days);
    }

    @Override
    public Geometry geometry() {
        int length = in.getInt();
        return length < 0 ? null : geometries.decode(row, skip(length), length);
    }

    /// Answers where the column begins and goes behind it.
    private int skip(int length) {
        int from = in.position();
        in.position(from + length);
        return from;
    }
}
