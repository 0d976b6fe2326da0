package org.wangge.topology;

import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/// A leaf grid in the map. `source` is the polygon that was given and `area` its land, the same object where that is just what
/// was given; null when others hold all of it. `round` tells when the polygon was found not to fit (see [Fitting]), [#FITS] when
/// it does. `box` is around both polygons: what was taken away may lie far from what is left, and comes back when whoever has it
/// withdraws. The edges come in the order of their places, however the map was made.
record Face(long id, Geometry source, Geometry area, int round, Envelope box, List<Edge> edges) {

    /// The round of polygons that need not be mended.
    static final int FITS = Integer.MAX_VALUE;

    Face(long id, Geometry source, Geometry area, int round, List<Edge> edges) {
        this(id, source, area, round, boxOf(source, area), edges.stream().sorted(Edge.BY_PLACE).toList());
    }

    private static Envelope boxOf(Geometry source, Geometry area) {
        Envelope box = new Envelope(source.getEnvelopeInternal());
        if (area != null) {
            box.expandToInclude(area.getEnvelopeInternal());
        }
        return box;
    }

    Face with(List<Edge> edges) {
        return new Face(id, source, area, round, edges);
    }

    boolean isMended() {
        return source != area;
    }

    /// Did it take part in mending, whether or not that changed its land?
    boolean isContested() {
        return round != FITS;
    }

    /// Made of the same objects.
    boolean isSame(Face other) {
        if (id != other.id || source != other.source || area != other.area || round != other.round
                || edges.size() != other.edges.size()) {
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
