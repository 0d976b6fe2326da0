package org.wangge.basemap;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The basemaps of a server; the first is shown at first. Immutable.
public final class Basemaps implements AutoCloseable {

    public static final Basemaps NONE = new Basemaps(List.of());

    private final List<Basemap> all;

    public Basemaps(List<Basemap> all) {
        this.all = List.copyOf(all);
    }

    public List<Basemap> list() {
        return all;
    }

    public Optional<Basemap> find(String id) {
        return all.stream().filter(b -> b.id().equals(id)).findFirst();
    }

    /// Closes the files.
    @Override
    public void close() {
        close(all);
    }

    static void close(List<Basemap> some) {
        for (Basemap one : some) {
            if (one.tiles() instanceof Basemap.Local local) {
                local.file().close();
            }
        }
    }

    /// Where a browser may fetch pictures besides this server: the configured services, in the order of their names.
    public List<String> origins() {
        TreeSet<String> origins = new TreeSet<>();
        for (Basemap one : all) {
            if (one.tiles() instanceof Basemap.Remote remote) {
                origins.addAll(remote.origins());
            }
        }
        return List.copyOf(origins);
    }
}
