package org.wangge.city;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What competitors were seen to do in the last half year: most of it where the operator is weak, and in spots.
final class Competition {

    static final LocalDate AS_OF = LocalDate.of(2026, 11, 15);
    private static final int DAYS = 180;
    private static final int BUILDINGS_PER_SIGHTING = 24;
    private static final String[] OPERATORS = {"甲通信", "蓝海宽带", "联讯网络"};
    private static final String[] KINDS = {"booth", "promotion", "door_to_door", "new_fibre", "price", "poster"};

    /// A sighting; `lon`, `lat` in 1e-7 degree, price in yuan per month or null when there was none to see.
    record Seen(
            String operator, String kind, String offer, Integer price, int severity, String confidence, LocalDate day,
            String note, int lon, int lat) {}

    private final City city;
    private final Market market;
    private final Labels labels;
    private final Noise spots = new Noise(501, 900);

    Competition(City city, Market market, Labels labels) {
        this.city = city;
        this.market = market;
        this.labels = labels;
    }

    List<Seen> sightings() {
        List<Compound> all = city.compounds();
        double[] upTo = new double[all.size()];
        double sum = 0;
        for (Compound c : all) {
            sum += attraction(c);
            upTo[c.number()] = sum;
        }
        SplittableRandom random = new SplittableRandom(502);
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < city.buildings() / BUILDINGS_PER_SIGHTING; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble(sum));
            seen.add(sighting(all.get(Math.min(all.size() - 1, found < 0 ? -found - 1 : found)), random));
        }
        return seen;
    }

    /// How much a compound draws competitors: homes that are not ours, in hot spots more than elsewhere.
    private double attraction(Compound c) {
        double weak = 1 - market.penetration(c);
        double hot = 0.5 + 0.5 * spots.at(c.x(), c.y());
        return market.households(c) * StrictMath.pow(weak, 6) * (0.15 + hot * hot * hot);
    }

    private Seen sighting(Compound c, SplittableRandom random) {
        int building = random.nextInt(c.buildings().size());
        int[] ring = c.buildings().get(building).ring();
        int corner = 2 * random.nextInt(ring.length / 2);
        String operator = OPERATORS[random.nextInt(10) < 5 ? 0 : random.nextInt(1, 3)];
        String kind = KINDS[random.nextInt(KINDS.length)];
        int speed = new int[] {200, 300, 500, 1000}[random.nextInt(4)];
        boolean priced = !kind.equals("new_fibre") && random.nextInt(10) < 8;
        int price = 29 + speed / 25 + 10 * random.nextInt(3);
        String offer = switch (kind) {
            case "new_fibre" -> speed + "M光纤新覆盖";
            case "door_to_door" -> "上门办理" + speed + "M宽带";
            case "poster" -> speed + "M宽带海报";
            case "price" -> speed + "M降价促销";
            case "booth" -> "摆摊：" + speed + "M送机顶盒";
            default -> speed + "M首年优惠";
        };
        int severity = Math.clamp(1 + random.nextInt(4) + (market.penetration(c) < 0.2 ? 1 : 0), 1, 5);
        String confidence = "0." + random.nextInt(4, 10);
        // more of what was seen is recent
        double past = random.nextDouble();
        LocalDate day = AS_OF.minusDays((int) (DAYS * past * Math.sqrt(past)));
        String note = random.nextInt(3) > 0 ? null : labels.buildingName(c, building) + "附近";
        return new Seen(
                operator, kind, offer, priced ? price : null, severity, confidence, day, note,
                ring[corner] + random.nextInt(-600, 601), ring[corner + 1] + random.nextInt(-500, 501));
    }
}
