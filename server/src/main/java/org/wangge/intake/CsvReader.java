package org.wangge.intake;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// CSV in UTF-8 with a heading; separated by comma, semicolon or tab, whichever the heading has most of. The encoding of the
/// whole file is checked before the first row is handed out.
final class CsvReader implements FeatureReader {

    private final Path file;
    private final long lines;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> fields;

    CsvReader(Path file) {
        this.file = file;
        this.lines = Utf8.countLines(file);
        try {
            this.records = de.siegmar.fastcsv.reader.CsvReader.builder()
                    .fieldSeparator(separator(file))
                    .detectBomHeader(true)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .trimWhitespacesAroundQuotes(true)
                    .ofCsvRecord(file)
                    .iterator();
        } catch (IOException e) {
            throw Format.unreadable(file, e);
        }
        CsvRecord heading = record();
        if (heading == null) {
            throw new Problem.BadInput(name() + " has no heading: there are only blank lines in it.",
                    "The first line names the columns, for example code,name,lon,lat.").asException();
        }
        this.fields = heading.getFields().stream().map(String::strip).toList();
        Set<String> seen = new LinkedHashSet<>();
        List<String> twice = new ArrayList<>();
        for (String f : fields) {
            if (!f.isEmpty() && !seen.add(f)) {
                twice.add(f);
            }
        }
        if (!twice.isEmpty()) {
            throw new Problem.BadInput(name() + " names the column " + twice.getFirst() + " twice in its heading.",
                    "Rename or remove one of the two.").asException();
        }
    }

    @Override
    public String format() {
        return "CSV";
    }

    @Override
    public List<String> fields() {
        return fields;
    }

    @Override
    public boolean hasGeometry() {
        return false;
    }

    @Override
    public String crs() {
        return null;
    }

    @Override
    public long estimatedTotal() {
        return Math.max(0, lines - 1);
    }

    @Override
    public Feature next() {
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        int count = record.getFieldCount();
        String[] values = new String[fields.size()];
        for (int i = 0; i < Math.min(count, values.length); i++) {
            String value = record.getField(i);
            values[i] = value.isEmpty() ? null : value;
        }
        Fault fault = count == values.length ? null : new Fault(
                Text.count(count, "field", "fields"),
                "the heading has " + Text.count(values.length, "field", "fields") + "; is a separator or a quote missing?");
        return new Feature(record.getStartingLineNumber(), values, null, fault);
    }

    private CsvRecord record() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new ProblemException(
                    new Problem.BadInput(name() + " can't be read as CSV: " + rootMessage(e),
                            "Look for a quotation mark that is never closed, or text after a closed one."), e);
        } catch (UncheckedIOException e) {
            throw Format.unreadable(file, e.getCause());
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = e.getMessage() + (root == e ? "" : ": " + root.getMessage());
        return text.endsWith(".") ? text : text + ".";
    }

    private String name() {
        return file.getFileName().toString();
    }

    private static char separator(Path file) throws IOException {
        String heading;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            heading = in.readLine();
            while (heading != null && heading.isBlank()) {
                heading = in.readLine();
            }
        }
        char best = ',';
        long most = 0;
        for (char c : new char[] {',', ';', '\t'}) {
            long count = heading == null ? 0 : heading.replaceAll("\"[^\"]*\"", "").chars().filter(h -> h == c).count();
            if (count > most) {
                best = c;
                most = count;
            }
        }
        return best;
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
