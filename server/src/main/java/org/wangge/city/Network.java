package org.wangge.city;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The devices that customers are connected to: a distribution frame or cabinet for each compound, an OLT for some, splitters
/// or taps in its buildings. 31 % of the known capacity is in use, more where the operator is strong.
final class Network {

    static final double UTILISATION = 0.31;

    /// `capacity` null when not known; `building` an index into the compound's buildings or -1 when the device stands outside.
    record Device(
            Compound compound, int building, String kind, String technology, Integer capacity, int used, int lon, int lat) {}

    private record Draft(
            Compound compound, int building, String kind, String technology, int size, boolean known, boolean wrong, double z) {}

    private final Market market;
    private final List<Draft> drafts = new ArrayList<>();

    Network(City city, Market market) {
        this.market = market;
        for (Compound c : city.compounds()) {
            equip(c, new SplittableRandom(Noise.hash(c.number(), 401)));
        }
    }

    List<Device> devices() {
        double shift = shift();
        Share use = new Share();
        List<Device> devices = new ArrayList<>();
        for (Draft d : drafts) {
            int used = d.wrong() ? d.size() + 1 + d.size() / 12 : use.of(d.size() * Share.logistic(d.z() + shift));
            int[] at = position(d);
            devices.add(new Device(
                    d.compound(), d.building(), d.kind(), d.technology(), d.known() ? d.size() : null,
                    Math.min(used, 2 * d.size()), at[0], at[1]));
        }
        return devices;
    }

    private void equip(Compound c, SplittableRandom random) {
        int homes = market.households(c);
        if (homes == 0 && random.nextInt(3) > 0) {
            return;
        }
        boolean fibre = random.nextDouble() < market.fibreShare(c);
        String technology = fibre ? "ftth" : "docsis";
        int frame = homes > 900 ? 576 : homes > 400 ? 288 : homes > 120 ? 144 : 72;
        boolean indoors = random.nextInt(10) < 6;
        int room = random.nextInt(c.buildings().size());
        add(c, indoors ? room : -1, indoors ? "ODF" : "cabinet", technology, frame, random);
        if (random.nextInt(11) == 0) {
            add(c, room, "OLT", "ftth", homes > 600 ? 512 : 256, random);
        }
        for (int i = 0; i < c.buildings().size(); i++) {
            int here = market.households(c, i);
            if (here >= 12 && random.nextInt(100) < 55) {
                add(c, i, fibre ? "splitter" : "tap", technology, here > 90 ? 64 : here > 36 ? 32 : here > 18 ? 16 : 8, random);
            }
        }
    }

    private void add(Compound c, int building, String kind, String technology, int size, SplittableRandom random) {
        boolean known = random.nextInt(100) >= (technology.equals("ftth") ? 14 : 22);
        boolean wrong = known && random.nextInt(400) == 0;
        double z = 0.9 * Share.logit(Math.clamp(market.penetration(c), 0.02, 0.95)) + random.nextDouble(-0.7, 0.7);
        drafts.add(new Draft(c, building, kind, technology, size, known, wrong, z));
    }

    /// What to add to the log odds of every device so that the known ones come to the utilisation wanted.
    private double shift() {
        double capacity = drafts.stream().filter(Draft::known).mapToDouble(Draft::size).sum();
        double low = -12;
        double high = 12;
        for (int i = 0; i < 60; i++) {
            double shift = (low + high) / 2;
            double used = 0;
            for (Draft d : drafts) {
                used += d.known() ? d.size() * (d.wrong() ? 1.08 : Share.logistic(d.z() + shift)) : 0;
            }
            if (used < UTILISATION * capacity) {
                low = shift;
            } else {
                high = shift;
            }
        }
        return (low + high) / 2;
    }

    private static int[] position(Draft d) {
        if (d.building() < 0) {
            return new int[] {Frame.lon(d.compound().x()), Frame.lat(d.compound().y())};
        }
        return d.compound().buildings().get(d.building()).inside();
    }
}
