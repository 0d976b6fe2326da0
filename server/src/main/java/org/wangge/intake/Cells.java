package org.wangge.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wangge.geo.Decimal;
import org.wangge.model.PlainText;
import org.wangge.model.Property;

/// Turns the text of a row's cells into values and remembers what could not be. Empty is null, unknown, and never zero. Used
/// by one thread for one row after the other.
final class Cells {

    /// A number has fewer characters, whoever wrote it.
    private static final int MAX_NUMBER = 100;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern SEPARATED = Pattern.compile("[+-]?\\d{1,3}([,' \u00A0\u202F]\\d{3})+(\\.\\d+)?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");
    private static final Pattern DAY = Pattern.compile("(\\d{4})(?:-(\\d{2})-(\\d{2})|/(\\d{1,2})/(\\d{1,2}))");

    private final Columns columns;
    private final List<ImportReport.Reject> rejects = new ArrayList<>();
    private long row;
    private String[] values;

    Cells(Columns columns) {
        this.columns = columns;
    }

    void on(FeatureReader.Feature feature) {
        row = feature.row();
        values = feature.values();
        rejects.clear();
    }

    /// The faults of the row so far.
    List<ImportReport.Reject> rejects() {
        return rejects;
    }

    void reject(String field, String value, String reason) {
        rejects.add(new ImportReport.Reject(row, field, value == null ? "" : Text.shortened(value), reason));
    }

    /// The cell at this place (see [Columns#index]) with white space stripped, null when blank or when there is no such column.
    private String cell(int index) {
        String value = index < 0 ? null : values[index];
        if (value == null) {
            return null;
        }
        String stripped = value.strip();
        return stripped.isEmpty() ? null : stripped;
    }

    /// The value of a property whose field is at this place: a String, Integer, Double or LocalDate; null when it is empty, or
    /// faulty.
    Object value(Property property, int index) {
        return switch (property.type()) {
            case TEXT, CODE -> text(property.name(), index);
            case WHOLE -> whole(property, index);
            case DECIMAL -> decimal(property, index);
            case DAY -> day(property.name(), index);
            case TRUTH -> throw new IllegalArgumentException(property + " is not read from files");
        };
    }

    String text(String column) {
        return text(column, columns.index(column));
    }

    String text(String column, int index) {
        String value = cell(index);
        if (value == null) {
            return null;
        }
        String fault = PlainText.fault(value);
        if (fault != null) {
            reject(columns.field(column), value, fault);
            return null;
        }
        return value;
    }

    /// The code, which no row may lack; null when it is faulty.
    String code(int index) {
        if (cell(index) == null) {
            reject(columns.field("code"), "", "is empty; every row needs a code of its own");
            return null;
        }
        return text("code", index);
    }

    Integer whole(String column) {
        return whole(columns.property(column), columns.index(column));
    }

    /// A whole number; `12.0` counts as one, and of amounts of money any number, rounded half up.
    private Integer whole(Property property, int index) {
        String value = cell(index);
        if (value == null) {
            return null;
        }
        int min = property.min();
        int max = property.max();
        int length = value.length();
        if (length <= 9) {
            int n = 0;
            int i = 0;
            while (i < length && value.charAt(i) >= '0' && value.charAt(i) <= '9') {
                n = n * 10 + value.charAt(i++) - '0';
            }
            if (i == length && n >= min && n <= max) {
                return n;
            }
        }
        String column = property.name();
        BigDecimal number = number(column, value);
        if (number == null) {
            return null;
        }
        if (property.isRounded()) {
            number = number.setScale(0, RoundingMode.HALF_UP);
        } else if (number.stripTrailingZeros().scale() > 0) {
            reject(columns.field(column), value, "is not a whole number");
            return null;
        }
        return isWithin(property, value, number) ? number.intValueExact() : null;
    }

    Double decimal(String column) {
        return decimal(columns.property(column), columns.index(column));
    }

    private Double decimal(Property property, int index) {
        String value = cell(index);
        BigDecimal number = value == null ? null : number(property.name(), value);
        return number != null && isWithin(property, value, number) ? (Double) number.doubleValue() : null;
    }

    LocalDate day(String column) {
        return day(column, columns.index(column));
    }

    /// A day written as 2026-05-01 or 2026/5/1.
    private LocalDate day(String column, int index) {
        String value = cell(index);
        if (value == null) {
            return null;
        }
        Matcher m = DAY.matcher(value);
        if (!m.matches()) {
            reject(columns.field(column), value, "is not a day; write it as 2026-05-01 or 2026/5/1");
            return null;
        }
        boolean isIso = m.group(2) != null;
        try {
            return LocalDate.of(
                    Integer.parseInt(m.group(1)),
                    Integer.parseInt(m.group(isIso ? 2 : 4)),
                    Integer.parseInt(m.group(isIso ? 3 : 5)));
        } catch (DateTimeException e) {
            reject(columns.field(column), value, "is a day that no calendar has");
            return null;
        }
    }

    /// Longitude or latitude, easting or northing: finite, else null and a fault.
    Double ordinate(String column, int index) {
        String value = cell(index);
        if (value == null) {
            reject(columns.field(column), "", "is empty; every row of this layer needs a place");
            return null;
        }
        if (value.equalsIgnoreCase("nan") || value.toLowerCase(java.util.Locale.ROOT).contains("inf")) {
            reject(columns.field(column), value, "is not a number");
            return null;
        }
        if (value.length() > MAX_NUMBER || !DECIMAL.matcher(value).matches()) {
            number(column, value);
            return null;
        }
        double number = Double.parseDouble(value);
        if (Decimal.isLost(value, number)) {
            reject(columns.field(column), value, Decimal.LOST);
            return null;
        }
        return number;
    }

    private boolean isWithin(Property property, String value, BigDecimal number) {
        String column = property.name();
        int min = property.min();
        int max = property.max();
        if (min == 0 && number.signum() < 0) {
            reject(columns.field(column), value, "is negative");
            return false;
        }
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            reject(columns.field(column), value, "is outside " + min + ".." + max);
            return false;
        }
        return true;
    }

    private BigDecimal number(String column, String value) {
        if (value.length() > MAX_NUMBER) {
            reject(columns.field(column), value, "has " + value.length() + " characters; a number has at most " + MAX_NUMBER);
            return null;
        }
        if (DECIMAL.matcher(value).matches()) {
            if (!Decimal.isLost(value, Double.parseDouble(value))) {
                return new BigDecimal(value);
            }
            reject(columns.field(column), value, Decimal.LOST);
            return null;
        }
        String reason = SEPARATED.matcher(value).matches()
                ? "is not a number; write it without thousands separators"
                : DECIMAL_COMMA.matcher(value).matches()
                        ? "is not a number; write it with a decimal point"
                        : "is not a number; leave it empty when it is unknown";
        reject(columns.field(column), value, reason);
        return null;
    }
}
