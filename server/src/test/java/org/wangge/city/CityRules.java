package org.wangge.city;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.wangge.metrics.Classes;
import org.wangge.metrics.Metric;
import org.wangge.model.Count;
import org.wangge.model.Registry;
import org.wangge.model.Table;

/// What holds for a sample city of any size.
abstract class CityRules {

    abstract CityFiles city();

    abstract int buildings();

    @Test
    void hasExactlyTheBuildingsHouseholdsAndSubscribersOfItsSize() {
        assertEquals(buildings(), city().buildings.size());
        assertEquals(20.0 * buildings(), city().sum("households"));
        assertEquals(Math.floor(buildings() * 41.0 / 6), city().sum("subscribers"), 1);
    }

    @Test
    void codesAreUnique() {
        for (List<CityFiles.Entry> layer : List.of(
                city().branches, city().grids, city().base, city().buildings, city().ports, city().sightings)) {
            Set<String> codes = new HashSet<>();
            layer.forEach(e -> assertTrue(codes.add(e.get("code")), e.get("code")));
        }
        Set<String> names = new HashSet<>();
        city().buildings.forEach(b -> assertTrue(names.add(b.get("name")), b.get("name")));
    }

    @Test
    void countsOfABuildingAgreeWithOneAnother() {
        for (CityFiles.Entry b : city().buildings) {
            double own = b.number("subscribers");
            assertTrue(own <= b.values().getOrDefault("homes_passed", "1e9").transform(Double::parseDouble), b.toString());
            if (b.number("households") != null) {
                assertTrue(b.number("homes_passed") <= b.number("households"), b.toString());
                double rivals = b.number("competitor_subscribers") == null ? 0 : b.number("competitor_subscribers");
                assertTrue(own + rivals <= b.number("households"), b.toString());
            }
            assertTrue(b.number("ftth_subscribers") <= b.number("two_way_subscribers"), b.toString());
            assertTrue(b.number("two_way_subscribers") <= own, b.toString());
            assertTrue(b.number("renewed") <= b.number("due"), b.toString());
            assertTrue(b.number("due") <= b.number("opening_subscribers"), b.toString());
            assertTrue(b.number("disconnects") <= b.number("opening_subscribers"), b.toString());
            assertEquals(
                    own, b.number("opening_subscribers") + b.number("new_subscribers") - b.number("disconnects"), b.toString());
        }
        long unknown = city().buildings.stream().filter(b -> b.number("households") == null).count();
        assertEquals(0.03, (double) unknown / buildings(), 0.015);
    }

    @Test
    void noTwoBuildingsTouch() {
        STRtree index = new STRtree();
        for (CityFiles.Entry b : city().buildings) {
            assertTrue(b.geometry().isValid(), b.get("code"));
            index.insert(b.geometry().getEnvelopeInternal(), b);
        }
        for (CityFiles.Entry b : city().buildings) {
            PreparedGeometry footprint = PreparedGeometryFactory.prepare(b.geometry());
            for (Object o : index.query(b.geometry().getEnvelopeInternal())) {
                CityFiles.Entry other = (CityFiles.Entry) o;
                boolean apart = other == b || !footprint.intersects(other.geometry());
                assertTrue(apart, () -> b.get("code") + " and " + other.get("code"));
            }
        }
    }

    @Test
    void noBuildingStandsInWaterOnAStreetOrOffTheMap() {
        STRtree index = new STRtree();
        for (CityFiles.Entry f : city().base) {
            if (!f.get("kind").equals("block")) {
                index.insert(f.geometry().getEnvelopeInternal(), f);
            }
        }
        PreparedGeometry land = PreparedGeometryFactory.prepare(city().branches.getFirst().geometry());
        for (CityFiles.Entry b : city().buildings) {
            assertTrue(land.covers(b.geometry()), b.get("code"));
            PreparedGeometry footprint = PreparedGeometryFactory.prepare(b.geometry());
            for (Object o : index.query(b.geometry().getEnvelopeInternal())) {
                CityFiles.Entry f = (CityFiles.Entry) o;
                assertTrue(!footprint.intersects(f.geometry()), () -> b.get("code") + " on " + f);
            }
        }
    }

    @Test
    void leavesAreAnExactCoverageWithNothingLeftButThePortAndTheIslet() {
        Geometry[] leaves = city().leaves.stream().map(CityFiles.Entry::geometry).toArray(Geometry[]::new);
        Arrays.stream(leaves).forEach(l -> assertTrue(l.isValid()));
        assertTrue(CoverageValidator.isValid(leaves));
        Geometry outline = city().branches.getFirst().geometry();
        Geometry unassigned = outline.difference(CoverageUnion.union(leaves));
        assertEquals(0, CoverageUnion.union(leaves).difference(outline).getArea());
        assertEquals(outline.getArea(), CoverageUnion.union(leaves).getArea() + unassigned.getArea(), outline.getArea() * 1e-12);
        assertTrue(unassigned.getArea() > 0 && unassigned.getArea() < 0.02 * outline.getArea(), unassigned.toString());
        long inPort = Arrays.stream(city().leafOfBuildings()).filter(l -> l < 0).count();
        assertTrue(inPort > 3 && inPort < 0.01 * buildings(), inPort + " buildings in no leaf");
    }

    @Test
    void waterFitsTheLandWithoutOverlap() {
        List<Geometry> parts = new ArrayList<>();
        city().base.stream()
                .filter(f -> "东澜海".equals(f.get("name")) || "澄河".equals(f.get("name")))
                .forEach(f -> parts.add(f.geometry()));
        parts.add(city().branches.getFirst().geometry());
        assertTrue(parts.size() >= 3);
        assertTrue(CoverageValidator.isValid(parts.toArray(Geometry[]::new)));
    }

    @Test
    void gridsAreATreeOfThreeLevelsWithPersonsInCharge() {
        Map<String, CityFiles.Entry> byCode = new TreeMap<>();
        city().grids.forEach(g -> byCode.put(g.get("code"), g));
        Set<String> parents = new HashSet<>();
        for (CityFiles.Entry g : city().grids) {
            int level = Integer.parseInt(g.get("level"));
            assertEquals(city().branches.getFirst().get("code"), g.get("branch"));
            assertEquals(level == 3, g.geometry() != null, g.toString());
            if (level == 1) {
                assertTrue(g.get("parent") == null);
            } else {
                assertEquals(level - 1, Integer.parseInt(byCode.get(g.get("parent")).get("level")));
                parents.add(g.get("parent"));
            }
        }
        city().grids.stream()
                .filter(g -> g.geometry() == null)
                .forEach(g -> assertTrue(parents.contains(g.get("code")), g.toString()));
        assertEquals(2, city().leaves.stream().filter(l -> l.get("person") == null).count());
        assertTrue(city().grids.stream().flatMap(g -> g.values().keySet().stream()).toList().containsAll(Registry.GRIDS.names()));
        for (CityFiles.Entry l : city().leaves) {
            double renewal = l.number("target_renewal_rate");
            assertTrue(renewal >= 0.80 && renewal <= 0.95);
            assertTrue(l.number("target_new_subscribers") >= 850);
        }
    }

    @Test
    void penetrationIsSmoothOverThePlaceAndReachesEveryClass() {
        double[] p = city().penetrationOfLeaves();
        Classes classes = Classes.of(Metric.PENETRATION);
        Set<Integer> seen = new HashSet<>();
        Arrays.stream(p).forEach(v -> seen.add(classes.indexOf(v)));
        assertEquals(Set.of(0, 1, 2, 3, 4), seen);
        // buildings of one leaf are alike: most of the variance lies between leaves
        int[] leafOf = city().leafOfBuildings();
        double mean = city().sum("subscribers") / city().sum("households");
        double between = 0;
        double all = 0;
        for (int i = 0; i < leafOf.length; i++) {
            Double homes = city().buildings.get(i).number("households");
            if (leafOf[i] >= 0 && homes != null && homes >= 10) {
                double v = city().buildings.get(i).number("subscribers") / homes;
                between += homes * (p[leafOf[i]] - mean) * (p[leafOf[i]] - mean);
                all += homes * (v - mean) * (v - mean);
            }
        }
        assertTrue(between / all > 0.65, "share of variance between leaves " + between / all);
        assertTrue(moran(p) > 0.15, "Moran's I " + moran(p));
    }

    /// Moran's I of the leaves, neighbours being those that touch.
    private double moran(double[] v) {
        double mean = Arrays.stream(v).average().orElseThrow();
        double spread = Arrays.stream(v).map(x -> (x - mean) * (x - mean)).sum();
        STRtree index = new STRtree();
        for (int i = 0; i < v.length; i++) {
            index.insert(city().leaves.get(i).geometry().getEnvelopeInternal(), i);
        }
        double together = 0;
        int pairs = 0;
        for (int i = 0; i < v.length; i++) {
            Geometry a = city().leaves.get(i).geometry();
            for (Object o : index.query(a.getEnvelopeInternal())) {
                int j = (Integer) o;
                if (i != j && a.intersects(city().leaves.get(j).geometry())) {
                    together += (v[i] - mean) * (v[j] - mean);
                    pairs++;
                }
            }
        }
        return v.length / (double) pairs * together / spread;
    }

    @Test
    void sightingsAreDenserWherePenetrationIsLow() {
        double[] p = city().penetrationOfLeaves();
        double[] perHome = new double[p.length];
        double[] homes = new double[p.length];
        int[] leafOf = city().leafOfBuildings();
        for (int i = 0; i < leafOf.length; i++) {
            if (leafOf[i] >= 0 && city().buildings.get(i).number("households") != null) {
                homes[leafOf[i]] += city().buildings.get(i).number("households");
            }
        }
        for (int leaf : city().leafOf(city().sightings)) {
            if (leaf >= 0) {
                perHome[leaf] += 1 / homes[leaf];
            }
        }
        assertTrue(rankCorrelation(p, perHome) < -0.6, "Spearman " + rankCorrelation(p, perHome));
        for (CityFiles.Entry s : city().sightings) {
            String day = s.get("seen_at");
            assertTrue(day.compareTo("2026-05-19") >= 0 && day.compareTo("2026-11-15") <= 0, s.toString());
        }
    }

    private static double rankCorrelation(double[] a, double[] b) {
        double[] ra = ranks(a);
        double[] rb = ranks(b);
        double mean = (a.length - 1) / 2.0;
        double top = 0;
        double bottom = 0;
        for (int i = 0; i < a.length; i++) {
            top += (ra[i] - mean) * (rb[i] - mean);
            bottom += (ra[i] - mean) * (ra[i] - mean);
        }
        return top / bottom;
    }

    private static double[] ranks(double[] v) {
        double[] ranks = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            double x = v[i];
            ranks[i] = Arrays.stream(v).filter(y -> y < x).count() + (Arrays.stream(v).filter(y -> y == x).count() - 1) / 2.0;
        }
        return ranks;
    }

    @Test
    void portsAreInUseByThirtyOnePerCentAndSomeAreUnknownOrWrong() {
        Set<String> codes = new HashSet<>();
        city().buildings.forEach(b -> codes.add(b.get("code")));
        double used = 0;
        double capacity = 0;
        int unknown = 0;
        int wrong = 0;
        for (CityFiles.Entry d : city().ports) {
            assertTrue(d.get("building") == null || codes.contains(d.get("building")), d.toString());
            if (d.number("capacity") == null) {
                unknown++;
                continue;
            }
            used += d.number("used");
            capacity += d.number("capacity");
            wrong += d.number("used") > d.number("capacity") ? 1 : 0;
        }
        assertEquals(0.31, used / capacity, 0.005);
        assertEquals(0.175, (double) unknown / city().ports.size(), 0.03);
        assertTrue(wrong > 1 && wrong < 0.006 * city().ports.size() + 5, wrong + " overfull");
    }

    @Test
    void noFourKilometresSquareHoldsMoreThanSixHundredBuildingsToTheSquareKilometre() {
        Map<Long, Integer> perKilometre = new TreeMap<>();
        for (CityFiles.Entry b : city().buildings) {
            perKilometre.merge(cell(Frame.metres(b.geometry()).getCoordinate(), 0, 0), 1, Integer::sum);
        }
        for (CityFiles.Entry b : city().buildings) {
            int inSquare = 0;
            for (int i = 0; i < 16; i++) {
                inSquare += perKilometre.getOrDefault(cell(Frame.metres(b.geometry()).getCoordinate(), i % 4, i / 4), 0);
            }
            assertTrue(inSquare <= 16 * 600, inSquare + " buildings in the square from " + b.get("code"));
        }
    }

    private static long cell(Coordinate metres, int east, int north) {
        return 10_000L * ((long) Math.floor(metres.x / 1000) + east) + (long) Math.floor(metres.y / 1000) + north;
    }

    @Test
    void columnsAreThoseOfTheModel() {
        city().base.forEach(f -> assertTrue(Registry.BASE.names().containsAll(f.values().keySet()), f.toString()));
        Set<String> columns = new HashSet<>();
        city().buildings.forEach(b -> columns.addAll(b.values().keySet()));
        assertTrue(Registry.BUILDINGS.names().containsAll(columns), columns.toString());
        assertTrue(columns.containsAll(Arrays.stream(Count.values()).map(Count::column).toList()));
    }
}
