package org.wangge.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// What a column is: its names, what its values mean, and how a row answers them. Everything that reads, checks, keeps, draws or
/// describes a column asks here. [Registry] has them all; they never change once it is made. For any number of threads.
public final class Property {

    /// What values there are, in records and in JSON.
    public enum Type {
        /// String; a JSON string.
        TEXT,
        /// The code of another row, a String; in grids and assignments its id, a Long. Outside always the code.
        CODE,
        /// Integer; a JSON number.
        WHOLE,
        /// Double; a JSON number.
        DECIMAL,
        /// LocalDate; a JSON string such as `2026-05-01`.
        DAY,
        /// Boolean, of derived properties only.
        TRUTH
    }

    /// How a number behaves over time: a stock is taken at the end of a period, a flow is summed over it, an opening is the stock
    /// at its beginning.
    public enum Kind {
        STOCK,
        FLOW,
        OPENING
    }

    /// Which values are the good ones.
    public enum Better {
        UP,
        DOWN
    }

    private static final int NOT_DRAWN = Integer.MAX_VALUE;

    private final String name;
    private final String title;
    private final String titleZh;
    private final Type type;
    private final Function<Row, Object> getter;
    private List<String> aliases = List.of();
    private Table refersTo;
    private Count count;
    private String unit;
    private Kind kind;
    private Better better;
    private Integer min;
    private Integer max;
    private boolean required;
    private boolean rounded;
    private boolean editable;
    private boolean searchable;
    private boolean repeating;
    private int drawnFrom = NOT_DRAWN;
    private int since = 1;
    private String meaning = "";
    private String example = "";

    private Property(String name, String title, String titleZh, Type type, Function<Row, Object> getter) {
        this.name = name;
        this.title = title;
        this.titleZh = titleZh;
        this.type = type;
        this.getter = getter;
    }

    /// `getter` is null for what no record holds: what only files have, and what the atlas derives.
    static <R extends Row> Property of(String name, String title, String titleZh, Type type, Function<R, ?> getter) {
        @SuppressWarnings("unchecked") // a property is only asked about rows of its own table
        Function<Row, Object> ofRow = (Function<Row, Object>) (Function<?, ?>) getter;
        return new Property(name, title, titleZh, type, ofRow);
    }

    /// A number of buildings, kept in their [Counts].
    static Property of(Count count, String title, String titleZh) {
        Property made = of(count.column(), title, titleZh, Type.WHOLE, (Building b) -> b.counts().value(count));
        made.count = count;
        made.kind = count.kind();
        made.better = count.better();
        return made.range(0, Counts.MAX);
    }

    Property aliases(String... names) {
        aliases = List.of(names);
        return this;
    }

    /// For a code: of whose rows.
    Property refersTo(Table table) {
        refersTo = table;
        return this;
    }

    Property unit(String of) {
        unit = of;
        return this;
    }

    Property measures(Kind what, Better direction) {
        kind = what;
        better = direction;
        return this;
    }

    Property range(int from, int to) {
        min = from;
        max = to;
        return this;
    }

    Property required() {
        required = true;
        return this;
    }

    /// Files may have a fraction, which is rounded half up.
    Property rounded() {
        rounded = true;
        return this;
    }

    Property editable() {
        editable = true;
        return this;
    }

    Property searchable() {
        searchable = true;
        return this;
    }

    Property repeating() {
        repeating = true;
        return this;
    }

    Property drawn() {
        return drawnFrom(0);
    }

    Property drawnFrom(int zoom) {
        drawnFrom = zoom;
        return this;
    }

    Property since(int version) {
        since = version;
        return this;
    }

    /// In English, Markdown; and a value as a file has it.
    Property means(String text, String value) {
        meaning = text;
        example = value;
        return this;
    }

    /// The name of the column: the same in files, database, tiles and GeoJSON.
    public String name() {
        return name;
    }

    /// For people, in English.
    public String title() {
        return title;
    }

    /// For people, in Chinese.
    public String titleZh() {
        return titleZh;
    }

    /// Other names under which files have it.
    public List<String> aliases() {
        return aliases;
    }

    public Type type() {
        return type;
    }

    /// The table whose rows a [Type#CODE] names; null for all else.
    public Table refersTo() {
        return refersTo;
    }

    /// The number of buildings that this is, null for all else.
    public Count count() {
        return count;
    }

    /// In English, null where there is none.
    public String unit() {
        return unit;
    }

    /// Null for what is no measure.
    public Kind kind() {
        return kind;
    }

    /// Null where neither is.
    public Better better() {
        return better;
    }

    /// The least value, null for what has no bounds; as is [#max()], the greatest.
    public Integer min() {
        return min;
    }

    public Integer max() {
        return max;
    }

    /// True when no row may lack it.
    public boolean isRequired() {
        return required;
    }

    public boolean isRounded() {
        return rounded;
    }

    /// True for what a planner may change.
    public boolean isEditable() {
        return editable;
    }

    /// True for text in which the search looks.
    public boolean isSearchable() {
        return searchable;
    }

    /// True for text with few different values, of which a block of rows keeps a dictionary.
    public boolean isRepeating() {
        return repeating;
    }

    /// True for what tiles tell of each row.
    public boolean isDrawn() {
        return drawnFrom != NOT_DRAWN;
    }

    /// From which zoom on tiles tell it; beyond all zooms for what they never tell.
    public int drawnFrom() {
        return drawnFrom;
    }

    /// The version of the schema (the number of a migration) that brought it.
    public int since() {
        return since;
    }

    public String meaning() {
        return meaning;
    }

    public String example() {
        return example;
    }

    /// The value in a row of its table, null when unknown. Only for what [#isOfRecords()].
    public Object value(Row row) {
        return getter.apply(row);
    }

    /// The same of a whole number, [Counts#UNKNOWN] when unknown, without making an object of it.
    public ToIntFunction<Row> raw() {
        if (count != null) {
            Count c = count;
            return row -> ((Building) row).counts().raw(c);
        }
        return row -> {
            Integer value = (Integer) getter.apply(row);
            return value == null ? Counts.UNKNOWN : value;
        };
    }

    /// False for what only files have, and for what the atlas derives.
    public boolean isOfRecords() {
        return getter != null;
    }

    /// The name and the other names.
    public List<String> names() {
        List<String> names = new ArrayList<>(aliases);
        names.addFirst(name);
        return names;
    }

    /// `IllegalArgumentException` when a number is outside of the bounds; null is within.
    void check(Number value) {
        if (value != null && !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + min + ".." + max);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
