package org.wangge.atlas;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Branch;
import org.wangge.topology.PlanarMap;

/// The land of each branch that belongs to no leaf, worked out when first asked for. For any number of threads.
final class Unassigned {

    private final Map<Long, Branch> branches;
    private final PlanarMap map;
    private final Map<Long, Optional<Geometry>> known = new ConcurrentHashMap<>();

    Unassigned(Map<Long, Branch> branches, PlanarMap map) {
        this.branches = branches;
        this.map = map;
    }

    Optional<Geometry> find(long branch) {
        // Nothing is kept of what is not there: ids are what strangers send.
        return branches.containsKey(branch) ? known.computeIfAbsent(branch, this::work) : Optional.empty();
    }

    private Optional<Geometry> work(long id) {
        Branch branch = branches.get(id);
        if (branch.outline() == null) {
            return Optional.empty();
        }
        Geometry outline = GeometryFixer.fix(FixedPoint.fixed(branch.outline()));
        Geometry leaves = map.union(leaf -> true);
        Geometry rest = leaves == null ? outline
                : OverlayNG.overlay(outline, leaves, OverlayNG.DIFFERENCE, new PrecisionModel(1));
        return rest.isEmpty() ? Optional.empty() : Optional.of(FixedPoint.lonLat(rest));
    }
}
