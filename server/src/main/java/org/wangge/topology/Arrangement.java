package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;

/// The borders around some grids together with newly drawn lines, cut into arcs that meet only at their ends; each arc knows who
/// had the land on either side of it. Only edges that the new lines run into are taken apart, all others are arcs as they are.
/// For one thread and one use.
final class Arrangement {

    private record SegmentKey(long low, long high) {}

    /// What several segments that fell on the same two points add up to, seen from the lower point to the higher one: who gains
    /// land to the left (+1) and to the right (-1); contributions that cancel are gone.
    private static final class Pile {

        private final Map<Long, Integer> sides = new TreeMap<>();
        private int drawnSide;
        private boolean drawn;

        void add(boolean upwards, long left, long right) {
            sides.merge(upwards ? left : right, 1, Pile::sumOrGone);
            sides.merge(upwards ? right : left, -1, Pile::sumOrGone);
        }

        void addDrawn(boolean upwards) {
            drawn = true;
            drawnSide += upwards ? 1 : -1;
        }

        private static Integer sumOrGone(int a, int b) {
            return a + b == 0 ? null : (Integer) (a + b);
        }
    }

    private final Map<Long, Face> near = new TreeMap<>();
    private final List<Arc> arcs = new ArrayList<>();
    /// Grids that have a border which got a new vertex.
    private final Set<Long> bent = new HashSet<>();
    private final Map<Long, List<Arc>> around = new HashMap<>();
    private final Map<Long, Inside> inside = new HashMap<>();
    private final Map<SegmentKey, Pile> piles = new LinkedHashMap<>();

    /// All borders of these grids, with nothing drawn.
    Arrangement(PlanarMap map, Collection<Long> grids) {
        this(map, List.of(), grids);
    }

    /// The borders in reach of the lines and those of the grids `also`. A line may be closed; then its first point is repeated.
    Arrangement(PlanarMap map, List<Line> lines, Collection<Long> also) {
        Envelope reach = lines.isEmpty() ? new Envelope() : reach(map, lines);
        map.facesMeeting(reach).forEach(f -> near.put(f.id(), f));
        also.forEach(id -> near.put(id, map.faceOf(id)));
        Set<Edge> edges = new LinkedHashSet<>();
        near.values().forEach(f -> edges.addAll(f.edges()));
        List<Edge> met = new ArrayList<>();
        for (Edge e : edges) {
            if (!lines.isEmpty() && Line.of(e).box().intersects(reach)) {
                met.add(e);
            } else {
                arcs.add(Arc.old(e));
            }
        }
        if (!lines.isEmpty()) {
            node(met, lines);
        }
        for (Arc a : arcs) {
            around.computeIfAbsent(a.left(), k -> new ArrayList<>()).add(a);
            around.computeIfAbsent(a.right(), k -> new ArrayList<>()).add(a);
        }
        arcs.stream().filter(a -> a.left() == Arc.UNKNOWN).forEach(this::locate);
    }

    /// The box of the lines and of every border segment that meets it, with room for rounding.
    private static Envelope reach(PlanarMap map, List<Line> lines) {
        Envelope box = new Envelope();
        lines.forEach(l -> box.expandToInclude(l.box()));
        box.expandBy(2);
        Envelope reach = new Envelope(box);
        for (Face f : map.facesMeeting(box)) {
            for (Edge e : f.edges()) {
                for (int i = 0; i + 1 < e.xs().length; i++) {
                    if (meets(box, e, i)) {
                        reach.expandToInclude(e.xs()[i], e.ys()[i]);
                        reach.expandToInclude(e.xs()[i + 1], e.ys()[i + 1]);
                    }
                }
            }
        }
        reach.expandBy(2);
        return reach;
    }

    /// Does the box of the segment meet this one?
    private static boolean meets(Envelope box, Edge e, int i) {
        int ax = e.xs()[i];
        int ay = e.ys()[i];
        int bx = e.xs()[i + 1];
        int by = e.ys()[i + 1];
        return Math.min(ax, bx) <= box.getMaxX() && Math.max(ax, bx) >= box.getMinX()
                && Math.min(ay, by) <= box.getMaxY() && Math.max(ay, by) >= box.getMinY();
    }

    private void node(List<Edge> met, List<Line> lines) {
        Noding noding = new Noding(Line.index(met.stream().map(Line::of).toList()), Line.index(lines));
        Set<Long> onOld = new HashSet<>();
        int at = 0;
        for (Edge e : met) {
            Noded noded = new Noded(e.xs(), e.ys(), at, noding, false);
            at += e.xs().length - 1;
            if (!noded.isTouched()) {
                arcs.add(Arc.old(e));
                continue;
            }
            if (noded.hasMore()) {
                bent.add(e.left());
                bent.add(e.right());
            }
            List<Line> pieces = noded.cut(noding::isPixel);
            for (Line piece : pieces) {
                onOld.add(Exact.key(piece.xs()[0], piece.ys()[0]));
                onOld.add(Exact.key(piece.xs()[piece.last()], piece.ys()[piece.last()]));
                if (piece.size() == 2) {
                    pile(piece).add(isUpwards(piece), e.left(), e.right());
                } else {
                    arcs.add(Arc.old(new Edge(piece.xs(), piece.ys(), e.left(), e.right(), false)));
                }
            }
        }
        bent.remove(0L);
        addDrawn(lines, noding, onOld);
        piles.forEach(this::addPile);
    }

    private void addDrawn(List<Line> lines, Noding noding, Set<Long> onOld) {
        List<Noded> all = new ArrayList<>();
        Map<Long, Integer> visits = new HashMap<>();
        int at = 0;
        for (Line l : lines) {
            Noded noded = new Noded(l.xs(), l.ys(), at, noding, true);
            noded.points().forEach(p -> visits.merge(p, 1, Integer::sum));
            all.add(noded);
            at += l.last();
        }
        for (Noded noded : all) {
            for (Line piece : noded.cut((x, y) -> onOld.contains(Exact.key(x, y)) || visits.get(Exact.key(x, y)) > 1)) {
                if (piece.size() == 2) {
                    pile(piece).addDrawn(isUpwards(piece));
                } else {
                    arcs.add(Arc.drawn(piece, 1));
                }
            }
        }
    }

    private Pile pile(Line segment) {
        long a = Exact.key(segment.xs()[0], segment.ys()[0]);
        long b = Exact.key(segment.xs()[1], segment.ys()[1]);
        return piles.computeIfAbsent(a < b ? new SegmentKey(a, b) : new SegmentKey(b, a), k -> new Pile());
    }

    private static boolean isUpwards(Line segment) {
        return Exact.key(segment.xs()[0], segment.ys()[0]) < Exact.key(segment.xs()[1], segment.ys()[1]);
    }

    private void addPile(SegmentKey key, Pile pile) {
        Line line = new Line(new int[] {(int) Noding.x(key.low()), (int) Noding.x(key.high())},
                new int[] {(int) Noding.y(key.low()), (int) Noding.y(key.high())});
        if (pile.sides.isEmpty()) {
            if (pile.drawn) {
                arcs.add(Arc.drawn(line, pile.drawnSide));
            }
            return;
        }
        long left = Arc.UNKNOWN;
        long right = Arc.UNKNOWN;
        for (Map.Entry<Long, Integer> side : pile.sides.entrySet()) {
            left = side.getValue() == 1 ? side.getKey() : left;
            right = side.getValue() == -1 ? side.getKey() : right;
        }
        if (pile.sides.size() != 2 || left == Arc.UNKNOWN || right == Arc.UNKNOWN) {
            throw Refusal.refused("no_area", "Several borders would fall together.", "Draw it another way.",
                    new CoordinateXY(line.xs()[0], line.ys()[0]), List.copyOf(pile.sides.keySet()));
        }
        arcs.add(new Arc(new Edge(line.xs(), line.ys(), left, right, false), left, right, pile.drawn, pile.drawnSide));
    }

    /// A drawn arc lies inside one grid, or in nobody's land.
    private void locate(Arc arc) {
        Coordinate middle = arc.middle();
        for (Face f : near.values()) {
            if (f.box().getMinX() - 1 <= middle.x && middle.x <= f.box().getMaxX() + 1
                    && f.box().getMinY() - 1 <= middle.y && middle.y <= f.box().getMaxY() + 1
                    && inside.computeIfAbsent(f.id(), id -> new Inside(around.getOrDefault(id, List.of()))).holds(middle)) {
                arc.found(f.id());
                return;
            }
        }
        arc.found(0);
    }

    List<Arc> arcs() {
        return arcs;
    }

    Set<Long> bent() {
        return bent;
    }
}
