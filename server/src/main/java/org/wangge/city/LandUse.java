package org.wangge.city;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Polygon;

/// What kind of town stands where: the old town in the middle, the business district on the bay, new towns round centres of
/// their own, industry by the port and along the railway, villages at the edge.
final class LandUse {

    /// Kinds of town, with the area in square metres of a typical block.
    enum Zone {
        OLD(16_000),
        BUSINESS(30_000),
        INNER(48_000),
        SUBURB(72_000),
        NEW_TOWN(88_000),
        INDUSTRY(105_000),
        VILLAGE(130_000),
        PORT(110_000);

        final double blockArea;

        Zone(double blockArea) {
            this.blockArea = blockArea;
        }
    }

    final List<Coordinate> newTowns = new ArrayList<>();
    final Coordinate business;
    final double oldRadius;
    private final Coordinate port;
    private final Terrain terrain;
    private final Noise industry = new Noise(81, 3400);
    private final Noise rural = new Noise(82, 1900);
    private final Noise edge = new Noise(83, 900);
    private final double size;

    LandUse(Terrain terrain) {
        this.terrain = terrain;
        size = Math.sqrt(terrain.scale);
        oldRadius = 900 * Math.min(1.25, size);
        business = terrain.at(2050, -250);
        port = terrain.port.getCentroid().getCoordinate();
        newTowns.add(terrain.at(-2150, 900));
        newTowns.add(terrain.at(2150, 1150));
        newTowns.add(terrain.at(-1300, -1750));
        newTowns.add(terrain.at(700, 2350));
        SplittableRandom random = new SplittableRandom(84);
        int more = (int) (1.6 * (terrain.scale * terrain.scale - 1));
        for (int i = 0; i < more; i++) {
            newTowns.add(Terrain.polar(random.nextDouble(2 * Math.PI), terrain.radius * Math.sqrt(random.nextDouble(0.06, 0.8))));
        }
    }

    Zone at(double x, double y) {
        double r = Math.sqrt(x * x + y * y);
        double fray = 1 + 0.12 * edge.at(x, y);
        boolean nearPort = terrain.port.getEnvelopeInternal().contains(x, y);
        if (nearPort && terrain.port.contains(Frame.METRES.createPoint(new Coordinate(x, y)))) {
            return Zone.PORT;
        }
        if (r < oldRadius * fray) {
            return Zone.OLD;
        }
        if (distance(business, x, y) < 620 * size * fray) {
            return Zone.BUSINESS;
        }
        if (distance(port, x, y) < 950 * size * fray || r > 1900 && industry.at(x, y) > 0.58) {
            return Zone.INDUSTRY;
        }
        for (Coordinate c : newTowns) {
            if (distance(c, x, y) < 800 * Math.min(1.8, size) * fray) {
                return Zone.NEW_TOWN;
            }
        }
        double coast = terrain.radius * Terrain.coastShape(StrictMath.atan2(y, x));
        if (r > 0.72 * coast * fray && rural.at(x, y) > 0.05 && r < coast) {
            return Zone.VILLAGE;
        }
        return r < 1950 * size * fray ? Zone.INNER : Zone.SUBURB;
    }

    Zone of(Polygon block) {
        Coordinate c = block.getCentroid().getCoordinate();
        return at(c.x, c.y);
    }

    static double distance(Coordinate c, double x, double y) {
        return Math.sqrt((c.x - x) * (c.x - x) + (c.y - y) * (c.y - y));
    }
}
