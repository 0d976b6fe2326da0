package org.wangge.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Reach;
import org.wangge.topology.Areal;
import org.wangge.topology.PlanarMap;

/// Makes the leaves of a tree a coverage without overlaps, together with the stored leaves that the file does not replace.
///
/// The rule: an overlap that is at most 1 m wide on average and at most 1 % of the smaller grid is a sliver of careless
/// drawing: it goes to the grid that comes first (stored ones before the file's) and is noted. A larger overlap rejects the
/// later of the two rows. Borders that meet without common vertices are given them.
final class LeafCoverage {

    private static final double SLIVER_WIDTH_METRES = 1;
    private static final double SLIVER_SHARE = 0.01;
    private static final double HELD_SHARE = 0.98;

    private final GridTree tree;
    private final Tally tally;
    private final String geometryField;
    private Runnable slivers = () -> {};
    /// Rows that had grids below them: their outlines are no land of their own, even when all those are rejected.
    private final Set<GridNode> parents = new HashSet<>();

    LeafCoverage(GridTree tree, Tally tally, String geometryField) {
        this.tree = tree;
        this.tally = tally;
        this.geometryField = geometryField;
        tree.drafted().stream().filter(n -> !n.isLeaf()).forEach(parents::add);
    }

    /// Rejects what overlaps and sets [GridNode#land] of all leaves.
    void settle() {
        boolean settled = false;
        while (!settled) {
            tally.step();
            rejectLandless();
            if (rejectWide()) {
                continue;
            }
            List<GridNode> leaves = leaves();
            Map<Long, Geometry> areas = new HashMap<>();
            for (int i = 0; i < leaves.size(); i++) {
                areas.put(i + 1L, leaves.get(i).outline);
            }
            PlanarMap map = PlanarMap.of(areas);
            settled = !rejectOverlaps(map, leaves);
            if (settled) {
                for (int i = 0; i < leaves.size(); i++) {
                    leaves.get(i).land = map.contains(i + 1L) ? map.face(i + 1L) : leaves.get(i).outline;
                }
                slivers = () -> note(map, leaves);
            }
        }
    }

    /// Says what was decided on the way, the last time.
    void note() {
        slivers.run();
    }

    private boolean rejectWide() {
        boolean rejected = false;
        for (GridNode n : tree.drafted()) {
            String fault = n.isLeaf() ? Reach.tooWide(n.outline) : null;
            if (fault != null) {
                tree.reject(n, geometryField, "", "grid " + n.code + " " + fault);
                rejected = true;
            }
        }
        return rejected;
    }

    private void rejectLandless() {
        List<GridNode> landless;
        do {
            landless = tree.drafted().stream().filter(n -> n.isLeaf() && (n.outline == null || parents.contains(n))).toList();
            for (GridNode n : landless) {
                tree.reject(n, parents.contains(n) ? "code" : geometryField, parents.contains(n) ? n.code : "",
                        parents.contains(n)
                        ? "has no grid left below it: all of them were rejected"
                        : "is empty; a grid without children needs an area");
            }
        } while (!landless.isEmpty());
    }

    /// Stored ones first, then the file's in its order.
    private List<GridNode> leaves() {
        List<GridNode> leaves = new ArrayList<>(tree.nodes().stream().filter(n -> n.isLeaf() && n.outline != null).toList());
        leaves.sort(Comparator.comparingLong(n -> n.draft == null ? Long.MIN_VALUE + n.stored.id() : n.draft.row()));
        return leaves;
    }

    private boolean rejectOverlaps(PlanarMap map, List<GridNode> leaves) {
        Set<GridNode> gone = new HashSet<>();
        for (PlanarMap.Finding f : map.findings()) {
            switch (f.kind()) {
                case "overlap" -> {
                    GridNode first = node(leaves, f.grids().getFirst());
                    GridNode later = node(leaves, f.grids().getLast());
                    if (later.draft != null && !gone.contains(first) && !isSliver(f.where(), first, later) && gone.add(later)) {
                        tree.reject(later, geometryField, "", "grid " + later.code + " " + overlap(f.where(), first, later));
                    }
                }
                case "covered", "empty", "invalid" -> {
                    GridNode n = node(leaves, f.grids().getFirst());
                    boolean isExplained = map.findings().stream()
                            .anyMatch(o -> o.kind().equals("overlap") && o.grids().getLast().equals(f.grids().getFirst()));
                    if (n.draft != null && !isExplained && gone.add(n)) {
                        tree.reject(n, geometryField, "", "grid " + n.code + " is left without land: others hold all of it, "
                                + "or it is thinner than 1 cm");
                    }
                }
                default -> {}
            }
        }
        return !gone.isEmpty();
    }

    private static GridNode node(List<GridNode> leaves, long id) {
        return leaves.get((int) id - 1);
    }

    private static boolean isSliver(Geometry overlap, GridNode a, GridNode b) {
        return Areal.meanWidthMetres(overlap) <= SLIVER_WIDTH_METRES
                && overlap.getArea() <= SLIVER_SHARE * Math.min(a.outline.getArea(), b.outline.getArea());
    }

    private static String overlap(Geometry overlap, GridNode first, GridNode later) {
        String area = Text.area(Areal.squareMetres(overlap));
        if (overlap.getArea() >= HELD_SHARE * later.outline.getArea()) {
            return "lies inside " + first.title() + " (" + area + "); name that as its parent in a column parent, or cut it "
                    + "out of that";
        }
        if (overlap.getArea() >= HELD_SHARE * first.outline.getArea()) {
            return "lies around " + first.title() + " (" + area + "); make it its parent in a column parent, or cut that out "
                    + "of it";
        }
        Coordinate c = overlap.getInteriorPoint().getCoordinate();
        return "overlaps " + first.title() + " by " + area + " at "
                + Text.position(FixedPoint.degrees(c.x), FixedPoint.degrees(c.y)) + "; grids may not overlap";
    }

    private void note(PlanarMap map, List<GridNode> leaves) {
        int slivers = 0;
        double sliverArea = 0;
        int gaps = 0;
        double gapArea = 0;
        for (PlanarMap.Finding f : map.findings()) {
            if (f.kind().equals("overlap") && node(leaves, f.grids().getLast()).draft != null) {
                slivers++;
                sliverArea += Areal.squareMetres(f.where());
            } else if (f.kind().equals("sliver")) {
                gaps++;
                gapArea += Areal.squareMetres(f.where());
            }
        }
        if (slivers > 0) {
            tally.note(String.format(Locale.ROOT, "%s not wider than %.0f m (%s in all) went to the grid that comes first.",
                    Text.count(slivers, "overlap", "overlaps"), SLIVER_WIDTH_METRES, Text.area(sliverArea)));
        }
        if (gaps > 0) {
            tally.note(Text.count(gaps, "gap", "gaps") + " narrower than 1 m between grids (" + Text.area(gapArea)
                    + " in all) stay unassigned; look whether they are meant.");
        }
    }
}
