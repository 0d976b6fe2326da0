package org.wangge.app.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.Command;
import org.wangge.topology.Edge;
import org.wangge.topology.PlanarMap;

/// Draws commands of every type as planners do, and as nobody should: most are sensible, some run along borders, through nodes,
/// out of the map or into themselves. The same seed and the same maps give the same commands. For one thread.
public final class RandomCommands {

    private static final int MOST_BENDS = 6;

    private final Random random;
    private final int fewest;
    private final int most;
    private long nextId;

    /// Keeps the number of grids between `fewest` and `most`, more or less. New grids get ids from `firstId` on.
    public RandomCommands(Random random, int fewest, int most, long firstId) {
        this.random = random;
        this.fewest = fewest;
        this.most = most;
        nextId = firstId;
    }

    /// A command for a map with at least one grid.
    public Command next(PlanarMap map) {
        long[] ids = map.faces().stream().mapToLong(Long::longValue).sorted().toArray();
        long grid = ids[random.nextInt(ids.length)];
        int kind = random.nextInt(10);
        if (ids.length > most && random.nextInt(3) > 0) {
            kind = random.nextBoolean() ? 5 : 9;
        } else if (ids.length < fewest && random.nextInt(3) > 0) {
            kind = random.nextBoolean() ? 4 : 8;
        }
        return switch (kind) {
            case 0, 1 -> reshape(map, grid);
            case 2, 3 -> moveNode(map, grid);
            case 4 -> split(map, grid);
            case 5 -> merge(map, ids, grid);
            case 6, 7 -> new Command.Transfer(random.nextInt(6) == 0 ? 0 : neighbour(map, grid, true), blob(map, grid));
            case 8 -> new Command.Create(nextId++, blob(map, grid), random.nextInt(3) > 0);
            default -> delete(map, grid);
        };
    }

    private Command reshape(PlanarMap map, long grid) {
        Edge edge = edge(map, grid);
        Coordinate begin = onEdge(edge);
        Coordinate end = onEdge(edge);
        return new Command.Reshape(grid, edge.across(grid), FixedPoint.FIXED.createLineString(way(map, grid, begin, end)));
    }

    private Command moveNode(PlanarMap map, long grid) {
        Edge edge = edge(map, grid);
        int i = random.nextBoolean() ? 0 : random.nextInt(edge.xs().length);
        int k = i == 0 ? 1 : i - 1;
        double side = Math.hypot((double) edge.xs()[k] - edge.xs()[i], (double) edge.ys()[k] - edge.ys()[i]);
        double reach = side * random.nextDouble();
        return new Command.MoveNode(point(edge.xs()[i] + noise(3), edge.ys()[i] + noise(3)),
                point(edge.xs()[i] + noise(2 * reach), edge.ys()[i] + noise(2 * reach)));
    }

    private Command split(PlanarMap map, long grid) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(nextId++);
        }
        Coordinate[] line;
        if (random.nextInt(5) == 0) {
            line = ((Polygon) blob(map, grid)).getExteriorRing().getCoordinates();
        } else {
            line = way(map, grid, onEdge(edge(map, grid)), onEdge(edge(map, grid)));
        }
        return new Command.Split(grid, FixedPoint.FIXED.createLineString(line), ids);
    }

    private Command merge(PlanarMap map, long[] ids, long grid) {
        long other = random.nextInt(5) == 0 ? ids[random.nextInt(ids.length)] : neighbour(map, grid, false);
        return new Command.Merge(List.of(grid, other), random.nextBoolean() ? grid : other);
    }

    private Command delete(PlanarMap map, long grid) {
        int to = random.nextInt(4);
        return new Command.Delete(grid, to == 0 ? Long.valueOf(0) : to == 1 ? Long.valueOf(neighbour(map, grid, false)) : null);
    }

    /// A grid that has a border with this one, or itself; nobody seldom counts.
    private long neighbour(PlanarMap map, long grid, boolean orItself) {
        long other = edge(map, grid).across(grid);
        return other == 0 || (orItself && random.nextInt(3) == 0) ? grid : other;
    }

    private Edge edge(PlanarMap map, long grid) {
        List<Edge> edges = map.edgesOf(grid);
        return edges.get(random.nextInt(edges.size()));
    }

    /// A vertex, or a place between two, on the border or a little off it.
    private Coordinate onEdge(Edge edge) {
        int i = random.nextInt(edge.xs().length - 1);
        double t = random.nextInt(3) == 0 ? 0 : random.nextDouble();
        double off = random.nextInt(3) == 0 ? 200 : random.nextBoolean() ? 0 : 20;
        return point(edge.xs()[i] + t * (edge.xs()[i + 1] - edge.xs()[i]) + noise(off),
                edge.ys()[i] + t * (edge.ys()[i + 1] - edge.ys()[i]) + noise(off));
    }

    /// From one place to another with some bends between, mostly in order along the way.
    private Coordinate[] way(PlanarMap map, long grid, Coordinate begin, Coordinate end) {
        double length = begin.distance(end);
        List<Coordinate> points = new ArrayList<>();
        int n = random.nextInt(MOST_BENDS);
        boolean wild = random.nextInt(8) == 0;
        double width = wild ? length + map.face(grid).getEnvelopeInternal().getWidth() / 2 : length * 0.3 + 5;
        for (int i = 1; i <= n; i++) {
            double t = wild ? random.nextDouble() : i / (n + 1.0);
            points.add(random.nextInt(15) == 0 ? vertex(map, grid)
                    : point(begin.x + t * (end.x - begin.x) + noise(width), begin.y + t * (end.y - begin.y) + noise(width)));
        }
        points.addFirst(begin);
        points.addLast(end);
        return points.toArray(Coordinate[]::new);
    }

    private Coordinate vertex(PlanarMap map, long grid) {
        Edge edge = edge(map, grid);
        int i = random.nextInt(edge.xs().length);
        return point(edge.xs()[i], edge.ys()[i]);
    }

    /// A closed area about a place of the grid's border: a box, or a star with corners at all distances.
    private Geometry blob(PlanarMap map, long grid) {
        Envelope box = map.face(grid).getEnvelopeInternal();
        double size = Math.max(3, Math.max(box.getWidth(), box.getHeight()) * random.nextDouble() * random.nextDouble());
        Coordinate centre = random.nextBoolean() ? vertex(map, grid)
                : point(box.getMinX() + random.nextDouble() * box.getWidth(),
                        box.getMinY() + random.nextDouble() * box.getHeight());
        if (random.nextInt(4) == 0) {
            double half = Math.rint(size / 2) + 1;
            return FixedPoint.FIXED.toGeometry(new Envelope(centre.x - half, centre.x + half, centre.y - half, centre.y + half));
        }
        int n = 3 + random.nextInt(10);
        List<Coordinate> ring = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * (i + 0.8 * random.nextDouble()) / n;
            double r = size * (0.3 + random.nextDouble());
            ring.add(random.nextInt(12) == 0 ? vertex(map, grid)
                    : point(centre.x + r * Math.cos(angle), centre.y + r * Math.sin(angle)));
        }
        if (random.nextInt(3) > 0) {
            ring.sort(Comparator.comparingDouble(c -> Math.atan2(c.y - centre.y, c.x - centre.x)));
        }
        ring.add(ring.getFirst().copy());
        return FixedPoint.FIXED.createPolygon(ring.toArray(Coordinate[]::new));
    }

    private double noise(double width) {
        return (random.nextDouble() - 0.5) * width;
    }

    private static Coordinate point(double x, double y) {
        return new CoordinateXY(Math.rint(x), Math.rint(y));
    }
}
