package org.wangge.city;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;

/// The branch and its grids in three levels: districts (区), streets (街道) and, as leaves, communities (社区). A leaf is a union
/// of faces, so that its borders follow streets and shores and are its neighbours' to the last vertex.
///
/// The port and the lighthouse's islet belong to no grid. One leaf holds what two should; two have nobody in charge.
final class GridTree {

    static final String BRANCH = "LW";
    private static final int HOUSEHOLDS_PER_LEAF = 4600;
    private static final String[] LEVEL = {null, "district", "street", "community"};

    /// A grid; `parent` null below the branch, `area` null unless it is a leaf, `households` within it.
    record Node(String code, String name, int level, String parent, Geometry area, int households, int subscribers) {
        String kind() {
            return LEVEL[level];
        }
    }

    private final City city;
    private final List<Integer> pieces = new ArrayList<>();
    private final int[] households;
    private final double[] subscribers;
    final List<Node> nodes = new ArrayList<>();
    final Geometry outline;

    GridTree(City city, Market market) {
        this.city = city;
        List<Polygon> land = new ArrayList<>();
        Polygon islet = city.terrain().islands.getLast().area();
        Geometry quays = city.terrain().port.buffer(80);
        for (int i = 0; i < city.blocks().size(); i++) {
            if (city.blocks().get(i) != null) {
                Face face = city.mesh().faces.get(i);
                land.add(face.fixed());
                Geometry inside = face.metres().getInteriorPoint();
                boolean port = face.kind() == Face.Kind.PORT || face.kind() == Face.Kind.GREEN && quays.contains(inside);
                boolean assigned = !port && !islet.contains(inside);
                if (assigned) {
                    pieces.add(i);
                }
            }
        }
        outline = union(land);
        households = new int[pieces.size()];
        subscribers = new double[pieces.size()];
        for (int p = 0; p < pieces.size(); p++) {
            for (Compound c : city.blocks().get(pieces.get(p)).compounds()) {
                households[p] += market.households(c);
                subscribers[p] += market.households(c) * market.penetration(c);
            }
        }
        build();
    }

    private void build() {
        int total = Arrays.stream(households).sum();
        int leaves = Math.max(3, Math.round((float) total / HOUSEHOLDS_PER_LEAF)) + 1;
        double scale = city.terrain().scale;
        int districts = Math.clamp((int) Math.rint(4 * StrictMath.pow(scale, 0.8)), 2, leaves);
        int streets = Math.clamp((int) Math.rint(leaves / (4.2 + 0.8 * (scale - 1))), districts, leaves);

        double[] weights = new double[pieces.size()];
        for (int p = 0; p < weights.length; p++) {
            double km2 = face(p).metres().getArea() / 1e6;
            weights[p] = households[p] + 900 * km2;
        }
        int[] leafOf = regions(weights, identity(weights.length)).join(leaves);
        overload(leafOf);
        double[] leafWeights = sums(weights, leafOf);
        int[] streetOfLeaf = regions(leafWeights, leafOf).join(streets);
        int[] streetOf = composed(leafOf, streetOfLeaf);
        int[] districtOfStreet = regions(sums(weights, streetOf), streetOf).join(districts);
        name(leafOf, streetOfLeaf, districtOfStreet);
    }

    private Face face(int piece) {
        return city.mesh().faces.get(pieces.get(piece));
    }

    /// The neighbourhood of groups of pieces.
    private Regions regions(double[] weights, int[] groupOf) {
        Regions regions = new Regions(weights);
        Map<StreetMesh.Segment, Integer> open = new HashMap<>();
        for (int p = 0; p < pieces.size(); p++) {
            for (LinearRing ring : Curves.rings(face(p).fixed())) {
                Coordinate[] line = ring.getCoordinates();
                for (int i = 0; i + 1 < line.length; i++) {
                    StreetMesh.Segment s = StreetMesh.Segment.of(line[i], line[i + 1]);
                    Integer other = open.remove(s);
                    if (other == null) {
                        open.put(s, p);
                    } else {
                        double metres = line[i].distance(line[i + 1]) * 0.0103;
                        double divides = city.mesh().roadAlong(s).kind().border;
                        regions.border(groupOf[p], groupOf[other], metres / (divides * divides));
                    }
                }
            }
        }
        bridge(regions, weights.length, groupOf);
        return regions;
    }

    /// A piece that water parts from all others may join the nearest, as a last resort.
    private void bridge(Regions regions, int groups, int[] groupOf) {
        Coordinate[] centre = new Coordinate[groups];
        for (int p = 0; p < groupOf.length; p++) {
            if (centre[groupOf[p]] == null) {
                centre[groupOf[p]] = face(p).metres().getInteriorPoint().getCoordinate();
            }
        }
        for (int[] pair : regions.islandsWithNearest(centre)) {
            regions.border(pair[0], pair[1], 0.001);
        }
    }

    /// Gives one leaf the work of two: the pair of neighbours in which each has about the usual and both much.
    private void overload(int[] leafOf) {
        double[] homes = sums(Arrays.stream(households).asDoubleStream().toArray(), leafOf);
        double[] none = new double[homes.length];
        Regions neighbours = regions(none, leafOf);
        int first = 0;
        int second = -1;
        double most = -1;
        for (int a = 0; a < homes.length; a++) {
            for (int b : neighbours.longBorders(a, 250)) {
                if (homes[a] + homes[b] > most && homes[a] + homes[b] < 3.2 * HOUSEHOLDS_PER_LEAF) {
                    most = homes[a] + homes[b];
                    first = Math.min(a, b);
                    second = Math.max(a, b);
                }
            }
        }
        for (int p = 0; p < leafOf.length && second >= 0; p++) {
            leafOf[p] = leafOf[p] == second ? first : leafOf[p] > second ? leafOf[p] - 1 : leafOf[p];
        }
    }

    private void name(int[] leafOf, int[] streetOfLeaf, int[] districtOfStreet) {
        int leaves = streetOfLeaf.length;
        List<List<Polygon>> areas = new ArrayList<>();
        double[] distance = new double[leaves];
        Arrays.fill(distance, Double.MAX_VALUE);
        for (int i = 0; i < leaves; i++) {
            areas.add(new ArrayList<>());
        }
        for (int p = 0; p < leafOf.length; p++) {
            areas.get(leafOf[p]).add(face(p).fixed());
            Coordinate c = face(p).metres().getCentroid().getCoordinate();
            distance[leafOf[p]] = Math.min(distance[leafOf[p]], c.distance(new Coordinate()));
        }
        double[] homes = sums(Arrays.stream(households).asDoubleStream().toArray(), leafOf);
        double[] own = sums(subscribers, leafOf);
        GridNames names = new GridNames();
        int districts = Arrays.stream(districtOfStreet).max().orElseThrow() + 1;
        List<Integer> nearFirst = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            nearFirst.add(i);
        }
        nearFirst.sort(Comparator.comparingDouble(i -> distance[i]));
        List<Integer> districtOrder = order(nearFirst, i -> districtOfStreet[streetOfLeaf[i]]);
        List<Integer> streetOrder = order(nearFirst, i -> streetOfLeaf[i]);
        for (int d = 0; d < districts; d++) {
            int district = districtOrder.get(d);
            String districtCode = BRANCH + two(d + 1);
            add(districtCode, names.district(d), 1, null, null, 0, 0);
            int s = 0;
            for (int street : streetOrder) {
                if (districtOfStreet[street] != district) {
                    continue;
                }
                String streetCode = districtCode + two(++s);
                add(streetCode, names.street(), 2, districtCode, null, 0, 0);
                int n = 0;
                for (int leaf : nearFirst) {
                    if (streetOfLeaf[leaf] == street) {
                        Geometry area = union(areas.get(leaf));
                        add(streetCode + two(++n), names.leaf(), 3, streetCode, area, (int) homes[leaf], (int) own[leaf]);
                    }
                }
            }
        }
    }

    private void add(String code, String name, int level, String parent, Geometry area, int homes, int own) {
        nodes.add(new Node(code, name, level, parent, area, homes, own));
    }

    private static List<Integer> order(List<Integer> nearFirst, IntUnaryOperator groupOf) {
        List<Integer> order = new ArrayList<>();
        nearFirst.stream().map(groupOf::applyAsInt).distinct().forEach(order::add);
        return order;
    }

    private static Geometry union(List<Polygon> faces) {
        return FixedPoint.FIXED.createGeometry(CoverageUnion.union(faces.toArray(Geometry[]::new))).norm();
    }

    private static int[] identity(int n) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static int[] composed(int[] first, int[] second) {
        return Arrays.stream(first).map(i -> second[i]).toArray();
    }

    private static double[] sums(double[] values, int[] groupOf) {
        double[] sums = new double[Arrays.stream(groupOf).max().orElse(-1) + 1];
        for (int i = 0; i < values.length; i++) {
            sums[groupOf[i]] += values[i];
        }
        return sums;
    }

    private static String two(int n) {
        return n < 10 ? "0" + n : String.valueOf(n);
    }
}
