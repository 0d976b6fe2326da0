package org.wangge.tiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.wangge.atlas.Outline;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;

/// Writes grids and branches, cut to the tile, with borders simplified once for both neighbours. For one thread.
final class GridEncoder {

    private static final List<String> GRID_KEYS = List.of("code", "name", "level", "leaf", "parent");
    private static final List<String> BRANCH_KEYS = List.of("code", "name", "kind");

    private final LayerWriter out;
    private final Areas areas;
    private final EdgeLines lines;

    GridEncoder(LayerWriter out, Areas areas, EdgeLines lines) {
        this.out = out;
        this.areas = areas;
        this.lines = lines;
    }

    /// Every level; where that would be more than `maxBytes` the lowest levels are left out of the tile, since they could not
    /// be told apart on it anyway.
    void grids(Snapshot snapshot, View view, int maxBytes) {
        List<GridNode> near = new ArrayList<>();
        int deepest = 1;
        for (GridNode n : snapshot.gridsNear(view.lonLat())) {
            if (n.area() != null && view.meets(snapshot.outline(n.grid().id()).orElseThrow().worldBox())) {
                near.add(n);
                deepest = Math.max(deepest, n.level());
            }
        }
        do {
            out.layer("grids", GRID_KEYS);
            for (GridNode n : near) {
                if (n.level() <= deepest) {
                    grid(n, snapshot.outline(n.grid().id()).orElseThrow(), view);
                }
            }
        } while (out.size() > maxBytes && --deepest > 0);
    }

    private void grid(GridNode n, Outline outline, View view) {
        gather(outline, view);
        if (!areas.cut()) {
            return;
        }
        out.begin(n.grid().id());
        out.tag(0, out.word(n.grid().code()));
        if (n.grid().name() != null) {
            out.tag(1, out.word(n.grid().name()));
        }
        out.tag(2, out.number(n.level()));
        out.tag(3, out.flag(n.isLeaf()));
        if (n.parent() != null) {
            out.tag(4, out.number(n.parent()));
        }
        write();
    }

    void branches(Snapshot snapshot, View view) {
        out.layer("branches", BRANCH_KEYS);
        for (BranchNode b : snapshot.branches()) {
            Optional<Outline> outline = snapshot.branchOutline(b.branch().id());
            if (outline.isEmpty() || !view.meets(outline.get().worldBox())) {
                continue;
            }
            gather(outline.get(), view);
            if (areas.cut()) {
                branch(b, "outline");
            }
            Optional<Geometry> rest = snapshot.unassignedLand(b.branch().id());
            if (rest.isPresent()) {
                areas.start(view);
                gather(rest.get(), view);
                if (areas.cut()) {
                    branch(b, "unassigned");
                }
            }
        }
    }

    private void branch(BranchNode b, String kind) {
        out.begin(b.branch().id());
        out.tag(0, out.word(b.branch().code()));
        if (b.branch().name() != null) {
            out.tag(1, out.word(b.branch().name()));
        }
        out.tag(2, out.word(kind));
        write();
    }

    private void write() {
        out.geometry(LayerWriter.POLYGON);
        areas.write(out);
        out.end();
    }

    private void gather(Outline outline, View view) {
        areas.start(view);
        if (outline.rings() != null) {
            for (Ring ring : outline.rings()) {
                for (Step step : ring.steps()) {
                    add(lines.line(step.edge(), view.id.z()), step.forward());
                }
                areas.endRing(!ring.hole());
            }
            return;
        }
        gather(outline.area(), view);
    }

    /// Land in degrees that is not made of edges.
    private void gather(Geometry land, View view) {
        for (int p = 0; p < land.getNumGeometries(); p++) {
            if (!(land.getGeometryN(p) instanceof Polygon polygon)) {
                continue;
            }
            add(lines.ring(polygon.getExteriorRing(), view.id.z()), true);
            areas.endRing(true);
            for (int h = 0; h < polygon.getNumInteriorRing(); h++) {
                add(lines.ring(polygon.getInteriorRingN(h), view.id.z()), true);
                areas.endRing(false);
            }
        }
    }

    private void add(EdgeLines.Line line, boolean forward) {
        int n = line.xs().length;
        for (int k = 0; k < n; k++) {
            int i = forward ? k : n - 1 - k;
            areas.point(line.xs()[i], line.ys()[i]);
        }
    }
}
