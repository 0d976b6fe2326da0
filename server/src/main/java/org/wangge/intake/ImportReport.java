package org.wangge.intake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wangge.model.Layer;

/// What an import did, or would have done.
///
/// `written` is false after a dry run, and after a strict import with rejects; the counts of rows then say what would have
/// been written. `rowsRead = inserted + updated + unchanged + rejectedRows` unless nothing was counted because a strict
/// import stopped. `recognised` tells from which field of the file each column was filled, `ignored` lists the fields that
/// were not used. `notes` are sentences about what was decided on the way (a branch made, outlines replaced, slivers
/// cleaned).
public record ImportReport(
        Layer layer,
        String file,
        String format,
        String crs,
        boolean written,
        long rowsRead,
        long inserted,
        long updated,
        long unchanged,
        long rejectedRows,
        List<Reject> rejects,
        Map<String, String> recognised,
        List<String> ignored,
        List<String> notes) {

    /// Why a row was not taken; a row with several faults has one of these for each. `row` is the line of a CSV file (the
    /// heading is line 1), the number of the feature in a GeoJSON file (from 1), the feature id of a GeoPackage. `field` is
    /// the field's name in the file, or `geometry`; `value` what stands there, shortened when long, empty when nothing does.
    public record Reject(long row, String field, String value, String reason) {

        Map<String, Object> asMap() {
            return Map.of("row", row, "field", field, "value", value, "reason", reason);
        }

        /// `row 7: lat is "91": latitude 91 is outside -90..90`
        public String sentence() {
            return "row " + row + ": " + field + (value.isEmpty() ? "" : " is \"" + value + "\"") + ": " + reason;
        }
    }

    public ImportReport {
        rejects = List.copyOf(rejects);
        ignored = List.copyOf(ignored);
        notes = List.copyOf(notes);
        recognised = Collections.unmodifiableMap(new LinkedHashMap<>(recognised));
    }

    /// By the names of the API, in plain values.
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("layer", layer.key());
        map.put("file", file);
        map.put("format", format);
        map.put("crs", crs);
        map.put("written", written);
        map.put("rows_read", rowsRead);
        map.put("inserted", inserted);
        map.put("updated", updated);
        map.put("unchanged", unchanged);
        map.put("rejected_rows", rejectedRows);
        map.put("rejects", rejects.stream().map(Reject::asMap).toList());
        map.put("recognised", recognised);
        map.put("ignored", ignored);
        map.put("notes", notes);
        return map;
    }
}
