package org.wangge.basemap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.wangge.geo.TileId;
import org.wangge.intake.UntrustedSqlite;

/// MBTiles: an SQLite file with a table of tiles, rows counted from the south (specification 1.3). Where many tiles are alike,
/// programs keep each picture once and make a view of the two tables; these are asked instead, since a view may be anything.
final class MbTiles extends TileFile {

    /// The tables of a known way to keep tiles, and the question for one.
    private record Shape(List<String> tables, String data) {

        String one() {
            return data + " where zoom_level = ? and tile_column = ? and tile_row = ?";
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape(List.of("tiles"), "select tile_data from tiles"),
            new Shape(List.of("map", "images"), "select tile_data from map join images on images.tile_id = map.tile_id"),
            new Shape(List.of("tiles_shallow", "tiles_data"), "select tile_data from tiles_shallow join tiles_data"
                    + " on tiles_data.tile_data_id = tiles_shallow.tile_data_id"));
    private static final Map<String, Format> FORMATS = Map.of("png", Format.PNG, "jpg", Format.JPEG, "jpeg", Format.JPEG,
            "webp", Format.WEBP, "pbf", Format.VECTOR, "mvt", Format.VECTOR);
    private static final String AGAIN = "Make it, or copy it, anew.";
    private static final int HEADER_BYTES = 100;

    private final UntrustedSqlite sqlite;
    private final PreparedStatement one;
    private final Words words;

    MbTiles(Path file) {
        super(file);
        requireWhole();
        UntrustedSqlite opened = null;
        try {
            opened = new UntrustedSqlite(file);
            sqlite = opened;
            Shape shape = shape();
            requireIndex(shape);
            one = sqlite.connection().prepareStatement(
                    "select case when length(tile_data) <= " + MAX_TILE_BYTES + " then tile_data end from (" + shape.one() + ")");
            words = readWords(shape);
        } catch (SQLException | IOException e) {
            close(opened);
            throw refused("it is no SQLite file that can be read: " + e.getMessage() + ".", AGAIN);
        } catch (RuntimeException | Error e) {
            close(opened);
            throw e;
        }
    }

    /// SQLite itself notices what is missing only when it gets there.
    private void requireWhole() {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] header = new byte[HEADER_BYTES];
            if (in.length() < HEADER_BYTES) {
                throw refused("it has " + in.length() + " bytes, too few for an SQLite file.", AGAIN);
            }
            in.readFully(header);
            if (!new String(header, 0, 15, StandardCharsets.ISO_8859_1).equals("SQLite format 3")) {
                throw refused("it is no SQLite file, as MBTiles are.", "Give a file of MBTiles, or of PMTiles as .pmtiles.");
            }
            int page = (header[16] & 255) << 8 | header[17] & 255;
            long pages = (header[28] & 255L) << 24 | (header[29] & 255) << 16 | (header[30] & 255) << 8 | header[31] & 255;
            long whole = pages * (page == 1 ? 65_536 : page);
            if (in.length() < whole) {
                throw refused("it is cut off: it has " + in.length() + " bytes of " + whole + ".", AGAIN);
            }
            Path log = file.resolveSibling(file.getFileName() + "-wal");
            if (Files.exists(log) && Files.size(log) > 0) {
                throw refused("a part of it still stands in " + log.getFileName() + ".",
                        "Have the program that writes it close it.");
            }
        } catch (IOException e) {
            throw refused("it can't be read: " + e.getMessage() + ".", "Name a file that this user may read.");
        }
    }

    private Shape shape() throws SQLException {
        for (Shape shape : SHAPES) {
            boolean there = true;
            for (String table : shape.tables()) {
                there &= sqlite.isTable(table);
            }
            if (there) {
                return shape;
            }
        }
        throw refused("it has no table of tiles.", "Give a file of MBTiles: with tables tiles and metadata, or map and images.");
    }

    /// Else each tile would be looked for in the whole file.
    private void requireIndex(Shape shape) throws SQLException {
        try (PreparedStatement s = sqlite.connection().prepareStatement("explain query plan " + shape.one())) {
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    String step = rs.getString("detail");
                    if (step.startsWith("SCAN") || step.contains("AUTOMATIC")) {
                        String table = shape.tables().getFirst();
                        throw refused("its tiles have no index, so that each would be looked for in the whole file.",
                                "Make one: CREATE UNIQUE INDEX " + table + "_place ON " + table
                                        + " (zoom_level, tile_column, tile_row)"
                                        + (shape.tables().size() > 1 ? ", and one on the key of the pictures." : "."));
                    }
                }
            }
        }
    }

    private Words readWords(Shape shape) throws SQLException {
        Map<String, String> said = new LinkedHashMap<>();
        if (sqlite.isTable("metadata")) {
            try (PreparedStatement s = sqlite.connection().prepareStatement(
                    "select name, value from metadata where length(value) < 10000 limit 100"); ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    said.put(String.valueOf(rs.getString(1)), rs.getString(2));
                }
            }
        }
        sqlite.anew();
        byte[] first = null;
        int[] zooms = new int[2];
        try (PreparedStatement s = sqlite.connection().prepareStatement("select min(zoom_level), (select max(zoom_level) from "
                + shape.tables().getFirst() + ") from " + shape.tables().getFirst()); ResultSet rs = s.executeQuery()) {
            rs.next();
            zooms[0] = rs.getInt(1);
            zooms[1] = rs.getInt(2);
        }
        sqlite.anew();
        try (PreparedStatement s = sqlite.connection().prepareStatement("select tile_data from (" + shape.data()
                + ") where length(tile_data) between 1 and " + MAX_TILE_BYTES + " limit 1"); ResultSet rs = s.executeQuery()) {
            first = rs.next() ? rs.getBytes(1) : null;
        }
        if (first == null) {
            throw refused("it has no tiles.", AGAIN);
        }
        if (!isZoom(zooms[0]) || !isZoom(zooms[1])) {
            throw refused("its tiles are of zooms " + zooms[0] + " to " + zooms[1] + ".",
                    "Zooms go from 0 to " + TileId.MAX_ZOOM + ".");
        }
        String word = String.valueOf(said.get("format")).toLowerCase(Locale.ROOT);
        Format format = said.get("format") == null ? Format.of(first).orElse(null) : FORMATS.get(word);
        if (format == null) {
            throw refused("its format is '" + plain(word) + "'.", "Tiles may be png, jpg, webp or pbf.");
        }
        check(first, format);
        return new Words(plain(said.get("name")), plain(said.get("attribution")), format, zooms[0], zooms[1]);
    }

    @Override
    public Words words() {
        return words;
    }

    @Override
    public synchronized Optional<byte[]> tile(TileId id) {
        try {
            sqlite.anew();
            one.setInt(1, id.z());
            one.setInt(2, id.x());
            one.setInt(3, (1 << id.z()) - 1 - id.y());
            try (ResultSet rs = one.executeQuery()) {
                return rs.next() ? Optional.ofNullable(rs.getBytes(1)).filter(b -> b.length > 0) : Optional.empty();
            }
        } catch (SQLException e) {
            throw broken(e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        close(sqlite);
    }

    private static void close(UntrustedSqlite sqlite) {
        try {
            if (sqlite != null) {
                sqlite.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
