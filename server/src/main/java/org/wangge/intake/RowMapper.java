package org.wangge.intake;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Crs;
import org.wangge.model.BaseFeature;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Layer;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;

/// Turns raw features of one file into rows of one layer; grids go through [GridDraft]. Every cell is checked before a record
/// is made, so that a reject names its field. One thread.
final class RowMapper {

    private final Layer layer;
    private final Columns columns;
    private final Cells cells;
    private final PlaceReader places;
    private final CodeIndex codes = new CodeIndex();
    private final int code;
    private final int name;
    private final int kind;
    private final int address;
    private final int[] addressParts;
    private final int compound;
    private final int[] counts;

    RowMapper(Layer layer, Columns columns, Crs crs) {
        this.layer = layer;
        this.columns = columns;
        this.cells = new Cells(columns);
        this.places = new PlaceReader(columns, crs, layer);
        this.code = columns.index("code");
        this.name = columns.index("name");
        this.kind = columns.index("kind");
        this.address = columns.index("address");
        this.compound = columns.index("compound");
        this.addressParts = Stream.of("addr_street", "addr_housenumber", "addr_city").mapToInt(columns::index).toArray();
        this.counts = Stream.of(Count.values()).mapToInt(c -> columns.index(c.column())).toArray();
    }

    /// The row, or null when there are [#rejects()].
    Row map(FeatureReader.Feature feature) {
        cells.on(feature);
        String key = code(feature);
        Geometry place = places.read(feature, cells, layer != Layer.BRANCHES);
        Row row = null;
        try {
            row = switch (layer) {
                case BRANCHES -> branch(key, place);
                case BUILDINGS -> building(key, place);
                case PORTS -> port(key, place);
                case SIGHTINGS -> sighting(key, place);
                case BASE -> base(key, place);
                case GRIDS -> throw new IllegalArgumentException("grids are not mapped row by row");
            };
        } catch (IllegalArgumentException refusedByTheRecord) {
            cells.reject("row", "", refusedByTheRecord.getMessage());
        }
        return cells.rejects().isEmpty() ? row : null;
    }

    /// The faults of the row that was mapped last.
    List<ImportReport.Reject> rejects() {
        return List.copyOf(cells.rejects());
    }

    private String code(FeatureReader.Feature feature) {
        String key = cells.code(code);
        if (key != null) {
            long first = codes.put(key, feature.row());
            if (first >= 0) {
                cells.reject(columns.field("code"), key, "stands in row " + first + " already; a code may occur once");
            }
        }
        return key;
    }

    private boolean isFaulty() {
        return !cells.rejects().isEmpty();
    }

    private Branch branch(String key, Geometry place) {
        String text = cells.text("name", name);
        return isFaulty() ? null : new Branch(0, key, text, place);
    }

    private Building building(String key, Geometry place) {
        String text = cells.text("name", name);
        String where = address();
        String group = cells.text("compound", compound);
        String type = kind();
        int[] numbers = Counts.unknowns();
        for (Count c : Count.values()) {
            Integer value = c == Count.REVENUE
                    ? cells.rounded(c.column(), counts[c.ordinal()], 0, Counts.MAX)
                    : cells.whole(c.column(), counts[c.ordinal()], 0, Counts.MAX);
            if (value != null) {
                numbers[c.ordinal()] = value;
            }
        }
        return isFaulty() ? null : new Building(0, key, text, where, group, type, Counts.of(numbers), place);
    }

    /// The address, or what OpenStreetMap has instead: street and number, then the town.
    private String address() {
        if (address >= 0) {
            return cells.text("address", address);
        }
        String street = cells.text("addr_street", addressParts[0]);
        String number = cells.text("addr_housenumber", addressParts[1]);
        String town = cells.text("addr_city", addressParts[2]);
        String line = Stream.of(street, number).filter(t -> t != null).collect(Collectors.joining(" "));
        String whole = Stream.of(line, town).filter(t -> t != null && !t.isEmpty()).collect(Collectors.joining(", "));
        return whole.isEmpty() ? null : whole;
    }

    /// OpenStreetMap's `building=yes` only says that it is a building.
    private String kind() {
        String type = cells.text("kind", kind);
        return "yes".equals(type) && columns.field("kind").equalsIgnoreCase("building") ? null : type;
    }

    private Port port(String key, Geometry place) {
        String type = cells.text("kind", kind);
        String technology = cells.text("technology");
        String building = cells.text("building");
        Integer capacity = cells.whole("capacity", columns.index("capacity"), 0, 1_000_000);
        Integer used = cells.whole("used", columns.index("used"), 0, 1_000_000);
        return isFaulty() ? null : new Port(0, key, type, technology, building, capacity, used, place);
    }

    private Sighting sighting(String key, Geometry place) {
        String operator = cells.text("operator");
        String type = cells.text("kind", kind);
        String offer = cells.text("offer");
        Double price = cells.decimal("price", columns.index("price"), 0, 1_000_000);
        Integer severity = cells.whole("severity", columns.index("severity"), 1, 5);
        Double confidence = cells.decimal("confidence", columns.index("confidence"), 0, 1);
        var seenAt = cells.day("seen_at", columns.index("seen_at"));
        String note = cells.text("note");
        return isFaulty()
                ? null
                : new Sighting(0, key, operator, type, offer, price, severity, confidence, seenAt, note, place);
    }

    private BaseFeature base(String key, Geometry place) {
        String type = cells.text("kind", kind);
        String text = cells.text("name", name);
        return isFaulty() ? null : new BaseFeature(0, key, type, text, place);
    }

}
