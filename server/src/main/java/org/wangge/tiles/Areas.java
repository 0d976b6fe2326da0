package org.wangge.tiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.wangge.tiles.Mending.Ring;

/// Gathers the rings of one area in world units, then writes it as valid polygons cut to the tile. For one thread, used again and again.
///
/// What is written depends only on the land inside the buffered tile: rings begin at their least point and polygons are sorted, so that a
/// border moved elsewhere changes no byte here.
final class Areas {

    private final BoxClip clip = new BoxClip(-View.BUFFER, LayerWriter.EXTENT + View.BUFFER);
    private View view;
    private boolean whole;
    private final List<Ring> rings = new ArrayList<>();
    private int[] xs = new int[256];
    private int[] ys = new int[256];
    private int n;

    /// Begins an area that is cut to the tile.
    void start(View tile) {
        whole = false;
        view = tile;
        rings.clear();
        n = 0;
    }

    /// Begins an area that is kept whole.
    void startWhole(View tile) {
        start(tile);
        whole = true;
    }

    /// Adds a point of the ring at hand; repeated points do no harm.
    void point(int worldX, int worldY) {
        if (n == xs.length) {
            xs = Arrays.copyOf(xs, 2 * n);
            ys = Arrays.copyOf(ys, 2 * n);
        }
        // Beyond zoom 19 a tile unit is less than a world unit, and far points would not fit once they are scaled up.
        xs[n] = view.shift >= 0 ? view.tileX(worldX) : worldX - view.x0;
        ys[n] = view.shift >= 0 ? view.tileY(worldY) : worldY - view.y0;
        if (n == 0 || xs[n] != xs[n - 1] || ys[n] != ys[n - 1]) {
            n++;
        }
    }

    /// Ends the ring at hand; a shell comes before its holes.
    void endRing(boolean shell) {
        rings.add(new Ring(Arrays.copyOf(xs, n), Arrays.copyOf(ys, n), shell));
        n = 0;
    }

    /// True when something of the area lies in the buffered tile.
    boolean cut() {
        List<List<Ring>> polygons = new ArrayList<>();
        for (Ring ring : rings) {
            if (ring.shell()) {
                polygons.add(new ArrayList<>());
            }
            polygons.getLast().add(ring);
        }
        rings.clear();
        List<List<Ring>> done = new ArrayList<>();
        for (List<Ring> polygon : polygons) {
            cut(polygon, done);
        }
        if (polygons.size() > 1 && done.size() > 1 && !Mending.areApart(done)) {
            List<Ring> joined = Mending.joined(done);
            done.clear();
            addMended(joined, done);
        }
        boolean gone = done.isEmpty();
        if (gone) {
            polygons.forEach(p -> addSpeck(p.getFirst(), done));
        }
        done.sort(Comparator.comparing((List<Ring> p) -> p.getFirst().xs()[0]).thenComparing(p -> p.getFirst().ys()[0])
                .thenComparing(p -> Arrays.hashCode(p.getFirst().xs())));
        (gone ? done.stream().limit(1) : done.stream()).forEach(rings::addAll);
        return !rings.isEmpty();
    }

    void write(LayerWriter out) {
        for (Ring r : rings) {
            boolean positive = Rings.area2(r.xs(), r.ys(), r.xs().length) > 0;
            out.ring(r.xs(), r.ys(), r.xs().length, positive != r.shell());
        }
    }

    private void cut(List<Ring> polygon, List<List<Ring>> done) {
        List<Ring> parts = new ArrayList<>();
        boolean sound = true;
        for (Ring r : polygon) {
            Ring inside = cut(r);
            if (inside == null && r.shell()) {
                return;
            }
            if (inside != null) {
                sound &= Rings.isSimple(inside.xs(), inside.ys(), inside.xs().length);
                parts.add(inside);
            }
        }
        if (sound && (parts.size() == 1 || Mending.isValid(parts))) {
            addSorted(parts, done);
            return;
        }
        addMended(Mending.mended(parts), done);
    }

    /// Adds rings that JTS has made: cleaned, turned and sorted like all others.
    private static void addMended(List<Ring> made, List<List<Ring>> done) {
        List<Ring> mended = new ArrayList<>();
        for (Ring r : made) {
            int m = Rings.clean(r.xs(), r.ys(), r.xs().length);
            if (m > 0) {
                Rings.rotate(r.xs(), r.ys(), m);
                mended.add(new Ring(Arrays.copyOf(r.xs(), m), Arrays.copyOf(r.ys(), m), r.shell()));
            }
        }
        int from = 0;
        for (int i = 1; i <= mended.size(); i++) {
            if (i == mended.size() || mended.get(i).shell()) {
                addSorted(mended.subList(from, i), done);
                from = i;
            }
        }
    }

    private static void addSorted(List<Ring> polygon, List<List<Ring>> done) {
        List<Ring> sorted = new ArrayList<>(polygon);
        sorted.subList(1, sorted.size()).sort(Comparator.comparing((Ring r) -> r.xs()[0]).thenComparing(r -> r.ys()[0])
                .thenComparing(r -> Arrays.hashCode(r.xs())));
        done.add(sorted);
    }

    /// The part of a ring inside the tile, null when it has no area.
    private Ring cut(Ring r) {
        int scale = Math.max(0, -view.shift);
        int size = r.xs().length;
        int[] cx = r.xs();
        int[] cy = r.ys();
        if (!isInside(r)) {
            if (scale > 0) {
                BoxClip fine = new BoxClip(-View.BUFFER >> scale, (LayerWriter.EXTENT + View.BUFFER) >> scale);
                size = fine.ring(cx, cy, size);
                cx = fine.xs();
                cy = fine.ys();
            } else {
                size = clip.ring(cx, cy, size);
                cx = clip.xs();
                cy = clip.ys();
            }
        }
        int m = Rings.clean(cx, cy, size);
        if (m == 0) {
            return null;
        }
        int[] outX = Arrays.copyOf(cx, m);
        int[] outY = Arrays.copyOf(cy, m);
        for (int i = 0; i < m; i++) {
            outX[i] <<= scale;
            outY[i] <<= scale;
        }
        Rings.rotate(outX, outY, m);
        return new Ring(outX, outY, r.shell());
    }

    private boolean isInside(Ring r) {
        if (whole) {
            return true;
        }
        int scale = Math.max(0, -view.shift);
        int min = -View.BUFFER >> scale;
        int max = (LayerWriter.EXTENT + View.BUFFER) >> scale;
        for (int i = 0; i < r.xs().length; i++) {
            if (r.xs()[i] < min || r.xs()[i] > max || r.ys()[i] < min || r.ys()[i] > max) {
                return false;
            }
        }
        return true;
    }

    /// An area that has shrunk to nothing stays as the smallest triangle, where it lies inside the tile.
    private void addSpeck(Ring r, List<List<Ring>> done) {
        if (isInside(r) && r.xs().length > 0) {
            int scale = Math.max(0, -view.shift);
            int least = 0;
            for (int i = 1; i < r.xs().length; i++) {
                if (r.xs()[i] < r.xs()[least] || (r.xs()[i] == r.xs()[least] && r.ys()[i] < r.ys()[least])) {
                    least = i;
                }
            }
            int x = r.xs()[least] << scale;
            int y = r.ys()[least] << scale;
            done.add(List.of(new Ring(new int[] {x, x + 1, x}, new int[] {y, y, y + 1}, true)));
        }
    }
}
