package org.wangge.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.wangge.metrics.Figures;
import org.wangge.metrics.Metric;
import org.wangge.metrics.Ratio;
import org.wangge.metrics.Sums;
import org.wangge.model.Count;

/// Figures as the API gives them: totals (null when no building, or device, has the count known), then every ratio with its
/// base.
final class FiguresJson {

    private FiguresJson() {}

    static void write(Figures figures, JsonGenerator json) throws IOException {
        Sums sums = figures.sums();
        json.writeStartObject();
        json.writeStringField("as_of", figures.asOf().toString());
        json.writeNumberField("buildings", sums.buildings());
        for (Count c : Count.values()) {
            writeTotal(c.column(), sums.total(c), sums.buildings(), sums.known(c), json);
        }
        json.writeNumberField("households_unknown", sums.buildings() - sums.known(Count.HOUSEHOLDS));
        json.writeNumberField("ports", sums.ports());
        json.writeNumberField("ports_capacity_unknown", sums.portsCapacityUnknown());
        json.writeNumberField("ports_overfull", sums.portsOverfull());
        writeTotal("capacity", sums.capacity(), sums.ports(), sums.portsKnown(), json);
        writeTotal("used", sums.used(), sums.ports(), sums.portsKnown(), json);
        json.writeNumberField("sightings", sums.sightings());
        json.writeObjectFieldStart("ratios");
        for (Metric m : Metric.values()) {
            json.writeFieldName(m.key());
            write(figures.ratio(m), json);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /// Null where it is known of none of those that there are.
    private static void writeTotal(String name, long total, int all, int known, JsonGenerator json) throws IOException {
        if (all > 0 && known == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, total);
        }
    }

    private static void write(Ratio r, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeNumber("numerator", r.numerator(), json);
        writeNumber("denominator", r.denominator(), json);
        writeNumber("value", r.value(), json);
        writeNumber("known_share", hundredths(r.knownShare(), false), json);
        json.writeStringField("reason", r.reason());
        writeNumber("low", hundredths(r.low(), false), json);
        writeNumber("high", hundredths(r.high(), true), json);
        json.writeBooleanField("small", r.small());
        json.writeEndObject();
    }

    /// A share to a hundredth of a percent, on the safe side of it: what says how sure a figure is needs no more, and the list
    /// of grids has tens of thousands of them. Null for null.
    private static Double hundredths(Double share, boolean up) {
        if (share == null) {
            return null;
        }
        // What is one but for the rounding of doubles.
        double nearest = Math.rint(share * 1e4);
        return (Math.abs(share * 1e4 - nearest) < 1e-6 ? nearest : up ? Math.ceil(share * 1e4) : Math.floor(share * 1e4)) / 1e4;
    }

    private static void writeNumber(String name, Double value, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            Json.writeRounded(json, value);
        }
    }
}
