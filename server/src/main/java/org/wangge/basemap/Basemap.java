package org.wangge.basemap;

import java.util.List;
import java.util.TreeSet;

/// A map that may lie under the grids, in tiles of the usual Web Mercator scheme. `id` stands in links; `title` and `titleZh` are
/// its names in English and in Chinese; `credit` is who is to be named on the map, null for nobody.
public record Basemap(String id, String title, String titleZh, Datum datum, int minZoom, int maxZoom, Credit credit,
        Tiles tiles) {

    /// In which system the grid of its tiles lies.
    public enum Datum {
        WGS84("WGS84"),
        GCJ02("GCJ-02");

        private final String key;

        Datum(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /// Who is named on the map, and where to read more: an address, or null.
    public record Credit(String text, String url) {}

    /// Where its tiles come from.
    public sealed interface Tiles {}

    /// Pictures that browsers fetch from elsewhere. `layers` lie one over the other; each has the addresses of the same tile on
    /// the servers that share the work, with `{z}`, `{x}` and `{y}` or, counted from the south, `{-y}` in each. `size` is the
    /// side of a tile in pixels.
    public record Remote(List<List<String>> layers, int size) implements Tiles {
        public Remote {
            layers = layers.stream().map(List::copyOf).toList();
        }

        /// The origins that a browser asks: `https://tile.example.com`.
        TreeSet<String> origins() {
            TreeSet<String> origins = new TreeSet<>();
            layers.forEach(servers -> servers.forEach(address -> origins.add(Addresses.origin(address))));
            return origins;
        }
    }

    /// Tiles of a file, which this server gives out.
    public record Local(TileFile file) implements Tiles {}

    /// The same map under another id.
    Basemap withId(String other) {
        return new Basemap(other, title, titleZh, datum, minZoom, maxZoom, credit, tiles);
    }
}
