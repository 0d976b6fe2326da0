package org.wangge.topology;

import org.locationtech.jts.geom.LineString;

/// A change of the borders, as a planner means it. Applied to a [PlanarMap] it yields a [Patch] or a problem.
public sealed interface Command {

    /// Replaces the stretch of the border between the leaf grids `a` and `b` from the path's first point to its last by the
    /// path (fixed coordinates). Both ends must lie on that border; everything between must lie inside the two grids.
    record Reshape(long a, long b, LineString path) implements Command {}
}
