package org.wangge.model;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.locationtech.jts.geom.Geometry;

/// The properties of the rows of one table in order, and how a record is made of their values. A component of the record is an
/// `id`, a `version`, a geometry, [Counts], or has the name of a property in camel case; that this is so is checked when the
/// registry is loaded. Immutable, for any number of threads.
public final class RowType {

    private static final int ID = -1;
    private static final int VERSION = -2;
    private static final int GEOMETRY = -3;
    private static final int COUNTS = -4;

    private final Table table;
    private final List<Property> properties;
    private final Map<String, Property> byName = new LinkedHashMap<>();
    private final Function<Row, Geometry> geometry;
    private final List<Property> ofFiles = new ArrayList<>();
    private final List<Property> derived = new ArrayList<>();
    /// For each component of the record where its value comes from: a place among the properties, or one of the constants.
    private final int[] sources;
    /// For each count its place among the properties, if the record has counts.
    private final int[] counts;
    private final MethodHandle maker;

    private RowType(Table table, Class<?> record, Function<Row, Geometry> geometry, List<Property> properties) {
        this.table = table;
        this.geometry = geometry;
        this.properties = List.copyOf(properties);
        properties.forEach(p -> byName.put(p.name(), p));
        RecordComponent[] components = record.getRecordComponents();
        sources = Arrays.stream(components).mapToInt(this::source).toArray();
        counts = Arrays.stream(Count.values()).mapToInt(c -> place(c.column())).toArray();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            maker = MethodHandles.lookup().unreflectConstructor(record.getDeclaredConstructor(types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `geometry` answers null for rows that lie nowhere.
    static <R extends Row> RowType of(Table table, Class<R> record, Function<R, Geometry> geometry, Property... properties) {
        @SuppressWarnings("unchecked") // it is only asked about rows of its own table
        Function<Row, Geometry> ofRow = (Function<Row, Geometry>) (Function<?, ?>) geometry;
        return new RowType(table, record, ofRow, List.of(properties));
    }

    /// Adds what files may have besides; the properties that a record is made of go before.
    RowType withOfFiles(Property... others) {
        ofFiles.addAll(List.of(others));
        return this;
    }

    /// Adds what the atlas tells of each row besides.
    RowType withDerived(Property... others) {
        derived.addAll(List.of(others));
        return this;
    }

    private int source(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == Geometry.class) {
            return GEOMETRY;
        } else if (type == Counts.class) {
            return COUNTS;
        } else if (component.getName().equals("id")) {
            return ID;
        } else if (component.getName().equals("version")) {
            return VERSION;
        }
        String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
        int place = place(name);
        if (place < 0 || !fits(properties.get(place).type(), type)) {
            throw new IllegalStateException(component + " of a row of " + table.key() + " is no property of the registry");
        }
        return place;
    }

    private static boolean fits(Property.Type property, Class<?> component) {
        return switch (property) {
            case TEXT -> component == String.class;
            case CODE -> component == String.class || component == Long.class || component == long.class;
            case WHOLE -> component == Integer.class;
            case DECIMAL -> component == Double.class;
            case DAY -> component == LocalDate.class;
            case TRUTH -> false;
        };
    }

    /// -1 when there is none of this name.
    private int place(String name) {
        return byName.containsKey(name) ? properties.indexOf(byName.get(name)) : -1;
    }

    public Table table() {
        return table;
    }

    /// In the order in which they are shown; `code` first where there is one.
    public List<Property> properties() {
        return properties;
    }

    /// What files may have besides, from which other columns or tables are filled.
    public List<Property> ofFiles() {
        return List.copyOf(ofFiles);
    }

    /// What the atlas tells of each row besides.
    public List<Property> derived() {
        return List.copyOf(derived);
    }

    /// What tiles tell of each row.
    public List<Property> drawn() {
        return properties.stream().filter(Property::isDrawn).toList();
    }

    /// What tiles of this zoom tell of each row.
    public List<Property> drawnAt(int zoom) {
        return properties.stream().filter(p -> p.drawnFrom() <= zoom).toList();
    }

    public Set<String> names() {
        return java.util.Collections.unmodifiableSet(byName.keySet());
    }

    /// The property of this name; `IllegalArgumentException` when there is none.
    public Property get(String name) {
        Property found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException(table.key() + " have no column " + name + "; they have " + byName.keySet());
        }
        return found;
    }

    /// WGS 84 lon/lat; null when there is none.
    public Geometry geometry(Row row) {
        return geometry.apply(row);
    }

    /// The record with these values, in the order of [#properties()]; what the record has no component for is passed over.
    /// `IllegalArgumentException` when the record refuses one.
    public Row make(long id, Object[] values, Geometry place) {
        Object[] arguments = new Object[sources.length];
        for (int i = 0; i < sources.length; i++) {
            arguments[i] = switch (sources[i]) {
                case ID -> id;
                case VERSION -> 0;
                case GEOMETRY -> place;
                case COUNTS -> counts(values);
                default -> values[sources[i]];
            };
        }
        try {
            return (Row) (Object) maker.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private Counts counts(Object[] values) {
        int[] numbers = Counts.unknowns();
        for (int c = 0; c < counts.length; c++) {
            if (values[counts[c]] != null) {
                numbers[c] = (Integer) values[counts[c]];
            }
        }
        return Counts.of(numbers);
    }
}
