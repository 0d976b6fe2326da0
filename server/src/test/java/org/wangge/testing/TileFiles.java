package org.wangge.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.wangge.geo.TileId;

/// Files of tiles as programs make them, written from their specifications: MBTiles 1.3 and PMTiles 3.
public final class TileFiles {

    /// How an MBTiles file keeps its tiles: each in its row, or each picture once.
    public enum Keeping {
        ROWS(null),
        MAP("map images tile_id"),
        SHALLOW("tiles_shallow tiles_data tile_data_id");

        private final String names;

        Keeping(String names) {
            this.names = names;
        }
    }

    private TileFiles() {}

    /// Writes a file of these tiles and words.
    public static Path mbtiles(Path file, Keeping keeping, Map<String, String> words, Map<TileId, byte[]> tiles) {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file); Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.execute("CREATE TABLE metadata (name text, value text)");
            try (PreparedStatement p = c.prepareStatement("insert into metadata values (?, ?)")) {
                for (Map.Entry<String, String> word : words.entrySet()) {
                    p.setString(1, word.getKey());
                    p.setString(2, word.getValue());
                    p.execute();
                }
            }
            String[] names = keeping.names == null ? null : keeping.names.split(" ");
            if (names == null) {
                s.execute("CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)");
                s.execute("CREATE UNIQUE INDEX tile_index on tiles (zoom_level, tile_column, tile_row)");
            } else {
                s.execute("CREATE TABLE " + names[0] + " (zoom_level integer, tile_column integer, tile_row integer, " + names[2]
                        + " text, primary key (zoom_level, tile_column, tile_row))");
                s.execute("CREATE TABLE " + names[1] + " (" + names[2] + " text primary key, tile_data blob)");
                s.execute("CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM " + names[0] + " JOIN "
                        + names[1] + " USING (" + names[2] + ")");
            }
            for (Map.Entry<TileId, byte[]> tile : tiles.entrySet()) {
                TileId id = tile.getKey();
                String key = Integer.toHexString(Arrays.hashCode(tile.getValue()));
                try (PreparedStatement p = c.prepareStatement("insert into " + (names == null ? "tiles" : names[0])
                        + " values (?, ?, ?, ?)")) {
                    p.setInt(1, id.z());
                    p.setInt(2, id.x());
                    p.setInt(3, (1 << id.z()) - 1 - id.y());
                    if (names == null) {
                        p.setBytes(4, tile.getValue());
                    } else {
                        p.setString(4, key);
                    }
                    p.execute();
                }
                if (names != null) {
                    try (PreparedStatement p = c.prepareStatement("insert or ignore into " + names[1] + " values (?, ?)")) {
                        p.setString(1, key);
                        p.setBytes(2, tile.getValue());
                        p.execute();
                    }
                }
            }
            c.commit();
            return file;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a PMTiles file is like besides its tiles. `type`: 1 vector tiles, 2 PNG, …; `leaf`: so many entries to a directory
    /// below the root, 0 for the root alone; a `clustered` one has its tiles in the order of their numbers.
    public record Pm(int type, boolean packed, int leaf, boolean clustered, String metadata) {}

    /// Writes a file of these tiles; alike ones that follow each other are one entry.
    public static Path pmtiles(Path file, Pm pm, Map<TileId, byte[]> tiles) {
        TreeMap<Long, byte[]> numbered = new TreeMap<>();
        tiles.forEach((id, bytes) -> numbered.put(number(id), bytes));
        // Where each of the different pictures lies.
        List<byte[]> different = new ArrayList<>();
        numbered.values().stream().filter(t -> different.stream().noneMatch(d -> Arrays.equals(d, t))).forEach(different::add);
        if (!pm.clustered()) {
            Collections.shuffle(different, new Random(7));
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Map<String, Long> places = new LinkedHashMap<>();
        for (byte[] tile : different) {
            places.put(Arrays.toString(tile), (long) data.size());
            data.writeBytes(tile);
        }
        List<long[]> entries = new ArrayList<>();
        numbered.forEach((number, tile) -> {
            long place = places.get(Arrays.toString(tile));
            long[] last = entries.isEmpty() ? null : entries.getLast();
            if (last != null && last[0] + last[1] == number && last[3] == place) {
                last[1]++;
            } else {
                entries.add(new long[] {number, 1, tile.length, place});
            }
        });
        ByteArrayOutputStream leaves = new ByteArrayOutputStream();
        List<long[]> root = entries;
        if (pm.leaf() > 0) {
            root = new ArrayList<>();
            for (int from = 0; from < entries.size(); from += pm.leaf()) {
                List<long[]> part = entries.subList(from, Math.min(entries.size(), from + pm.leaf()));
                byte[] leaf = inner(directory(part), pm.packed());
                root.add(new long[] {part.getFirst()[0], 0, leaf.length, leaves.size()});
                leaves.writeBytes(leaf);
            }
        }
        byte[] rootBytes = inner(directory(root), pm.packed());
        byte[] metadata = inner(pm.metadata().getBytes(StandardCharsets.UTF_8), pm.packed());
        ByteBuffer header = ByteBuffer.allocate(127).order(ByteOrder.LITTLE_ENDIAN);
        header.put("PMTiles".getBytes(StandardCharsets.US_ASCII)).put((byte) 3);
        long at = 127;
        for (int length : new int[] {rootBytes.length, metadata.length, leaves.size(), data.size()}) {
            header.putLong(at).putLong(length);
            at += length;
        }
        header.putLong(numbered.size()).putLong(entries.size()).putLong(different.size());
        header.put((byte) (pm.clustered() ? 1 : 0)).put((byte) (pm.packed() ? 2 : 1))
                .put((byte) (pm.type() == 1 && pm.packed() ? 2 : 1)).put((byte) pm.type());
        header.put((byte) tiles.keySet().stream().mapToInt(TileId::z).min().orElse(0));
        header.put((byte) tiles.keySet().stream().mapToInt(TileId::z).max().orElse(0));
        try (var out = Files.newOutputStream(file)) {
            for (byte[] part : List.of(header.array(), rootBytes, metadata, leaves.toByteArray(), data.toByteArray())) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /// A feature of a vector tile: 1 a point, 2 a line, 3 an area of one ring, in units of 1/4096 of the tile.
    public record Drawn(int type, Map<String, String> properties, int[][] points) {}

    /// A vector tile of these layers (Mapbox Vector Tile 2.1).
    public static byte[] mvt(Map<String, List<Drawn>> layers) {
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        layers.forEach((name, features) -> {
            ByteArrayOutputStream layer = new ByteArrayOutputStream();
            field(layer, 1, name.getBytes(StandardCharsets.UTF_8));
            List<String> keys = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (Drawn drawn : features) {
                ByteArrayOutputStream tags = new ByteArrayOutputStream();
                drawn.properties().forEach((key, value) -> {
                    varint(tags, place(keys, key));
                    varint(tags, place(values, value));
                });
                ByteArrayOutputStream feature = new ByteArrayOutputStream();
                field(feature, 2, tags.toByteArray());
                varint(feature, 3 << 3);
                varint(feature, drawn.type());
                field(feature, 4, geometry(drawn));
                field(layer, 2, feature.toByteArray());
            }
            keys.forEach(key -> field(layer, 3, key.getBytes(StandardCharsets.UTF_8)));
            values.forEach(value -> {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                field(text, 1, value.getBytes(StandardCharsets.UTF_8));
                field(layer, 4, text.toByteArray());
            });
            varint(layer, 15 << 3);
            varint(layer, 2);
            field(tile, 3, layer.toByteArray());
        });
        return tile.toByteArray();
    }

    private static byte[] geometry(Drawn drawn) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int[] last = {0, 0};
        for (int i = 0; i < drawn.points().length; i++) {
            if (i < 2) {
                varint(out, i == 0 ? 1 << 3 | 1 : drawn.points().length - 1L << 3 | 2);
            }
            for (int axis = 0; axis < 2; axis++) {
                int step = drawn.points()[i][axis] - last[axis];
                varint(out, step << 1 ^ step >> 31);
                last[axis] = drawn.points()[i][axis];
            }
        }
        if (drawn.type() == 3) {
            varint(out, 1 << 3 | 7);
        }
        return out.toByteArray();
    }

    private static int place(List<String> all, String one) {
        if (!all.contains(one)) {
            all.add(one);
        }
        return all.indexOf(one);
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        varint(out, number << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] inner(byte[] bytes, boolean packed) {
        return packed ? gzip(bytes) : bytes;
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Entries of number, run, length and offset.
    private static byte[] directory(List<long[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, entries.size());
        long last = 0;
        for (long[] e : entries) {
            varint(out, e[0] - last);
            last = e[0];
        }
        entries.forEach(e -> varint(out, e[1]));
        entries.forEach(e -> varint(out, e[2]));
        for (int i = 0; i < entries.size(); i++) {
            long[] e = entries.get(i);
            boolean follows = i > 0 && e[3] == entries.get(i - 1)[3] + entries.get(i - 1)[2];
            varint(out, follows ? 0 : e[3] + 1);
        }
        return out.toByteArray();
    }

    public static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        for (; rest > 127; rest >>>= 7) {
            out.write((int) (rest & 127 | 128));
        }
        out.write((int) rest);
    }

    /// The number of a tile by the quarters of its square, of which the first is turned over one diagonal and the last over the
    /// other.
    static long number(TileId id) {
        long before = 0;
        for (int z = 0; z < id.z(); z++) {
            before += 1L << 2 * z;
        }
        return before + along(id.z(), id.x(), id.y());
    }

    private static long along(int z, int x, int y) {
        if (z == 0) {
            return 0;
        }
        int half = 1 << z - 1;
        long quarter = (long) half * half;
        if (x < half) {
            return y < half ? along(z - 1, y, x) : quarter + along(z - 1, x, y - half);
        }
        return y >= half ? 2 * quarter + along(z - 1, x - half, y - half)
                : 3 * quarter + along(z - 1, half - 1 - y, 2 * half - 1 - x);
    }
}
