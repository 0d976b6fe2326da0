package org.wangge.topology;

import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/// A leaf grid in the map. `area` is its land; `source` is the polygon that was given, and is another object only where land had
/// to be taken away or added, so that it can be judged anew when a neighbour changes. `box` is around both: what was taken away
/// may lie far from what is left, and comes back when whoever has it withdraws. The edges come in the order of their
/// places, however the map was made.
record Face(long id, Geometry source, Geometry area, Envelope box, List<Edge> edges) {

    Face(long id, Geometry source, Geometry area, List<Edge> edges) {
        this(id, source, area, boxOf(source, area), edges.stream().sorted(Edge.BY_PLACE).toList());
    }

    private static Envelope boxOf(Geometry source, Geometry area) {
        Envelope box = new Envelope(source.getEnvelopeInternal());
        box.expandToInclude(area.getEnvelopeInternal());
        return box;
    }

    boolean isMended() {
        return source != area;
    }

    /// Made of the same objects.
    boolean isSame(Face other) {
        if (id != other.id || source != other.source || area != other.area || edges.size() != other.edges.size()) {
            return false;
        }
        for (int i = 0; i < edges.size(); i++) {
            if (edges.get(i) != other.edges.get(i)) {
                return false;
            }
        }
        return true;
    }
}
