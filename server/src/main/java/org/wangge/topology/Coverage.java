package org.wangge.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;

/// The directed segments of a set of valid areas, each with its area to the left, and their twins in the opposite direction.
/// Tells whether the areas are an exact coverage, and takes it apart into edges. Built and used by one thread.
///
/// Why it suffices to look at segments without a twin: walking across a segment with its twin leaves one area and enters the
/// other, so the number of areas on top of each other changes only at segments without one. If those meet nothing but at their
/// ends, and no area lies on either side of one of them except its own, that number is nowhere above 1; and a vertex that
/// touched a segment with a twin would bring a third area to where two already are.
final class Coverage {

    private final Map<Long, Geometry> areas;
    private final VertexTable vertices;
    private final int[] from;
    private final int[] to;
    private final int[] next;
    private final long[] face;
    private final int[] twin;
    /// Half-edges from here on belong to areas outside the set, which are known only by their border with it.
    private final int firstOutside;
    private final Set<Long> repeated = new TreeSet<>();
    private int size;

    /// `outside` are edges between these areas and others that are known not to touch any changed area.
    Coverage(Map<Long, Geometry> areas, Collection<Edge> outside) {
        this.areas = areas;
        int points = areas.values().stream().mapToInt(Geometry::getNumPoints).sum()
                + outside.stream().mapToInt(e -> e.xs().length).sum();
        vertices = new VertexTable(points);
        from = new int[points];
        to = new int[points];
        next = new int[points];
        face = new long[points];
        areas.forEach(this::addArea);
        firstOutside = size;
        for (Edge e : outside) {
            addOutside(e);
        }
        twin = twins();
    }

    private void addArea(long id, Geometry area) {
        for (int i = 0; i < area.getNumGeometries(); i++) {
            Polygon p = (Polygon) area.getGeometryN(i);
            addRing(id, p.getExteriorRing(), true);
            for (int h = 0; h < p.getNumInteriorRing(); h++) {
                addRing(id, p.getInteriorRingN(h), false);
            }
        }
    }

    private void addRing(long id, LinearRing ring, boolean shell) {
        CoordinateSequence line = ring.getCoordinateSequence();
        boolean asIs = Orientation.isCCW(line) == shell;
        int n = line.size() - 1;
        int first = size;
        for (int k = 0; k < n; k++) {
            int i = asIs ? k : n - k;
            from[size] = vertices.number((int) line.getX(i), (int) line.getY(i));
            face[size++] = id;
        }
        for (int h = first; h < size; h++) {
            next[h] = h + 1 < size ? h + 1 : first;
            to[h] = from[next[h]];
        }
    }

    private void addOutside(Edge e) {
        boolean leftInside = areas.containsKey(e.left());
        int n = e.xs().length - 1;
        for (int i = 0; i < n; i++) {
            int a = vertices.number(e.xs()[i], e.ys()[i]);
            int b = vertices.number(e.xs()[i + 1], e.ys()[i + 1]);
            from[size] = leftInside ? b : a;
            to[size] = leftInside ? a : b;
            next[size] = -1;
            face[size++] = leftInside ? e.right() : e.left();
        }
    }

    private int[] twins() {
        int bits = Math.max(4, 33 - Integer.numberOfLeadingZeros(Math.max(1, size)));
        int[] table = new int[1 << bits];
        Arrays.fill(table, -1);
        for (int h = 0; h < size; h++) {
            int slot = slot(table, bits, from[h], to[h]);
            if (table[slot] >= 0) {
                repeated.add(face[h]);
                repeated.add(face[table[slot]]);
            } else {
                table[slot] = h;
            }
        }
        int[] twin = new int[size];
        for (int h = 0; h < size; h++) {
            twin[h] = table[slot(table, bits, to[h], from[h])];
        }
        return twin;
    }

    private int slot(int[] table, int bits, int a, int b) {
        int slot = (int) (Exact.spread(Exact.key(a, b)) >>> (64 - bits));
        while (table[slot] >= 0 && (from[table[slot]] != a || to[table[slot]] != b)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    /// Ids of the areas that overlap another or meet it without common vertices; empty when this is an exact coverage.
    Set<Long> conflicts() {
        Set<Long> found = new TreeSet<>(repeated);
        int[] single = single();
        if (single.length == 0) {
            return found;
        }
        SegmentIndex index = index(single);
        for (int k = 0; k < single.length; k++) {
            int me = k;
            index.any(index.x0[k], index.y0[k], index.x1[k], index.y1[k], other -> {
                if (other > me && Exact.conflict(
                        index.x0[me], index.y0[me], index.x1[me], index.y1[me],
                        index.x0[other], index.y0[other], index.x1[other], index.y1[other])) {
                    found.add(face[single[me]]);
                    found.add(face[single[other]]);
                }
                return false;
            });
        }
        addCovered(single, index, found);
        return found;
    }

    /// Looks from the middle of each single segment for areas other than its own that lie there.
    private void addCovered(int[] single, SegmentIndex index, Set<Long> found) {
        STRtree tree = new STRtree();
        areas.forEach((id, area) -> tree.insert(area.getEnvelopeInternal(), id));
        for (int k = 0; k < single.length; k++) {
            double x = (index.x0[k] + (double) index.x1[k]) / 2;
            double y = (index.y0[k] + (double) index.y1[k]) / 2;
            CoordinateXY middle = new CoordinateXY(x, y);
            long own = face[single[k]];
            for (Object hit : tree.query(new Envelope(middle))) {
                long id = (Long) hit;
                if (id != own && locate(middle, areas.get(id)) == Location.INTERIOR) {
                    found.add(own);
                    found.add(id);
                }
            }
        }
    }

    private static int locate(CoordinateXY p, Geometry area) {
        return area instanceof Polygon polygon && polygon.getNumInteriorRing() == 0
                ? RayCrossingCounter.locatePointInRing(p, polygon.getExteriorRing().getCoordinateSequence())
                : SimplePointInAreaLocator.locate(p, area);
    }

    private int[] single() {
        int n = 0;
        int[] list = new int[firstOutside];
        for (int h = 0; h < firstOutside; h++) {
            if (twin[h] < 0) {
                list[n++] = h;
            }
        }
        return Arrays.copyOf(list, n);
    }

    private SegmentIndex index(int[] halfEdges) {
        int[][] s = new int[4][halfEdges.length];
        for (int k = 0; k < halfEdges.length; k++) {
            s[0][k] = vertices.x(from[halfEdges[k]]);
            s[1][k] = vertices.y(from[halfEdges[k]]);
            s[2][k] = vertices.x(to[halfEdges[k]]);
            s[3][k] = vertices.y(to[halfEdges[k]]);
        }
        return new SegmentIndex(s[0], s[1], s[2], s[3]);
    }

    /// The id across the segment `h` of an area in the set; 0 when there is none.
    private long across(int h) {
        return twin[h] < 0 ? 0 : face[twin[h]];
    }

    /// The edges between areas of the set, and between them and nobody; not those to areas outside the set. `nodes` are points
    /// (see [Exact#key]) that are nodes for reasons outside the set. Only for an exact coverage.
    List<Edge> edges(Collection<Long> nodes) {
        int[] degree = new int[vertices.size()];
        for (int h = 0; h < size; h++) {
            degree[from[h]]++;
            if (twin[h] < 0) {
                degree[to[h]]++;
            }
        }
        for (long key : nodes) {
            int v = vertices.find((int) (key >> 32), (int) key);
            if (v >= 0) {
                degree[v] = 3;
            }
        }
        List<Edge> edges = new ArrayList<>();
        boolean[] done = new boolean[firstOutside];
        for (int h = 0; h < firstOutside; h++) {
            if (degree[from[h]] != 2 && isEdgeSide(h)) {
                edges.add(walk(h, degree, done, false));
            }
        }
        for (int h = 0; h < firstOutside; h++) {
            if (!done[h] && isEdgeSide(h)) {
                edges.add(walk(lowest(h), degree, done, true));
            }
        }
        return edges;
    }

    /// Is `h` on the side from which its edge is walked, and no border with an area outside the set?
    private boolean isEdgeSide(int h) {
        return twin[h] < firstOutside && face[h] > across(h);
    }

    private Edge walk(int first, int[] degree, boolean[] done, boolean island) {
        int n = 1;
        int h = first;
        done[h] = true;
        while (degree[to[h]] == 2 && next[h] != first) {
            h = next[h];
            done[h] = true;
            n++;
        }
        int[] xs = new int[n + 1];
        int[] ys = new int[n + 1];
        h = first;
        for (int i = 0; i < n; i++) {
            xs[i] = vertices.x(from[h]);
            ys[i] = vertices.y(from[h]);
            xs[i + 1] = vertices.x(to[h]);
            ys[i + 1] = vertices.y(to[h]);
            h = next[h];
        }
        return new Edge(xs, ys, face[first], across(first), island);
    }

    /// Of the segments of a closed ring, the one that begins at the lowest x (then y), so that the same ring always begins there.
    private int lowest(int h) {
        int best = h;
        for (int k = next[h]; k != h; k = next[k]) {
            int dx = Integer.compare(vertices.x(from[k]), vertices.x(from[best]));
            if (dx < 0 || (dx == 0 && vertices.y(from[k]) < vertices.y(from[best]))) {
                best = k;
            }
        }
        return best;
    }
}
