package org.wangge.basemap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.wangge.geo.TileId;
import org.wangge.memory.ByteCache;

/// PMTiles, version 3: a header, directories in which tiles are numbered along a Hilbert curve, zoom by zoom, and the tiles.
/// Where a tile lies is looked up in the root directory and those below it; these are kept, within a few megabytes.
final class PmTiles extends TileFile {

    private static final int HEADER_BYTES = 127;
    private static final int MAX_DIRECTORY_BYTES = 16 << 20;
    private static final int MAX_METADATA_BYTES = 4 << 20;
    private static final long KEPT_BYTES = 16L << 20;
    private static final int DEEPEST = 4;
    private static final int PLAIN = 1;
    private static final int GZIP = 2;
    private static final String AGAIN = "Make it, or copy it, anew.";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// A part of the file.
    private record Section(String name, long offset, long length) {}

    private final FileChannel channel;
    private final long size;
    private final boolean packed;
    private final Section leaves;
    private final Section data;
    private final Directory root;
    private final Words words;
    /// By its place among the leaves.
    private final ByteCache<Long, Directory> kept = new ByteCache<>("directories of a basemap", KEPT_BYTES, (_, d) -> d.bytes());

    PmTiles(Path file) {
        super(file);
        FileChannel opened = null;
        try {
            opened = FileChannel.open(file, StandardOpenOption.READ);
            channel = opened;
            size = channel.size();
            if (size < HEADER_BYTES) {
                throw refused("it has " + size + " bytes, too few for PMTiles.", AGAIN);
            }
            ByteBuffer header = ByteBuffer.wrap(bytes(0, HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            if (!new String(header.array(), 0, 7, StandardCharsets.ISO_8859_1).equals("PMTiles")) {
                throw refused("it does not begin as PMTiles do.", "Give a file of PMTiles, or of MBTiles as .mbtiles.");
            }
            if (header.get(7) != 3) {
                throw refused("it is of version " + header.get(7) + " of PMTiles.", "Convert it to version 3.");
            }
            Section rootPart = section("root directory", header, 8);
            Section metadata = section("metadata", header, 24);
            leaves = section("leaf directories", header, 40);
            data = section("tiles", header, 56);
            int inside = header.get(97);
            if (inside != PLAIN && inside != GZIP) {
                throw refused("its directories are packed in a way that is not known here (" + inside + ").",
                        "Pack them with gzip.");
            }
            packed = inside == GZIP;
            int ofTiles = header.get(98);
            Format format = format(header.get(99));
            if (ofTiles > GZIP || ofTiles == GZIP && format != Format.VECTOR) {
                throw refused("its tiles are packed in a way that is not known here (" + ofTiles + ").",
                        "Pack vector tiles with gzip, and pictures not at all.");
            }
            int min = header.get(100) & 255;
            int max = header.get(101) & 255;
            if (!isZoom(min) || !isZoom(max) || min > max) {
                throw refused("its tiles are of zooms " + min + " to " + max + ".",
                        "Zooms go from 0 to " + TileId.MAX_ZOOM + ".");
            }
            root = Directory.read(inner(rootPart.offset(), rootPart.length()));
            check(firstTile(), format);
            JsonNode said = metadata(metadata);
            words = new Words(plain(said.path("name").asText(null)), plain(said.path("attribution").asText(null)), format, min,
                    max);
        } catch (IOException | ArithmeticException e) {
            close(opened);
            throw refused("it can't be read: " + e.getMessage() + ".", AGAIN);
        } catch (RuntimeException | Error e) {
            close(opened);
            throw e;
        }
    }

    private Section section(String name, ByteBuffer header, int at) {
        long offset = header.getLong(at);
        long length = header.getLong(at + 8);
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw refused("it is cut off, or broken: its " + name + " would reach from byte " + Long.toUnsignedString(offset)
                    + " on over " + Long.toUnsignedString(length) + ", and the file has " + size + ".", AGAIN);
        }
        return new Section(name, offset, length);
    }

    private Format format(int type) {
        return switch (type) {
            case 1 -> Format.VECTOR;
            case 2 -> Format.PNG;
            case 3 -> Format.JPEG;
            case 4 -> Format.WEBP;
            default -> throw refused("its tiles are of a type that is not drawn here (" + type + ").",
                    "They may be vector tiles, PNG, JPEG or WebP.");
        };
    }

    private JsonNode metadata(Section part) throws IOException {
        if (part.length() > MAX_METADATA_BYTES) {
            throw new IOException("its metadata has " + part.length() + " bytes");
        }
        return part.length() == 0 ? MAPPER.nullNode() : MAPPER.readTree(inner(part.offset(), part.length()));
    }

    private byte[] firstTile() throws IOException {
        Directory directory = root;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Directory.Entry entry = directory.first();
            if (entry.run() > 0) {
                return tile(entry);
            }
            directory = leaf(entry);
        }
        throw new IOException("its directories lie in one another more than " + DEEPEST + " deep");
    }

    @Override
    public Words words() {
        return words;
    }

    @Override
    public Optional<byte[]> tile(TileId id) {
        long number = number(id.z(), id.x(), id.y());
        try {
            Directory directory = root;
            for (int depth = 0; depth < DEEPEST; depth++) {
                Directory.Entry entry = directory.find(number);
                if (entry == null) {
                    return Optional.empty();
                }
                if (entry.run() > 0) {
                    return Optional.of(tile(entry));
                }
                directory = leaf(entry);
            }
            throw new IOException("its directories lie in one another more than " + DEEPEST + " deep");
        } catch (IOException | ArithmeticException e) {
            throw broken(e.getMessage());
        }
    }

    private byte[] tile(Directory.Entry entry) throws IOException {
        if (entry.length() > MAX_TILE_BYTES) {
            throw new IOException("a tile has " + entry.length() + " bytes");
        }
        return part(data, entry.offset(), entry.length());
    }

    /// Who asks for the same meanwhile reads it too: it is small.
    private Directory leaf(Directory.Entry entry) throws IOException {
        Optional<Directory> known = kept.find(entry.offset());
        if (known.isPresent()) {
            return known.get();
        }
        if (entry.offset() > leaves.length() - entry.length()) {
            throw new IOException("a directory would lie beyond the others");
        }
        Directory read = Directory.read(inner(leaves.offset() + entry.offset(), entry.length()));
        kept.put(entry.offset(), read);
        return read;
    }

    private byte[] part(Section section, long offset, int length) throws IOException {
        if (offset > section.length() - length) {
            throw new IOException("the " + section.name() + " end before byte " + offset);
        }
        return bytes(section.offset() + offset, length);
    }

    /// What is packed as the header says.
    private byte[] inner(long offset, long length) throws IOException {
        if (length > MAX_DIRECTORY_BYTES) {
            throw new IOException("a directory has " + length + " bytes");
        }
        byte[] bytes = bytes(offset, (int) length);
        return packed ? unpacked(bytes, MAX_DIRECTORY_BYTES) : bytes;
    }

    private byte[] bytes(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("it ends before byte " + (offset + length));
            }
        }
        return buffer.array();
    }

    /// Tiles of all zooms before this one, and how far along the Hilbert curve of this zoom the tile lies.
    static long number(int z, int x, int y) {
        long number = ((1L << 2 * z) - 1) / 3;
        int column = x;
        int row = y;
        for (int side = z - 1; side >= 0; side--) {
            int half = 1 << side;
            int right = column >> side & 1;
            int below = row >> side & 1;
            number += (long) (3 * right ^ below) << 2 * side;
            if (below == 0) {
                // The curve of a quarter is turned: the axes change places, and in the last one directions too.
                int swapped = right == 1 ? half - 1 - (column & half - 1) : column & half - 1;
                column = right == 1 ? half - 1 - (row & half - 1) : row & half - 1;
                row = swapped;
            }
        }
        return number;
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
