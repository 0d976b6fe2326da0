package org.wangge.intake;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Crs;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.RowType;

/// Turns raw features of one file into rows of one layer; grids go through [GridDraft]. Every cell is checked before a record
/// is made, so that a reject names its field. One thread.
final class RowMapper {

    private final Layer layer;
    private final RowType type;
    private final List<Property> properties;
    private final Columns columns;
    private final Cells cells;
    private final PlaceReader places;
    private final CodeIndex codes = new CodeIndex();
    /// Where each property stands in a feature's values, see [Columns#index].
    private final int[] indexes;
    /// The places of the property that OpenStreetMap has in parts, and of the one that it uses in its own way; else -1.
    private final int address;
    private final int[] addressParts;
    private final int kind;

    RowMapper(Layer layer, Columns columns, Crs crs) {
        this.layer = layer;
        this.type = Registry.of(layer.table());
        this.properties = type.properties();
        this.columns = columns;
        this.cells = new Cells(columns);
        this.places = new PlaceReader(columns, crs, layer);
        this.indexes = properties.stream().mapToInt(p -> columns.index(p.name())).toArray();
        boolean isOfBuildings = layer == Layer.BUILDINGS;
        boolean isOfOpenStreetMap = isOfBuildings && columns.field("kind").equalsIgnoreCase("building");
        this.address = isOfBuildings && !columns.has("address") ? properties.indexOf(type.get("address")) : -1;
        this.addressParts = Stream.of("addr_street", "addr_housenumber", "addr_city").mapToInt(columns::index).toArray();
        this.kind = isOfOpenStreetMap ? properties.indexOf(type.get("kind")) : -1;
    }

    /// The row, or null when there are [#rejects()].
    Row map(FeatureReader.Feature feature) {
        cells.on(feature);
        Object[] values = new Object[indexes.length];
        values[0] = code(feature);
        Geometry place = places.read(feature, cells, layer.places() != Layer.Places.AREA);
        for (int i = 1; i < indexes.length; i++) {
            values[i] = value(i);
        }
        if (!cells.rejects().isEmpty()) {
            return null;
        }
        try {
            return type.make(0, values, place);
        } catch (IllegalArgumentException refusedByTheRecord) {
            cells.reject("row", "", refusedByTheRecord.getMessage());
            return null;
        }
    }

    /// The faults of the row that was mapped last.
    List<ImportReport.Reject> rejects() {
        return List.copyOf(cells.rejects());
    }

    private String code(FeatureReader.Feature feature) {
        String key = cells.code(indexes[0]);
        if (key != null) {
            long first = codes.put(key, feature.row());
            if (first >= 0) {
                cells.reject(columns.field("code"), key, "stands in row " + first + " already; a code may occur once");
            }
        }
        return key;
    }

    private Object value(int i) {
        if (i == address) {
            return address();
        }
        Object value = cells.value(properties.get(i), indexes[i]);
        // OpenStreetMap's `building=yes` only says that it is a building.
        return i == kind && "yes".equals(value) ? null : value;
    }

    /// What OpenStreetMap has instead of an address: street and number, then the town.
    private String address() {
        String street = cells.text("addr_street", addressParts[0]);
        String number = cells.text("addr_housenumber", addressParts[1]);
        String town = cells.text("addr_city", addressParts[2]);
        String line = Stream.of(street, number).filter(t -> t != null).collect(Collectors.joining(" "));
        String whole = Stream.of(line, town).filter(t -> t != null && !t.isEmpty()).collect(Collectors.joining(", "));
        return whole.isEmpty() ? null : whole;
    }
}
