package org.wangge.city;

import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;

/// A line of the map. `line` is in metres; `name` may be null for shores.
record Road(Kind kind, String name, LineString line) {

    /// Kinds of line with half the width of the way in metres, and how much a grid's border likes to follow it.
    enum Kind {
        MOTORWAY("motorway", 20, 3),
        RAIL("rail", 16, 3),
        RING("ring", 19, 2.5),
        AVENUE("avenue", 16, 2),
        STREET("street", 9.5, 1),
        LANE("lane", 4, 0.6),
        /// Edge of water, a hill or made land: nothing to drive on.
        SHORE(null, 5, 1);

        final String key;
        final double halfWidth;
        final double border;

        Kind(String key, double halfWidth, double border) {
            this.key = key;
            this.halfWidth = halfWidth;
            this.border = border;
        }
    }

    static Road shore(LineString line) {
        return new Road(Kind.SHORE, null, line);
    }

    static List<Road> shores(Geometry areal) {
        return Curves.rings(areal).stream().map(r -> shore(Frame.METRES.createLineString(r.getCoordinates()))).toList();
    }
}
