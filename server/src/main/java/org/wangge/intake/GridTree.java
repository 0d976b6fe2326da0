package org.wangge.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.wangge.model.Ancestry;
import org.wangge.model.Grid;

/// Finds the parent of every grid of a file among the file's grids and the stored ones.
///
/// A `parent` column decides where the file has one. Else the parent is a grid around it: the nearest of a smaller `level`
/// that holds its interior point, or, without levels, the smallest that holds 98 % of its area, provided that the children of
/// that grid fill nine tenths of it. If they don't, the file says two things about the land in between, and the overlap is
/// left for [LeafCoverage] to report. A grid that is stored already and for which nothing speaks now keeps its parent.
final class GridTree {

    private static final double HELD_SHARE = 0.98;
    private static final double FILLED_SHARE = 0.9;

    private final Map<String, GridNode> nodes = new LinkedHashMap<>();
    /// Code by id of the stored grids.
    private final Map<Long, String> codes = new HashMap<>();
    private final Map<GridNode, IndexedPointInAreaLocator> locators = new HashMap<>();
    private final Tally tally;

    /// Stored grids come first, then the file's in its order.
    GridTree(Collection<Grid> stored, List<GridDraft> drafts, Tally tally) {
        this.tally = tally;
        Map<String, GridDraft> byCode = new HashMap<>();
        drafts.forEach(d -> byCode.put(d.code(), d));
        Map<String, Grid> storedByCode = new HashMap<>();
        for (Grid g : stored) {
            storedByCode.put(g.code(), g);
            codes.put(g.id(), g.code());
            if (!byCode.containsKey(g.code())) {
                nodes.put(g.code(), new GridNode(null, g));
            }
        }
        for (GridDraft d : drafts) {
            nodes.put(d.code(), new GridNode(d, storedByCode.get(d.code())));
        }
        for (GridNode n : nodes.values()) {
            if (n.stored != null && n.stored.parent() != null) {
                n.putUnder(nodes.get(codes.get(n.stored.parent())));
            }
        }
    }

    Collection<GridNode> nodes() {
        return nodes.values();
    }

    List<GridNode> drafted() {
        return nodes.values().stream().filter(n -> n.draft != null).toList();
    }

    /// Takes the file's row out: what the store has of it stays as it is there. Without that its children are rejected too.
    void reject(GridNode node, String field, String value, String reason) {
        if (nodes.get(node.code) == node) {
            tally.reject(node.draft.row(), field, value, reason);
            takeOut(node, field);
        }
    }

    /// Whatever stands below it goes, too, however deep that is: hence a list of its own of what is left to do.
    private void takeOut(GridNode first, String field) {
        Deque<GridNode> out = new ArrayDeque<>(List.of(first));
        while (!out.isEmpty()) {
            GridNode node = out.pop();
            List<GridNode> children = List.copyOf(node.children);
            node.putUnder(null);
            nodes.remove(node.code);
            GridNode old = node.stored == null ? null : new GridNode(null, node.stored);
            if (old != null) {
                nodes.put(old.code, old);
                old.putUnder(node.stored.parent() == null ? null : nodes.get(codes.get(node.stored.parent())));
            }
            for (GridNode child : children) {
                child.putUnder(old);
                if (old == null && child.draft != null && nodes.get(child.code) == child) {
                    tally.reject(child.draft.row(), field, node.code,
                            "is not there: its row " + node.draft.row() + " was rejected");
                    out.push(child);
                }
            }
        }
    }

    /// `rejected` are codes that the file has in rows that could not be read.
    void linkByColumn(Map<String, Long> rejected, String field) {
        for (GridNode n : drafted()) {
            String wanted = n.draft.parent();
            GridNode parent = wanted == null ? null : nodes.get(wanted);
            if (wanted != null && parent == null) {
                Long row = rejected.get(wanted);
                reject(n, field, wanted, row == null
                        ? "is the code of no grid in the file or the store"
                        : "is not there: its row " + row + " was rejected");
            } else if (nodes.get(n.code) == n) {
                n.putUnder(parent);
            }
        }
        settle(field);
    }

    /// Makes it a tree: rejects the file's rows that stand below themselves or too deep, and cuts what is so in the store.
    private void settle(String field) {
        Ancestry<GridNode> ancestry = Ancestry.of(List.copyOf(nodes.values()), n -> n.parent);
        while (!ancestry.loops().isEmpty() || !ancestry.tooDeep().isEmpty()) {
            ancestry.loops().forEach(loop -> cut(loop, field));
            for (GridNode n : ancestry.tooDeep()) {
                if (n.draft != null) {
                    reject(n, field, n.parent == null ? "" : n.parent.code,
                            "stands more than " + Ancestry.MAX_LEVELS + " levels deep; a tree of grids has fewer");
                } else {
                    n.putUnder(null);
                }
            }
            ancestry = Ancestry.of(List.copyOf(nodes.values()), n -> n.parent);
        }
    }

    private void cut(List<GridNode> loop, String field) {
        String circle = Ancestry.inWords(loop.stream().map(n -> n.code).toList());
        List<GridNode> drafted = loop.stream().filter(n -> n.draft != null).toList();
        drafted.forEach(n -> tally.reject(n.draft.row(), field, n.parent.code, "makes a circle: " + circle));
        if (drafted.isEmpty()) {
            tally.note("Stored grids stand below themselves: " + circle
                    + ". They count as standing directly under their branch; import one of them with another parent.");
        }
        loop.forEach(n -> n.putUnder(null));
        drafted.forEach(n -> takeOut(n, field));
    }

    /// Looks for a grid around each grid of the file.
    void linkByArea(String field) {
        findParents();
        settle(field);
    }

    private void findParents() {
        STRtree around = new STRtree();
        for (GridNode n : nodes.values()) {
            if (n.outline != null) {
                around.insert(n.outline.getEnvelopeInternal(), n);
            }
        }
        if (around.isEmpty()) {
            return;
        }
        around.build();
        for (GridNode n : drafted()) {
            if (n.outline != null) {
                GridNode parent = findAround(n, around);
                if (parent != null) {
                    n.isParentInferred = n.level() == null || parent.level() == null;
                    n.putUnder(parent);
                }
            }
        }
        for (GridNode n : List.copyOf(nodes.values())) {
            List<GridNode> inferred = n.children.stream().filter(c -> c.isParentInferred).toList();
            if (!inferred.isEmpty() && n.outline != null) {
                double filled = n.children.stream().filter(c -> c.outline != null).mapToDouble(c -> c.outline.getArea()).sum();
                if (filled < FILLED_SHARE * n.outline.getArea()) {
                    inferred.forEach(c -> c.putUnder(null));
                }
            }
        }
    }

    private GridNode findAround(GridNode n, STRtree around) {
        Coordinate inside = n.outline.getInteriorPoint().getCoordinate();
        List<GridNode> found = new ArrayList<>();
        for (Object hit : around.query(n.outline.getEnvelopeInternal())) {
            GridNode c = (GridNode) hit;
            if (c != n && mayBeAbove(c, n)
                    && locator(c).locate(inside) != Location.EXTERIOR
                    && (hasLevels(c, n) || holds(c.outline, n.outline))) {
                found.add(c);
            }
        }
        return found.stream()
                .min(Comparator.<GridNode>comparingInt(c -> hasLevels(c, n) ? -c.level() : 0)
                        .thenComparingDouble(c -> c.outline.getArea())
                        .thenComparing(c -> c.code))
                .orElse(null);
    }

    private IndexedPointInAreaLocator locator(GridNode n) {
        return locators.computeIfAbsent(n, k -> new IndexedPointInAreaLocator(k.outline));
    }

    private static boolean hasLevels(GridNode a, GridNode b) {
        return a.level() != null && b.level() != null;
    }

    private static boolean mayBeAbove(GridNode c, GridNode n) {
        return hasLevels(c, n) ? c.level() < n.level() : c.outline.getArea() > n.outline.getArea();
    }

    private static boolean holds(Geometry outer, Geometry inner) {
        return OverlayNGRobust.overlay(outer, inner, OverlayNG.INTERSECTION).getArea() >= HELD_SHARE * inner.getArea();
    }
}
