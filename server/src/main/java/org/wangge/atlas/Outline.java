package org.wangge.atlas;

import java.util.List;
import java.util.function.Supplier;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Mercator;
import org.wangge.topology.Edge;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;
import org.wangge.topology.PlanarMap;

/// The land of a grid or branch. Stays the same object from one snapshot to the next as long as its border and the edges that the
/// border is made of do, so that work done on it can be kept. For any number of threads.
public final class Outline {

    private final Geometry area;
    private final int[] box;
    /// Null once the rings are known; two threads may trace them at once and find the same.
    private volatile Supplier<List<Ring>> trace;
    private volatile List<Ring> rings;

    private Outline(Geometry area, List<Ring> rings, Supplier<List<Ring>> trace) {
        this.area = area;
        this.rings = rings;
        this.trace = trace;
        Envelope e = area.getEnvelopeInternal();
        box = new int[] {
            Mercator.worldX(e.getMinX()), Mercator.worldY(e.getMaxY()), Mercator.worldX(e.getMaxX()), Mercator.worldY(e.getMinY())
        };
    }

    /// A polygon of its own.
    static Outline given(Geometry area) {
        return new Outline(area, null, null);
    }

    /// The land inside rings of edges.
    static Outline of(Geometry area, List<Ring> rings) {
        return new Outline(area, List.copyOf(rings), null);
    }

    /// The land of a leaf, with these edges around it.
    static Outline ofLeaf(Geometry area, long leaf, List<Edge> edges) {
        return new Outline(area, null, () ->
                List.copyOf(PlanarMap.rings(edges.stream().map(e -> new Step(e, e.left() == leaf)).toList())));
    }

    /// Polygon or MultiPolygon in degrees, WGS 84; not empty.
    public Geometry area() {
        return area;
    }

    /// The border as rings of edges of the planar map, a shell before its holes; null when it is a polygon of its own, as the
    /// outline of a branch may be.
    public List<Ring> rings() {
        Supplier<List<Ring>> source = trace;
        if (source != null) {
            rings = source.get();
            trace = null;
        }
        return rings;
    }

    /// Box in world units: minX, minY, maxX, maxY. Not to be written to.
    public int[] worldBox() {
        return box;
    }
}
