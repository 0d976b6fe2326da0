package org.wangge.intake;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// How values are quoted in sentences.
final class Text {

    private static final int MAX_QUOTED = 60;
    private static final int MAX_NAMED = 100;

    private Text() {}

    /// At most 60 characters, control characters as spaces.
    static String shortened(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED - 1) + "…";
    }

    /// Names that a file has, as a list that is short whatever the file: the first hundred, each shortened, and how many more.
    static List<String> names(Collection<String> all) {
        List<String> names = new ArrayList<>();
        all.stream().limit(MAX_NAMED).map(Text::shortened).forEach(names::add);
        if (all.size() > MAX_NAMED) {
            names.add("… (" + count(all.size() - MAX_NAMED) + " more)");
        }
        return names;
    }

    /// Degrees or metres with at most seven decimals and no exponent: `9.5213`.
    static String plain(double v) {
        if (!Double.isFinite(v)) {
            return String.valueOf(v);
        }
        BigDecimal rounded = new BigDecimal(v).setScale(7, java.math.RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /// `9.52, 47.14`
    static String position(double x, double y) {
        return plain(x) + ", " + plain(y);
    }

    /// `1,234`
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /// `1 row`, `2 rows`
    static String count(long n, String singular, String plural) {
        return count(n) + " " + (n == 1 ? singular : plural);
    }

    /// An area for people: `0.4 m²`, `1,234 m²`.
    static String area(double squareMetres) {
        return String.format(Locale.ROOT, squareMetres < 10 ? "%.1f m²" : "%,.0f m²", squareMetres);
    }
}
