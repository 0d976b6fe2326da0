package org.wangge.basemap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wangge.basemap.TileFile.Format;
import org.wangge.geo.TileId;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.TileFiles;
import org.wangge.testing.TileFiles.Keeping;
import org.wangge.testing.TileFiles.Pm;

/// Files of tiles: whole ones give each tile, others are refused in words.
@Timeout(600)
class TileFileTest {

    @TempDir
    Path folder;

    @Test
    void tilesAreNumberedAlongTheCurveOfTheSpecification() {
        assertEquals(0, PmTiles.number(0, 0, 0));
        assertEquals(List.of(1L, 2L, 3L, 4L),
                List.of(PmTiles.number(1, 0, 0), PmTiles.number(1, 0, 1), PmTiles.number(1, 1, 1), PmTiles.number(1, 1, 0)));
        assertEquals(5, PmTiles.number(2, 0, 0));
        assertEquals(19_078_479, PmTiles.number(12, 3423, 1763));
    }

    @ParameterizedTest
    @EnumSource
    void mbTilesGiveEachTileWhateverWayTheyKeepThem(Keeping keeping) {
        Map<TileId, byte[]> tiles = pictures(5);
        Path file = TileFiles.mbtiles(folder.resolve("town.mbtiles"), keeping,
                Map.of("name", "Town", "format", "png", "attribution", "<a href='x'>&copy; Town</a>"), tiles);
        try (TileFile opened = TileFile.open(file)) {
            assertEquals(new TileFile.Words("Town", "© Town", Format.PNG, 0, 5), opened.words());
            requireAll(opened, tiles);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0, true", "true, 0, true", "true, 7, true", "false, 100, false", "true, 0, false", "true, 1, false"})
    void pmTilesGiveEachTileWhateverTheirDirectoriesAreLike(boolean packed, int leaf, boolean clustered) {
        Map<TileId, byte[]> tiles = pictures(5);
        Path file = TileFiles.pmtiles(folder.resolve("town.PMTILES"),
                new Pm(2, packed, leaf, clustered, "{\"name\":\"Town\",\"attribution\":\"© Town\"}"), tiles);
        try (TileFile opened = TileFile.open(file)) {
            assertEquals(new TileFile.Words("Town", "© Town", Format.PNG, 0, 5), opened.words());
            requireAll(opened, tiles);
        }
    }

    private static void requireAll(TileFile opened, Map<TileId, byte[]> tiles) {
        for (int z = 0; z <= 6; z++) {
            for (int x = 0; x < 1 << z; x++) {
                for (int y = 0; y < 1 << z; y++) {
                    TileId id = new TileId(z, x, y);
                    Optional<byte[]> found = opened.tile(id);
                    assertEquals(tiles.containsKey(id), found.isPresent(), id.toString());
                    found.ifPresent(bytes -> assertArrayEquals(tiles.get(id), bytes, id.toString()));
                }
            }
        }
        assertTrue(opened.tile(new TileId(22, 4_194_303, 0)).isEmpty());
    }

    /// Every third tile is missing, many are alike.
    private static Map<TileId, byte[]> pictures(int zooms) {
        Map<TileId, byte[]> tiles = new LinkedHashMap<>();
        for (int z = 0; z <= zooms; z++) {
            for (int x = 0; x < 1 << z; x++) {
                for (int y = 0; y < 1 << z; y++) {
                    if ((x + y + z) % 3 > 0 || z == 0) {
                        tiles.put(new TileId(z, x, y), picture(x < 4 ? "sea" : z + " " + x + " " + y));
                    }
                }
            }
        }
        return tiles;
    }

    /// Begins as a picture does; what follows nobody reads here.
    private static byte[] picture(String text) {
        byte[] words = text.getBytes(StandardCharsets.UTF_8);
        byte[] picture = Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 8 + words.length);
        System.arraycopy(words, 0, picture, 8, words.length);
        return picture;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE tiles | it has no table of tiles. | \
            Give a file of MBTiles: with tables tiles and metadata, or map and images.
            DELETE FROM tiles | it has no tiles. | Make it, or copy it, anew.
            DROP INDEX tile_index | its tiles have no index, so that each would be looked for in the whole file. | \
            Make one: CREATE UNIQUE INDEX tiles_place ON tiles (zoom_level, tile_column, tile_row).
            UPDATE metadata SET value = 'tiff' | its format is 'tiff'. | Tiles may be png, jpg, webp or pbf.
            UPDATE metadata SET value = 'pbf' | its tiles are said to be vector tiles, and the first one is PNG. | \
            Make it anew: each tile must be a picture (PNG, JPEG, WebP) or a vector tile, plain or gzipped.
            UPDATE tiles SET tile_data = 'nothing' | its tiles are said to be PNG, and the first one is nothing that is known \
            here. | \
            Make it anew: each tile must be a picture (PNG, JPEG, WebP) or a vector tile, plain or gzipped.
            UPDATE tiles SET zoom_level = zoom_level + 30 | its tiles are of zooms 30 to 33. | Zooms go from 0 to 22.
            """)
    void anMbTilesFileThatCannotBeIsRefusedInWords(String sql, String what, String remedy) throws SQLException {
        Path file = TileFiles.mbtiles(folder.resolve("town.mbtiles"), Keeping.ROWS, Map.of("format", "png"), pictures(3));
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file); Statement s = c.createStatement()) {
            s.execute(sql);
        }
        assertEquals(new Problem.BadInput("Basemap '" + file + "': " + what, remedy), refusal(file));
    }

    /// A view may compute without end.
    @Test
    void whatAnMbTilesFileBringsAlongIsNotRun() throws SQLException {
        Path file = TileFiles.mbtiles(folder.resolve("town.mbtiles"), Keeping.ROWS, Map.of("format", "png"), pictures(1));
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file); Statement s = c.createStatement()) {
            s.execute("DROP TABLE tiles");
            s.execute("CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                    + " SELECT i AS zoom_level, i AS tile_column, i AS tile_row, x'89504e47' AS tile_data FROM n");
        }
        assertEquals("Basemap '" + file + "': it has no table of tiles.", refusal(file).detail());
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        Path mb = TileFiles.mbtiles(folder.resolve("town.mbtiles"), Keeping.ROWS, Map.of("format", "png"), pictures(5));
        byte[] whole = Files.readAllBytes(mb);
        Files.write(mb, Arrays.copyOf(whole, whole.length / 2));
        assertEquals("Basemap '" + mb + "': it is cut off: it has " + whole.length / 2 + " bytes of " + whole.length + ".",
                refusal(mb).detail());
        Path pm = TileFiles.pmtiles(folder.resolve("town.pmtiles"), new Pm(2, true, 9, true, "{}"), pictures(5));
        byte[] all = Files.readAllBytes(pm);
        for (int n = 0; n < all.length; n += 1 + n / 40) {
            Files.write(pm, Arrays.copyOf(all, n));
            assertTrue(refusal(pm).detail().startsWith("Basemap '" + pm + "': it "), () -> refusal(pm).detail());
        }
    }

    @Test
    void whatIsNoSuchFileAtAllIsRefused() throws IOException {
        for (String name : List.of("a.mbtiles", "a.pmtiles")) {
            Path file = folder.resolve(name);
            Files.writeString(file, "a text of more than 127 characters, as long as the head of such a file is. ".repeat(4));
            assertTrue(refusal(file).detail().matches(".*: it (is no SQLite file, as MBTiles are|does not begin as PMTiles do)."),
                    () -> refusal(file).detail());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7 | 2 | it is of version 2 of PMTiles. | Convert it to version 3.
            97 | 3 | its directories are packed in a way that is not known here (3). | Pack them with gzip.
            98 | 4 | its tiles are packed in a way that is not known here (4). | \
            Pack vector tiles with gzip, and pictures not at all.
            99 | 5 | its tiles are of a type that is not drawn here (5). | They may be vector tiles, PNG, JPEG or WebP.
            99 | 1 | its tiles are said to be vector tiles, and the first one is PNG. | Make it anew: each tile must be a \
            picture (PNG, JPEG, WebP) or a vector tile, plain or gzipped.
            101 | 40 | its tiles are of zooms 0 to 40. | Zooms go from 0 to 22.
            """)
    void aPmTilesFileOfAnotherKindIsRefusedInWords(int at, int value, String what, String remedy) throws IOException {
        Path file = TileFiles.pmtiles(folder.resolve("town.pmtiles"), new Pm(2, false, 0, true, "{}"), pictures(3));
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] = (byte) value;
        Files.write(file, bytes);
        assertEquals(new Problem.BadInput("Basemap '" + file + "': " + what, remedy), refusal(file));
    }

    /// Whatever bytes are others, it is refused in words, or tiles come or don't: nothing else happens.
    @Test
    void aPmTilesFileWithOtherBytesDoesNoHarm() throws IOException {
        Path file = folder.resolve("town.pmtiles");
        byte[] whole = Files.readAllBytes(TileFiles.pmtiles(file, new Pm(2, false, 5, true, "{}"), pictures(4)));
        Random random = new Random(20_261_128L);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] bytes = whole.clone();
            for (int k = 0; k < 1 + i % 3; k++) {
                // The head and the directories, most of all.
                bytes[7 + random.nextInt(Math.min(bytes.length, 1_000) - 7)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try (TileFile opened = TileFile.open(file)) {
                for (TileId id : pictures(3).keySet()) {
                    try {
                        opened.tile(id);
                    } catch (ProblemException e) {
                        assertEquals(Problem.Unavailable.class, e.problem().getClass());
                    }
                }
            } catch (ProblemException e) {
                assertEquals(Problem.BadInput.class, e.problem().getClass());
                refused++;
            }
        }
        assertTrue(refused > 100 && refused < 500, refused + " refused");
    }

    @Test
    void directoriesThatPointToThemselvesAreNoLabyrinth() throws IOException {
        Path file = TileFiles.pmtiles(folder.resolve("town.pmtiles"), new Pm(2, false, 1, true, "{}"), pictures(2));
        edit(file, bytes -> {
            // The root has a run of 0 for each; the leaf directories get the same bytes.
            int root = 127;
            int length = bytes[16];
            int leaves = root + length + 2;
            byte[] copy = bytes.clone();
            // One entry: number 0, no run, of 5 bytes, at 0: itself.
            System.arraycopy(new byte[] {1, 0, 0, 5, 1}, 0, copy, leaves, 5);
            return copy;
        });
        assertEquals("Basemap '" + file + "': it can't be read: its directories lie in one another more than 4 deep.",
                refusal(file).detail());
    }

    @Test
    void whatUnpacksWithoutEndIsRefused() throws IOException {
        ByteArrayOutputStream layers = new ByteArrayOutputStream();
        layers.write(0x1a);
        layers.writeBytes(new byte[TileFile.MAX_UNPACKED_BYTES + 1]);
        Map<TileId, byte[]> bomb = Map.of(new TileId(0, 0, 0), TileFiles.gzip(layers.toByteArray()));
        List<Path> files = new ArrayList<>();
        files.add(TileFiles.mbtiles(folder.resolve("bomb.mbtiles"), Keeping.ROWS, Map.of("format", "pbf"), bomb));
        files.add(TileFiles.pmtiles(folder.resolve("bomb.pmtiles"), new Pm(1, true, 0, true, "{}"), bomb));
        for (Path file : files) {
            assertEquals("Basemap '" + file + "': its first tile can't be unpacked: it holds more than 16 MiB.",
                    refusal(file).detail());
        }
    }

    @Test
    void anOptionNamesAFileAndTheFileItsNameAndWhoMadeIt() {
        Path file = TileFiles.mbtiles(folder.resolve("Town Map.mbtiles"), Keeping.ROWS,
                Map.of("format", "png", "name", "城区", "attribution", "© Survey"), pictures(2));
        try (Basemaps maps = new Basemaps(
                BasemapOption.parseAll(List.of(file.toString(), file + ",name=Mine,crs=GCJ-02")), null)) {
            Basemap town = maps.find("town-map").orElseThrow();
            assertEquals("城区", town.title());
            assertEquals(new Basemap.Credit("© Survey", null), town.credit());
            Basemap mine = maps.find("town-map-2").orElseThrow();
            assertEquals("Mine", mine.title());
            assertEquals(Basemap.Datum.GCJ02, mine.datum());
            assertEquals(List.of(), maps.origins());
        }
    }

    private static void edit(Path file, UnaryOperator<byte[]> change) throws IOException {
        Files.write(file, change.apply(Files.readAllBytes(file)));
    }

    private static Problem refusal(Path file) {
        return assertThrows(ProblemException.class, () -> TileFile.open(file).close()).problem();
    }
}
