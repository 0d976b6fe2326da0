package org.wangge.atlas;

import java.util.List;
import java.util.Set;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Mercator;
import org.wangge.topology.PlanarMap;

/// The land of a grid or branch. Stays the same object from one snapshot to the next as long as its border and the edges that the
/// border is made of do, so that work done on it can be kept. For any number of threads.
public final class Outline {

    private final Geometry area;
    private final Set<Long> leaves;
    private final int[] box;
    private volatile PlanarMap map;
    private volatile List<PlanarMap.Ring> rings;

    /// A polygon of its own.
    Outline(Geometry area) {
        this(area, Set.of(), null);
    }

    /// The union of these leaves.
    Outline(Geometry area, Set<Long> leaves, PlanarMap map) {
        this.area = area;
        this.leaves = leaves;
        this.map = map;
        Envelope e = area.getEnvelopeInternal();
        box = new int[] {
            Mercator.worldX(e.getMinX()), Mercator.worldY(e.getMaxY()), Mercator.worldX(e.getMaxX()), Mercator.worldY(e.getMinY())
        };
    }

    /// Traces its rings from `newer` if it has to, in which the edges are the same, so that no old map is kept alive.
    void rebase(PlanarMap newer) {
        if (map != null) {
            map = newer;
        }
    }

    /// Polygon or MultiPolygon in degrees, WGS 84; not empty.
    public Geometry area() {
        return area;
    }

    /// The border as rings of edges of the planar map, a shell before its holes; null when it is a polygon of its own, as the
    /// outline of a branch may be.
    public List<PlanarMap.Ring> rings() {
        PlanarMap source = map;
        if (source != null) {
            rings = List.copyOf(source.outline(leaves::contains));
            map = null;
        }
        return rings;
    }

    /// Box in world units: minX, minY, maxX, maxY. Not to be written to.
    public int[] worldBox() {
        return box;
    }
}
