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
import java.util.HashMap;
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

    /// The number of a tile by walking the curve from its beginning, as the figure of the specification shows it: slow, and
    /// another way than the program's.
    static long number(TileId id) {
        long before = 0;
        for (int z = 0; z < id.z(); z++) {
            before += 1L << 2 * z;
        }
        return before + curve(id.z()).get(id.x() << 16 | id.y());
    }

    private static final Map<Integer, Map<Integer, Long>> CURVES = new TreeMap<>();

    private static Map<Integer, Long> curve(int z) {
        return CURVES.computeIfAbsent(z, _ -> {
            // From the north-west to the north-east.
            int[] turtle = {0, 0, 1, 0};
            Map<Integer, Long> places = new HashMap<>();
            places.put(0, 0L);
            hilbert(z, 1, turtle, places);
            return places;
        });
    }

    /// A turtle draws the curve of a square: `side` 1 to the right of where it looks, -1 to the left.
    private static void hilbert(int level, int side, int[] turtle, Map<Integer, Long> places) {
        if (level == 0) {
            return;
        }
        turn(turtle, side);
        hilbert(level - 1, -side, turtle, places);
        forward(turtle, places);
        turn(turtle, -side);
        hilbert(level - 1, side, turtle, places);
        forward(turtle, places);
        hilbert(level - 1, side, turtle, places);
        turn(turtle, -side);
        forward(turtle, places);
        hilbert(level - 1, -side, turtle, places);
        turn(turtle, side);
    }

    private static void turn(int[] turtle, int side) {
        int dx = turtle[2];
        turtle[2] = -side * turtle[3];
        turtle[3] = side * dx;
    }

    private static void forward(int[] turtle, Map<Integer, Long> places) {
        turtle[0] += turtle[2];
        turtle[1] += turtle[3];
        places.put(turtle[0] << 16 | turtle[1], (long) places.size());
    }
}
