package org.wangge.basemap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.wangge.geo.TileId;
import org.wangge.problem.Problem;

/// A file of tiles, which anybody may have made: what is read of it is bounded, and what is wrong with it is said when it is
/// opened, as far as it can be known then. For any number of threads.
public abstract sealed class TileFile implements AutoCloseable permits MbTiles, PmTiles {

    /// A tile is a picture, or a vector tile in the Mapbox format; no map needs larger ones.
    static final int MAX_TILE_BYTES = 4 << 20;
    static final int MAX_UNPACKED_BYTES = 16 << 20;

    /// What tiles are.
    public enum Format {
        PNG("image/png"),
        JPEG("image/jpeg"),
        WEBP("image/webp"),
        VECTOR("application/vnd.mapbox-vector-tile");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        /// As HTTP names it.
        public String type() {
            return type;
        }

        /// What a tile seems to be by its first bytes; a vector tile may be packed.
        static Optional<Format> of(byte[] tile) {
            if (starts(tile, 0, 0x89, 'P', 'N', 'G')) {
                return Optional.of(PNG);
            }
            if (starts(tile, 0, 0xff, 0xd8, 0xff)) {
                return Optional.of(JPEG);
            }
            if (starts(tile, 0, 'R', 'I', 'F', 'F') && starts(tile, 8, 'W', 'E', 'B', 'P')) {
                return Optional.of(WEBP);
            }
            // Its first field is a layer.
            return isPacked(tile) || starts(tile, 0, 0x1a) ? Optional.of(VECTOR) : Optional.empty();
        }
    }

    /// What the file says of itself: `credit` and `name` are null where it says nothing.
    public record Words(String name, String credit, Format format, int minZoom, int maxZoom) {}

    final Path file;

    TileFile(Path file) {
        this.file = file;
    }

    /// Which of the two it is its name says. `BadInput` problem when it can't be what its name says.
    static TileFile open(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".pmtiles") ? new PmTiles(file) : new MbTiles(file);
    }

    public abstract Words words();

    /// As the file has it, packed or not; empty where it has none. `Unavailable` problem when the file can't be read any more.
    public abstract Optional<byte[]> tile(TileId id);

    @Override
    public abstract void close();

    public static boolean isPacked(byte[] tile) {
        return starts(tile, 0, 0x1f, 0x8b);
    }

    private static boolean starts(byte[] tile, int at, int... bytes) {
        if (tile.length < at + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((tile[at + i] & 255) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /// A tile of this file as it is when it is not packed.
    public final byte[] whole(byte[] tile) {
        try {
            return isPacked(tile) ? unpacked(tile, MAX_UNPACKED_BYTES) : tile;
        } catch (IOException e) {
            throw broken("a tile can't be unpacked: " + e.getMessage());
        }
    }

    /// Throws when it is no gzip, is cut off, or holds more than that.
    static byte[] unpacked(byte[] packed, int maxBytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException("it holds more than " + (maxBytes >> 20) + " MiB");
            }
            return bytes;
        }
    }

    /// Refuses a file whose first tile is not what the file says.
    final void check(byte[] tile, Format said) {
        Format found = Format.of(tile).orElse(null);
        if (found != said) {
            throw refused("its tiles are said to be " + word(said) + ", and the first one is "
                    + (found == null ? "nothing that is known here" : word(found)) + ".",
                    "Make it anew: each tile must be a picture (PNG, JPEG, WebP) or a vector tile, plain or gzipped.");
        }
        if (isPacked(tile)) {
            try {
                unpacked(tile, MAX_UNPACKED_BYTES);
            } catch (IOException e) {
                throw refused("its first tile can't be unpacked: " + e.getMessage() + ".", "Make it, or copy it, anew.");
            }
        }
    }

    private static String word(Format format) {
        return format == Format.VECTOR ? "vector tiles" : format.name();
    }

    final RuntimeException refused(String what, String remedy) {
        return new Problem.BadInput("Basemap '" + file + "': " + what, remedy).asException();
    }

    /// Of a file that was good when it was opened. Strangers need not learn where files lie.
    final RuntimeException broken(String what) {
        return new Problem.Unavailable("The basemap " + file + " can't be read: " + what + ".",
                "Put the file back as it was, and start the server anew.")
                .toldAs("This part of the basemap can't be read.").asException();
    }

    /// A zoom that tiles may have.
    static boolean isZoom(int zoom) {
        return zoom >= 0 && zoom <= TileId.MAX_ZOOM;
    }

    /// Null for what is too long, or nothing: it stands on the map.
    static String plain(String text) {
        if (text == null) {
            return null;
        }
        // As files have it, with links in it: the words alone.
        String words = text.replaceAll("<[^<>]*>", "").replace("&copy;", "©").replace("&amp;", "&").strip();
        return words.isEmpty() || words.length() > 300 || words.chars().anyMatch(Character::isISOControl) ? null : words;
    }
}
