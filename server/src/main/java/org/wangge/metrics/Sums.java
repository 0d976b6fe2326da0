package org.wangge.metrics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.wangge.model.Count;
import org.wangge.model.Counts;

/// What adds up: the sums of everything inside an area, from which every figure follows. Two areas' sums add to the sums of
/// their union, exactly.
///
/// Mutable while it is filled by one thread; never changed once it is part of a snapshot (take a [#copy()]).
public final class Sums {

    private static final Metric[] RATIOS = Metric.ofBuildings();
    /// Weights of sightings are kept as of this day; [#pressureWeight] brings them to any other.
    private static final LocalDate PRESSURE_EPOCH = LocalDate.of(2024, 1, 1);

    private int buildings;
    private final long[] total = new long[Count.SIZE];
    private final int[] known = new int[Count.SIZE];
    private final long[] numerator = new long[RATIOS.length];
    private final long[] denominator = new long[RATIOS.length];
    private final int[] both = new int[RATIOS.length];
    private int ports;
    private int portsKnown;
    private int portsCapacityUnknown;
    private int portsOverfull;
    private long capacity;
    private long used;
    private int sightings;
    /// Not as a double, which would be another one when the same rows are added in another order.
    private final ExactSum pressure = new ExactSum();

    /// Adds (`sign` 1) or takes away (`sign` -1) a building, given its counts in the order of [Count].
    public void addBuilding(int[] counts, int sign) {
        buildings += sign;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != Counts.UNKNOWN) {
                total[i] += (long) sign * counts[i];
                known[i] += sign;
            }
        }
        for (int r = 0; r < RATIOS.length; r++) {
            int top = counts[RATIOS[r].numerator().ordinal()];
            if (top == Counts.UNKNOWN) {
                continue;
            }
            long base = 0;
            for (Count d : RATIOS[r].denominators()) {
                int v = counts[d.ordinal()];
                if (v == Counts.UNKNOWN) {
                    base = -1;
                    break;
                }
                base += v;
            }
            if (base >= 0) {
                numerator[r] += (long) sign * top;
                denominator[r] += sign * base;
                both[r] += sign;
            }
        }
    }

    /// Adds or takes away a port device; [Counts#UNKNOWN] where capacity or use is not known.
    public void addPort(int portCapacity, int portUsed, int sign) {
        ports += sign;
        if (portCapacity == Counts.UNKNOWN) {
            portsCapacityUnknown += sign;
        } else if (portUsed != Counts.UNKNOWN) {
            portsKnown += sign;
            capacity += (long) sign * portCapacity;
            used += (long) sign * portUsed;
            portsOverfull += portUsed > portCapacity ? sign : 0;
        }
    }

    /// Adds a sighting; its weight is 0 when severity, confidence or day is not known. Sightings are not taken away again: an
    /// area that loses one is summed anew.
    public void addSighting(int severity, double confidence, LocalDate seenAt) {
        sightings++;
        if (severity != Counts.UNKNOWN && !Double.isNaN(confidence) && seenAt != null) {
            double weight = severity * confidence * Math.pow(2, daysSinceEpoch(seenAt) / Figures.PRESSURE_HALF_LIFE_DAYS);
            pressure.add(weight);
        }
    }

    /// Takes the sightings of `other` instead of the own ones.
    public void replaceSightings(Sums other) {
        sightings = other.sightings;
        pressure.set(other.pressure);
    }

    public void add(Sums o) {
        buildings += o.buildings;
        addTo(total, o.total);
        addTo(known, o.known);
        addTo(numerator, o.numerator);
        addTo(denominator, o.denominator);
        addTo(both, o.both);
        ports += o.ports;
        portsKnown += o.portsKnown;
        portsCapacityUnknown += o.portsCapacityUnknown;
        portsOverfull += o.portsOverfull;
        capacity += o.capacity;
        used += o.used;
        sightings += o.sightings;
        pressure.add(o.pressure);
    }

    public Sums copy() {
        Sums s = new Sums();
        s.add(this);
        return s;
    }

    public int buildings() {
        return buildings;
    }

    /// Sum over the buildings in which this count is known.
    public long total(Count c) {
        return total[c.ordinal()];
    }

    /// Number of buildings in which this count is known.
    public int known(Count c) {
        return known[c.ordinal()];
    }

    public int ports() {
        return ports;
    }

    /// Devices of which both capacity and use are known; [#capacity] and [#used] are theirs.
    public int portsKnown() {
        return portsKnown;
    }

    public int portsCapacityUnknown() {
        return portsCapacityUnknown;
    }

    /// Devices with more ports used than they have: errors in the data.
    public int portsOverfull() {
        return portsOverfull;
    }

    public long capacity() {
        return capacity;
    }

    public long used() {
        return used;
    }

    public int sightings() {
        return sightings;
    }

    /// Σ severity · confidence · 2^(−age/h) with ages counted to `asOf`.
    double pressureWeight(LocalDate asOf) {
        return pressure.value() * Math.pow(2, -daysSinceEpoch(asOf) / Figures.PRESSURE_HALF_LIFE_DAYS);
    }

    long numerator(Metric m) {
        return m == Metric.PORT_UTILISATION ? used : numerator[m.ordinal()];
    }

    long denominator(Metric m) {
        return m == Metric.PORT_UTILISATION ? capacity : denominator[m.ordinal()];
    }

    /// Members (buildings or port devices) in which the ratio's counts are known.
    int both(Metric m) {
        return m == Metric.PORT_UTILISATION ? portsKnown : both[m.ordinal()];
    }

    /// Writes all that adds up; [#read] gives equal sums.
    public void write(DataOutput out) throws IOException {
        for (int v : new int[] {buildings, ports, portsKnown, portsCapacityUnknown, portsOverfull, sightings}) {
            out.writeInt(v);
        }
        out.writeLong(capacity);
        out.writeLong(used);
        out.writeDouble(pressure.value());
        for (long[] longs : new long[][] {total, numerator, denominator}) {
            for (long v : longs) {
                out.writeLong(v);
            }
        }
        for (int[] ints : new int[][] {known, both}) {
            for (int v : ints) {
                out.writeInt(v);
            }
        }
    }

    public static Sums read(DataInput in) throws IOException {
        Sums s = new Sums();
        s.buildings = in.readInt();
        s.ports = in.readInt();
        s.portsKnown = in.readInt();
        s.portsCapacityUnknown = in.readInt();
        s.portsOverfull = in.readInt();
        s.sightings = in.readInt();
        s.capacity = in.readLong();
        s.used = in.readLong();
        double weight = in.readDouble();
        // Earlier versions took sightings of the year 9999, and kept what is no number.
        s.pressure.add(Double.isFinite(weight) ? weight : 0);
        for (long[] longs : new long[][] {s.total, s.numerator, s.denominator}) {
            for (int i = 0; i < longs.length; i++) {
                longs[i] = in.readLong();
            }
        }
        for (int[] ints : new int[][] {s.known, s.both}) {
            for (int i = 0; i < ints.length; i++) {
                ints[i] = in.readInt();
            }
        }
        return s;
    }

    private static double daysSinceEpoch(LocalDate day) {
        return ChronoUnit.DAYS.between(PRESSURE_EPOCH, day);
    }

    private static void addTo(long[] a, long[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
    }

    private static void addTo(int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sums o
                && buildings == o.buildings
                && Arrays.equals(total, o.total)
                && Arrays.equals(known, o.known)
                && Arrays.equals(numerator, o.numerator)
                && Arrays.equals(denominator, o.denominator)
                && Arrays.equals(both, o.both)
                && ports == o.ports
                && portsKnown == o.portsKnown
                && portsCapacityUnknown == o.portsCapacityUnknown
                && portsOverfull == o.portsOverfull
                && capacity == o.capacity
                && used == o.used
                && sightings == o.sightings
                && pressure.value() == o.pressure.value();
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(total);
    }

    @Override
    public String toString() {
        return "Sums[buildings=" + buildings + ", total=" + Arrays.toString(total) + ", ports=" + ports + ", sightings="
                + sightings + "]";
    }
}
