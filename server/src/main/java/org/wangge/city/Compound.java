package org.wangge.city;

import java.util.List;

/// Buildings that belong together (小区, a works, a school). `x`, `y` is about its middle in metres; `number` counts compounds
/// from 0 through the city; `road` is an index into [StreetMesh#roads], or -1 where no street leads.
record Compound(int number, Style style, LandUse.Zone zone, double x, double y, int road, List<Building> buildings) {

    /// A footprint: `ring` is lon0, lat0, lon1, lat1, … in 1e-7 degree, not closed, counter-clockwise. `floorArea` is in
    /// square metres over all storeys.
    record Building(int[] ring, float floorArea) {

        /// Lon and lat of a point inside: a little inwards from the middle of the last side, which no outline bends away.
        int[] inside() {
            int n = ring.length;
            double x = Frame.x((ring[n - 2] + (double) ring[n - 4]) / 2);
            double y = Frame.y((ring[n - 1] + (double) ring[n - 3]) / 2);
            double dx = Frame.x(ring[n - 2]) - Frame.x(ring[n - 4]);
            double dy = Frame.y(ring[n - 1]) - Frame.y(ring[n - 3]);
            double length = Math.sqrt(dx * dx + dy * dy);
            return new int[] {Frame.lon(x - dy / length), Frame.lat(y + dx / length)};
        }
    }
}
