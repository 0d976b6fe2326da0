package org.wangge.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// The formats that can be read, told apart by what is in the file first and by the name's ending second.
enum Format {
    GEOJSON,
    GEOPACKAGE,
    CSV;

    private static final String READABLE = "GeoJSON (.geojson), GeoPackage (.gpkg) and CSV in UTF-8 (.csv) are read";
    private static final String CONVERT = "Convert it, for example with ogr2ogr or QGIS; " + READABLE + ".";
    private static final int HEAD_BYTES = 4096;

    static Format of(Path file) {
        byte[] head = head(file);
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (head.length == 0) {
            throw new Problem.BadInput(name + " is empty: it has 0 bytes.", "Export it again; " + READABLE + ".").asException();
        }
        if (startsWith(head, "SQLite format 3\0")) {
            return GEOPACKAGE;
        }
        String foreign = foreign(head, ending);
        if (foreign != null) {
            throw new Problem.BadInput(name + " is " + foreign + ", which is not read.", CONVERT).asException();
        }
        if (ending.equals("gpkg") || ending.equals("sqlite")) {
            throw new Problem.BadInput(
                    name + " is no GeoPackage: it does not begin with \"SQLite format 3\".", "Export it again; " + READABLE + ".")
                    .asException();
        }
        char first = firstVisible(head);
        if (first == '{') {
            return GEOJSON;
        }
        if (first == '[' || ending.equals("geojson") || ending.equals("json")) {
            throw new Problem.BadInput(
                    name + " is no GeoJSON: it begins with \"" + first + "\", not with \"{\".",
                    "Write a FeatureCollection, or one Feature a line.").asException();
        }
        return CSV;
    }

    private static byte[] head(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            // It is read more than once, and may have no end.
            throw new Problem.BadInput(file + " is a pipe or a device, not a file.", "Write its content to a file first.")
                    .asException();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD_BYTES);
        } catch (NoSuchFileException e) {
            throw new Problem.BadInput("There is no file " + file + ".", "Check the path.").asException();
        } catch (IOException e) {
            if (Files.isDirectory(file)) {
                throw new Problem.BadInput(file + " is a folder.", "Name one file; " + READABLE + ".").asException();
            }
            throw unreadable(file, e);
        }
    }

    static ProblemException unreadable(Path file, IOException e) {
        return new ProblemException(
                new Problem.BadInput(file + " can't be read: " + FileFault.said(e) + ".",
                        "Check the file and its permissions."), e);
    }

    /// What the file is when it is something well known that is not read; else null.
    private static String foreign(byte[] head, String ending) {
        if (startsWith(head, "\0\0'\n")) {
            return "part of a Shapefile";
        }
        if (ending.equals("dbf") || ending.equals("shx") || ending.equals("prj") || ending.equals("cpg")) {
            return "part of a Shapefile";
        }
        if (startsWith(head, "PK\u0003\u0004")) {
            return ending.equals("xlsx") ? "an Excel workbook" : "a ZIP archive";
        }
        if (startsWith(head, "\u00D0\u00CF\u0011\u00E0")) {
            return "an old Excel workbook";
        }
        if (startsWith(head, "\u001F\u008B")) {
            return "compressed with gzip";
        }
        if (startsWith(head, "fgb\u0003fgb")) {
            return "a FlatGeobuf file";
        }
        if (startsWith(head, "\u00FF\u00FE") || startsWith(head, "\u00FE\u00FF")) {
            return "text in UTF-16";
        }
        if (firstVisible(head) == '<') {
            return "XML (KML, GML, GPX, …)";
        }
        return null;
    }

    private static boolean startsWith(byte[] head, String latin1) {
        byte[] magic = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= magic.length && java.util.Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    private static char firstVisible(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int at = text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : ' ';
    }
}
