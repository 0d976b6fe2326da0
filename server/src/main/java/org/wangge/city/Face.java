package org.wangge.city;

import org.locationtech.jts.geom.Polygon;

/// A piece of the map between streets and shores. `fixed` shares every vertex with its neighbours (1e-7 degree); `edges[i]` is
/// the road along the i-th segment of the outer ring, an index into [StreetMesh#roads].
record Face(Kind kind, Polygon fixed, Polygon metres, int[] edges) {

    enum Kind {
        SEA, RIVER, LAKE, HILL, GREEN, PORT, BLOCK;

        boolean isLand() {
            return this != SEA && this != RIVER;
        }
    }
}
