package org.wangge.intake;

import java.util.regex.Pattern;
import org.wangge.geo.Decimal;

/// Reads well-known text. JTS's own reader can't hand over an open ring, whose place a reject must name.
final class Wkt {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    /// A number has fewer characters, whoever wrote it.
    private static final int MAX_NUMBER = 100;

    private final String text;
    private int at;

    private Wkt(String text) {
        this.text = text;
    }

    /// The shape, still unchecked; Z and M values are dropped. A leading `SRID=4326;` is allowed.
    /// `terms` are those of the import.
    static Shape read(String text, Terms terms) throws Fault {
        Wkt wkt = new Wkt(text);
        Shape shape = wkt.shape(terms);
        wkt.skipSpace();
        if (wkt.at < text.length()) {
            throw wkt.fault("text goes on after the geometry");
        }
        return shape;
    }

    private Shape shape(Terms terms) throws Fault {
        String word = word();
        if (word.equalsIgnoreCase("SRID")) {
            int end = text.indexOf(';', at);
            String srid = end < 0 ? "" : text.substring(at, end).replace("=", "").strip();
            if (!srid.equals("4326")) {
                throw new Fault(Text.shortened(text), "has SRID " + srid + "; leave it out and name the system with "
                        + terms.crs("EPSG:" + srid));
            }
            at = end + 1;
            word = word();
        }
        if (word.isEmpty()) {
            throw fault("is no well-known text such as POINT (120.62 31.30)");
        }
        Shape.Kind kind = Shape.Kind.of(word);
        int start = at;
        String dimensions = word();
        if (dimensions.equalsIgnoreCase("EMPTY")) {
            return new Shape.Builder().build(kind);
        }
        if (!dimensions.isEmpty() && !dimensions.matches("(?i)Z|M|ZM")) {
            at = start;
            throw fault("\"" + dimensions + "\" is not expected here");
        }
        start = at;
        if (word().equalsIgnoreCase("EMPTY")) {
            return new Shape.Builder().build(kind);
        }
        at = start;
        Shape.Builder builder = new Shape.Builder();
        nested(kind.depth == 1 ? 2 : kind.depth, builder);
        return builder.build(kind);
    }

    /// `depth` 2 is a list of positions, 3 a list of those, 4 a list of polygons.
    private void nested(int depth, Shape.Builder builder) throws Fault {
        expect('(');
        do {
            if (depth == 2) {
                position(builder);
            } else {
                nested(depth - 1, builder);
                if (depth == 3) {
                    builder.endLine();
                } else {
                    builder.endPart();
                }
            }
        } while (accept(','));
        expect(')');
    }

    private void position(Shape.Builder builder) throws Fault {
        boolean bracketed = accept('(');
        double x = number();
        double y = number();
        skipSpace();
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ')') {
            number();
            skipSpace();
        }
        if (bracketed) {
            expect(')');
        }
        builder.position(x, y);
    }

    private double number() throws Fault {
        skipSpace();
        int start = at;
        while (at < text.length() && ",() \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (number.length() > MAX_NUMBER || !NUMBER.matcher(number).matches()) {
            at = start;
            throw fault(number.isEmpty() ? "a number is missing" : "\"" + Text.shortened(number) + "\" is not a number");
        }
        double read = Double.parseDouble(number);
        if (Decimal.isLost(number, read)) {
            at = start;
            throw fault("\"" + number + "\" " + Decimal.LOST);
        }
        return read;
    }

    private String word() {
        skipSpace();
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws Fault {
        if (!accept(c)) {
            throw fault("\"" + c + "\" is missing");
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Fault fault(String reason) {
        return new Fault(Text.shortened(text), reason + " (character " + (at + 1) + ")");
    }
}
