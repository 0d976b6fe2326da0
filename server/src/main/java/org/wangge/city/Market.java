package org.wangge.city;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.model.Count;
import org.wangge.model.Counts;

/// Who lives in the buildings and whose customer they are. The operator is strong in the old town and where it laid fibre
/// early, weak in the new towns where competitors came first; all of it changes smoothly from place to place.
///
/// Totals are exact: 20 households a building over the buildings where they are known, and 41 subscribers for 120 households.
final class Market {

    private final City city;
    private final LandUse use;
    /// By compound and building: households, and which of them the operator knows.
    private final int[][] households;
    private final boolean[][] known;
    private final double[] penetration;
    private final Noise mood = new Noise(301, 2900);
    private final Noise local = new Noise(302, 1100);
    private final Noise fibre = new Noise(303, 2600);
    private final Noise loyalty = new Noise(304, 2200);
    private final List<Coordinate> earlyFibre = new ArrayList<>();
    private final Share subscribers = new Share();
    private final Share passed = new Share();
    private final Share ftth = new Share();
    private final Share twoWay = new Share();
    private final Share gained = new Share();
    private final Share lost = new Share();
    private final Share due = new Share();
    private final Share renewed = new Share();
    private final Share competitors = new Share();

    Market(City city) {
        this.city = city;
        use = new LandUse(city.terrain());
        int n = city.compounds().size();
        households = new int[n][];
        known = new boolean[n][];
        penetration = new double[n];
        double[][] demo = {{-700, 2050}, {2500, 250}, {250, -1500}, {-1900, -350}};
        for (double[] p : demo) {
            earlyFibre.add(city.terrain().at(p[0], p[1]));
        }
        SplittableRandom random = new SplittableRandom(305);
        double scale = city.terrain().scale;
        for (int i = 0; i < 3 * (scale * scale - 1); i++) {
            double angle = random.nextDouble(2 * Math.PI);
            double far = city.terrain().radius * Math.sqrt(random.nextDouble(0.03, 0.9));
            earlyFibre.add(Terrain.polar(angle, far));
        }
        settle(20.0 * city.buildings());
        win(city.buildings() * 41.0 / 6);
    }

    /// Households of a compound, those the operator does not know of included.
    int households(Compound c) {
        int sum = 0;
        for (int h : households[c.number()]) {
            sum += h;
        }
        return sum;
    }

    int households(Compound c, int building) {
        return households[c.number()][building];
    }

    double penetration(Compound c) {
        return penetration[c.number()];
    }

    /// Share of customers on fibre, 0..1.
    double fibreShare(Compound c) {
        double z = 0.5 + 1.5 * fibre.at(c.x(), c.y()) + (penetration(c) - 0.3) * 2;
        return Share.logistic(z + (c.zone() == LandUse.Zone.OLD ? -0.5 : c.zone() == LandUse.Zone.VILLAGE ? -1.0 : 0.3));
    }

    /// The numbers of one building in the order of [Count]. To be asked once for each building, in order: the rounding of
    /// one is made up for by the next.
    int[] counts(Compound c, int building) {
        int[] v = new int[Count.SIZE];
        int homes = households[c.number()][building];
        boolean surveyed = known[c.number()][building];
        double p = penetration(c);
        double loyal = 0.5 + 0.5 * loyalty.at(c.x(), c.y());
        int own = subscribers.of(homes * p);
        double coverage = c.zone() == LandUse.Zone.VILLAGE ? 0.80 : Math.min(1, 0.90 + 0.15 * p);
        int fibreHere = ftth.of(own * fibreShare(c));
        int isNew = gained.of(own * (0.06 + 0.07 * (1 - p)));
        int gone = lost.of(own * (0.035 + 0.075 * (1 - loyal)));
        int opening = own - isNew + gone;
        int toRenew = due.of(opening * 0.44);
        boolean rivalsKnown = Long.remainderUnsigned(Noise.hash(c.number(), 306), 100) >= 7;
        int rivals = Math.min(homes - own, competitors.of((homes - own) * Math.clamp(0.92 - 0.75 * p, 0.2, 0.9)));
        double monthly = 44 + 26 * fibreShare(c) + (c.style().isResidential() ? 0 : 180) + 8 * local.at(c.x(), c.y());

        v[Count.HOUSEHOLDS.ordinal()] = surveyed ? homes : Counts.UNKNOWN;
        v[Count.HOMES_PASSED.ordinal()] = surveyed ? Math.clamp(passed.of(homes * coverage), own, homes) : Counts.UNKNOWN;
        v[Count.SUBSCRIBERS.ordinal()] = own;
        v[Count.FTTH_SUBSCRIBERS.ordinal()] = fibreHere;
        v[Count.TWO_WAY_SUBSCRIBERS.ordinal()] = fibreHere + twoWay.of((own - fibreHere) * 0.55);
        v[Count.OPENING_SUBSCRIBERS.ordinal()] = opening;
        v[Count.NEW_SUBSCRIBERS.ordinal()] = isNew;
        v[Count.DISCONNECTS.ordinal()] = gone;
        v[Count.DUE.ordinal()] = toRenew;
        v[Count.RENEWED.ordinal()] = renewed.of(toRenew * (0.80 + 0.17 * loyal));
        v[Count.COMPETITOR_SUBSCRIBERS.ordinal()] = rivalsKnown ? rivals : Counts.UNKNOWN;
        v[Count.REVENUE.ordinal()] = (int) Math.rint(own * monthly);
        return v;
    }

    private void settle(double total) {
        double homes = 0;
        for (Compound c : city.compounds()) {
            boolean[] surveyed = new boolean[c.buildings().size()];
            boolean neverVisited = c.style().isResidential() && Long.remainderUnsigned(Noise.hash(c.number(), 307), 1000) < 14;
            for (int i = 0; i < surveyed.length; i++) {
                long dice = Long.remainderUnsigned(Noise.hash(c.number(), 1000L + i), 1000);
                boolean missed = c.style().isResidential() && dice < 18;
                surveyed[i] = !neverVisited && !missed;
                homes += surveyed[i] ? homes(c, i) : 0;
            }
            known[c.number()] = surveyed;
        }
        Share sure = new Share();
        Share guessed = new Share();
        for (Compound c : city.compounds()) {
            households[c.number()] = new int[c.buildings().size()];
            for (int i = 0; i < c.buildings().size(); i++) {
                double share = homes(c, i) * total / homes;
                households[c.number()][i] = (known[c.number()][i] ? sure : guessed).of(share);
            }
        }
    }

    /// Homes that a building has room for, before the total is made to fit.
    private static double homes(Compound c, int building) {
        return switch (c.style().kind()) {
            case Style.RESIDENTIAL -> Math.max(1, c.buildings().get(building).floorArea() * 0.0085);
            case "office" -> 3.2;
            case "mall" -> 2.1;
            case "shop" -> 1.3;
            case "warehouse" -> 0;
            default -> 0.4;
        };
    }

    private void win(double total) {
        double[] leaning = city.compounds().stream().mapToDouble(this::leaning).toArray();
        double low = -12;
        double high = 12;
        for (int i = 0; i < 50; i++) {
            double shift = (low + high) / 2;
            double sum = 0;
            for (Compound c : city.compounds()) {
                penetration[c.number()] = Share.logistic(leaning[c.number()] + shift);
                sum += households(c) * penetration[c.number()];
            }
            if (sum < total) {
                low = shift;
            } else {
                high = shift;
            }
        }
    }

    /// How far a place leans to the operator, in log odds.
    private double leaning(Compound c) {
        double size = Math.sqrt(city.terrain().scale);
        double z = 0.75 * near(new Coordinate(), c, 1300 * size) + 0.9 * mood.at(c.x(), c.y()) + 0.45 * local.at(c.x(), c.y());
        z += 1.0 * nearest(earlyFibre, c, 800) - 2.5 * nearest(use.newTowns, c, 880);
        z += c.zone() == LandUse.Zone.INDUSTRY ? -0.35 : c.zone() == LandUse.Zone.VILLAGE ? -0.15 : 0;
        return z + 0.16 * (2 * ((Noise.hash(c.number(), 308) >>> 11) * 0x1p-53) - 1);
    }

    private static double nearest(List<Coordinate> centres, Compound c, double reach) {
        double best = 0;
        for (Coordinate centre : centres) {
            best = Math.max(best, near(centre, c, reach));
        }
        return best;
    }

    private static double near(Coordinate centre, Compound c, double reach) {
        double d = LandUse.distance(centre, c.x(), c.y()) / reach;
        return d > 4 ? 0 : StrictMath.exp(-d * d);
    }
}
