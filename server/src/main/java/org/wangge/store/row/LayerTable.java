package org.wangge.store.row;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;

/// A table of rows as plain JDBC sees it: the columns are the fields of its entity, so that scans and bulk loads, which would be
/// too slow through a session, share the entity's one mapping to the record. Immutable.
public final class LayerTable {

    public enum Kind {
        TEXT,
        INTEGER,
        LONG,
        DOUBLE,
        DATE,
        GEOMETRY;

        private static Kind of(Class<?> type) {
            if (type == String.class) {
                return TEXT;
            } else if (type == Integer.class) {
                return INTEGER;
            } else if (type == Long.class || type == long.class) {
                return LONG;
            } else if (type == Double.class) {
                return DOUBLE;
            } else if (type == LocalDate.class) {
                return DATE;
            } else if (type == Geometry.class) {
                return GEOMETRY;
            }
            throw new IllegalStateException("an entity has a field of " + type + ", which no column holds");
        }
    }

    public record Column(String name, Kind kind, Field field) {

        /// The value in this entity: String, Integer, Long, Double, LocalDate, Geometry or null.
        public Object valueIn(RowEntity entity) {
            try {
                return field.get(entity);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final Map<Table, LayerTable> ALL = new EnumMap<>(Table.class);

    static {
        for (Table table : Table.values()) {
            ALL.put(table, switch (table) {
                case BRANCHES -> new LayerTable(table, BranchEntity.class, BranchEntity::new);
                case GRIDS -> new LayerTable(table, GridEntity.class, GridEntity::new);
                case BUILDINGS -> new LayerTable(table, BuildingEntity.class, BuildingEntity::new);
                case PORTS -> new LayerTable(table, PortEntity.class, PortEntity::new);
                case SIGHTINGS -> new LayerTable(table, SightingEntity.class, SightingEntity::new);
                case BASE -> new LayerTable(table, BaseEntity.class, BaseEntity::new);
                case PERSONS -> new LayerTable(table, PersonEntity.class, PersonEntity::new);
                case ASSIGNMENTS -> new LayerTable(table, AssignmentEntity.class, AssignmentEntity::new);
            });
        }
    }

    private final Table table;
    private final Class<? extends RowEntity> entity;
    private final Supplier<? extends RowEntity> maker;
    private final List<Column> columns;

    private <E extends RowEntity> LayerTable(Table table, Class<E> entity, Supplier<E> maker) {
        this.table = table;
        this.entity = entity;
        this.maker = maker;
        this.columns = Arrays.stream(entity.getDeclaredFields())
                .filter(f -> !Modifier.isStatic(f.getModifiers()) && !f.isSynthetic())
                .map(f -> new Column(snakeCase(f.getName()), Kind.of(f.getType()), f))
                .toList();
    }

    public static LayerTable of(Table table) {
        return ALL.get(table);
    }

    Table table() {
        return table;
    }

    public String name() {
        return table.key();
    }

    public Class<? extends RowEntity> entity() {
        return entity;
    }

    /// All columns but `id` and `version`.
    public List<Column> columns() {
        return columns;
    }

    /// The columns that tell a row from the others, as an index of the table has them.
    public List<String> key() {
        return table == Table.ASSIGNMENTS
                ? List.of("grid_id", "coalesce(role, '')", "coalesce(valid_from, '0001-01-01')")
                : List.of("code");
    }

    /// The condition under which rows of this table, and of others with these columns, that go by two names in a query have the
    /// same key.
    public String isSameKey(String one, String other) {
        return key().stream().map(k -> of(one, k) + " = " + of(other, k)).collect(Collectors.joining(" and "));
    }

    /// The condition under which some of these columns differ.
    public static String differ(List<Column> columns, String one, String other) {
        return columns.isEmpty() ? "false" : columns.stream()
                .map(c -> one + "." + c.name() + " is distinct from " + other + "." + c.name())
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    /// The names of columns, each behind this prefix, as a select has them.
    public static String names(List<Column> columns, String prefix) {
        return columns.stream().map(c -> prefix + c.name()).collect(Collectors.joining(", "));
    }

    /// A key is a column or `coalesce(column, …)`.
    private static String of(String row, String key) {
        return key.startsWith("coalesce(") ? key.replace("coalesce(", "coalesce(" + row + ".") : row + "." + key;
    }

    /// What to throw when rows to be loaded have the same key.
    public RuntimeException givenTwice(String key) {
        return new Problem.BadInput(
                        "The " + (key().size() == 1 ? "code " : "key ") + key + " is given twice for " + name() + ".",
                        "Give each row a key of its own; nothing was changed.")
                .asException();
    }

    /// The columns that hold these properties (names of the registry, and `geometry`), without those of the key. `person` of
    /// a grid has no column: it is kept in the assignments.
    public List<Column> overwritten(Set<String> properties) {
        List<Column> found = new ArrayList<>();
        properties.stream().filter(name -> !name.equals("geometry")).forEach(Registry.of(table)::get);
        Set<String> fixed = table == Table.ASSIGNMENTS ? Set.of("grid_id", "role", "valid_from") : Set.of("code");
        for (Column c : columns) {
            if (!fixed.contains(c.name()) && (properties.contains(c.name()) || properties.contains(withoutId(c.name())))) {
                found.add(c);
            }
        }
        return found;
    }

    /// The entity that holds what the record holds, but id and version.
    public RowEntity entityOf(Row row) {
        if (row.table() != table) {
            throw new IllegalArgumentException("a row of " + row.table().key() + " can't be kept in " + table.key());
        }
        RowEntity made = maker.get();
        made.copy(row);
        return made;
    }

    /// `select id, version, …` of every column in the order that [#read] expects. `geometry` makes of a column's name the
    /// expression that gives WKB, or a GeoPackage blob.
    public String select(UnaryOperator<String> geometry) {
        return select(geometry, name());
    }

    /// The same from another table with these columns.
    public String select(UnaryOperator<String> geometry, String table) {
        return columns.stream()
                .map(c -> c.kind() == Kind.GEOMETRY ? geometry.apply(c.name()) : c.name())
                .collect(Collectors.joining(", ", "select id, version, ", " from " + table));
    }

    /// The record of a row of [#select]; `IllegalArgumentException`, `ArithmeticException` or `DateTimeException` when another
    /// program has written values that no record may have.
    Row read(Values values) throws SQLException {
        RowEntity e = maker.get();
        e.id = values.known();
        e.version = Math.toIntExact(values.known());
        e.take(values);
        return e.toModel();
    }

    private static String withoutId(String column) {
        return column.endsWith("_id") ? column.substring(0, column.length() - 3) : column;
    }

    private static String snakeCase(String field) {
        return field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
