package org.wangge.city;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.locationtech.jts.algorithm.Distance;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.buffer.BufferOp;
import org.locationtech.jts.operation.buffer.BufferParameters;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

/// Turns faces into blocks: keeps the width of the streets free, makes parks of what is too small or chosen to be one, divides
/// the rest into compounds and fills these with rows of buildings along the street.
final class Compounds {

    private static final BufferParameters MITRE =
            new BufferParameters(1, BufferParameters.CAP_FLAT, BufferParameters.JOIN_MITRE, 2);

    private final StreetMesh mesh;
    private final LandUse use;

    Compounds(StreetMesh mesh, LandUse use) {
        this.mesh = mesh;
        this.use = use;
    }

    /// The block of each face, in the order of faces; null for water. Compounds are not yet numbered.
    List<Block> layOut() {
        Block[] blocks = new Block[mesh.faces.size()];
        IntStream.range(0, blocks.length).parallel().forEach(i -> {
            Face face = mesh.faces.get(i);
            blocks[i] = face.kind().isLand() ? block(face, new SplittableRandom(Noise.hash(1234, i))) : null;
        });
        return Arrays.asList(blocks);
    }

    private Block block(Face face, SplittableRandom random) {
        LandUse.Zone zone = use.of(face.metres());
        if (face.kind() != Face.Kind.BLOCK && face.kind() != Face.Kind.PORT) {
            return new Block(face, zone, null, true, List.of());
        }
        Polygon ground = ground(face);
        double area = ground == null ? 0 : ground.getArea();
        double length = ground == null ? 1 : ground.getLength();
        boolean awkward = area < (zone == LandUse.Zone.OLD ? 1300 : 4500) || area / (length * length) < 0.026;
        boolean park = awkward || zone != LandUse.Zone.PORT && zone != LandUse.Zone.INDUSTRY && random.nextInt(100) < 4;
        List<Compound> parts = new ArrayList<>();
        if (!park) {
            Ring ring = Ring.of(ground);
            double axis = ring.axis();
            double cos = StrictMath.cos(axis);
            double sin = StrictMath.sin(axis);
            divide(ring.turned(cos, -sin), random, zone, new Turn(cos, sin), face, parts);
        }
        return new Block(face, zone, ground, park, List.copyOf(parts));
    }

    /// From the block's own axes to those of the city.
    private record Turn(double cos, double sin) {
        double x(double u, double v) {
            return u * cos - v * sin;
        }

        double y(double u, double v) {
            return u * sin + v * cos;
        }
    }

    /// What the streets leave of a face.
    private Polygon ground(Face face) {
        List<Geometry> strays = mesh.strayRoadsIn(face.metres());
        Ring ring = Ring.of(face.metres());
        if (strays.isEmpty() && face.metres().getNumInteriorRing() == 0 && ring.turnsBack() < 0.25) {
            Ring left = ring.shrunk(i -> mesh.roads.get(face.edges()[i]).kind().halfWidth);
            return left.size() < 3 ? null : left.polygon();
        }
        return bufferedGround(face, strays);
    }

    private Polygon bufferedGround(Face face, List<Geometry> strays) {
        Map<Road.Kind, List<Geometry>> sides = new EnumMap<>(Road.Kind.class);
        Coordinate[] ring = face.metres().getExteriorRing().getCoordinates();
        double least = Double.MAX_VALUE;
        for (int i = 0; i < face.edges().length; i++) {
            Road.Kind kind = mesh.roads.get(face.edges()[i]).kind();
            least = Math.min(least, kind.halfWidth);
            sides.computeIfAbsent(kind, k -> new ArrayList<>())
                    .add(Frame.METRES.createLineString(new Coordinate[] {ring[i], ring[i + 1]}));
        }
        Geometry ground = BufferOp.bufferOp(face.metres(), -least, MITRE);
        for (Map.Entry<Road.Kind, List<Geometry>> side : sides.entrySet()) {
            if (side.getKey().halfWidth > least) {
                Geometry line = Frame.METRES.buildGeometry(side.getValue());
                ground = ground.difference(line.buffer(side.getKey().halfWidth, 2));
            }
        }
        for (Geometry stray : strays) {
            ground = ground.difference(stray);
        }
        Polygon largest = null;
        for (Polygon p : Curves.polygons(DouglasPeuckerSimplifier.simplify(ground, 0.4))) {
            if (largest == null || p.getArea() > largest.getArea()) {
                largest = Frame.METRES.createPolygon(p.getExteriorRing());
            }
        }
        return largest;
    }

    private void divide(Ring land, SplittableRandom random, LandUse.Zone zone, Turn turn, Face face, List<Compound> out) {
        double target = switch (zone) {
            case OLD -> 26_000;
            case BUSINESS -> 15_000;
            case INNER -> 21_000;
            case SUBURB -> 29_000;
            case NEW_TOWN -> 40_000;
            case INDUSTRY, PORT -> 44_000;
            case VILLAGE -> 36_000;
        };
        double width = land.max(0) - land.min(0);
        double depth = land.max(1) - land.min(1);
        if (land.area() > 1.5 * target && Math.max(width, depth) > 110) {
            int axis = width >= depth ? 0 : 1;
            double cut = land.min(axis) + Math.max(width, depth) * random.nextDouble(0.42, 0.58);
            double lane = zone == LandUse.Zone.OLD ? 2 : 4;
            divide(land.half(axis, cut - lane, 1), random, zone, turn, face, out);
            divide(land.half(axis, cut + lane, -1), random, zone, turn, face, out);
            return;
        }
        Style style = Styles.pick(zone, land.area(), random);
        if (style == null) {
            return;
        }
        List<Compound.Building> rows = fill(land, style, random, turn);
        if (!rows.isEmpty()) {
            double u = (land.min(0) + land.max(0)) / 2;
            double v = (land.min(1) + land.max(1)) / 2;
            double x = turn.x(u, v);
            double y = turn.y(u, v);
            out.add(new Compound(-1, style, zone, x, y, nearestRoad(face, x, y), rows));
        }
    }

    private static List<Compound.Building> fill(Ring land, Style style, SplittableRandom random, Turn turn) {
        List<Compound.Building> rows = new ArrayList<>();
        double margin = style.margin();
        double top = land.max(1) - margin;
        double right = land.max(0) - margin;
        double depth = random.nextDouble(style.minDepth(), style.maxDepth());
        double usual = random.nextDouble(style.minLength(), style.maxLength());
        int storeys = random.nextInt(style.minStoreys(), style.maxStoreys() + 1);
        for (double y = land.min(1) + margin; y + depth <= top; y += depth + style.rowGap()) {
            double x = land.min(0) + margin;
            while (x + style.minLength() <= right) {
                double length = Math.clamp(usual * random.nextDouble(0.88, 1.12), style.minLength(), style.maxLength());
                if (!land.containsBox(x - margin, y - margin, x + length + margin, y + depth + margin)) {
                    length = style.minLength();
                    if (!land.containsBox(x - margin, y - margin, x + length + margin, y + depth + margin)) {
                        x += 4;
                        continue;
                    }
                }
                if (random.nextDouble() >= style.skip()) {
                    double[] corners = style.corners(length, depth, random);
                    int floors = Math.max(1, storeys + random.nextInt(-1, 2));
                    rows.add(place(corners, x + length / 2, y + depth / 2, floors, turn));
                }
                x += length + style.sideGap();
            }
        }
        return rows;
    }

    private static Compound.Building place(double[] corners, double u, double v, int floors, Turn turn) {
        int[] ring = new int[corners.length];
        for (int i = 0; i < corners.length; i += 2) {
            ring[i] = Frame.lon(turn.x(u + corners[i], v + corners[i + 1]));
            ring[i + 1] = Frame.lat(turn.y(u + corners[i], v + corners[i + 1]));
        }
        return new Compound.Building(ring, (float) (new Ring(corners).area() * floors));
    }

    /// The road with a name along the face that is nearest; its index.
    private int nearestRoad(Face face, double x, double y) {
        Coordinate[] ring = face.metres().getExteriorRing().getCoordinates();
        Coordinate here = new Coordinate(x, y);
        double best = Double.MAX_VALUE;
        int road = -1;
        for (int i = 0; i < face.edges().length; i++) {
            Road.Kind kind = mesh.roads.get(face.edges()[i]).kind();
            if (kind == Road.Kind.SHORE || kind == Road.Kind.RAIL || kind == Road.Kind.MOTORWAY) {
                continue;
            }
            double d = Distance.pointToSegment(here, ring[i], ring[i + 1]);
            if (d < best) {
                best = d;
                road = face.edges()[i];
            }
        }
        return road;
    }
}
