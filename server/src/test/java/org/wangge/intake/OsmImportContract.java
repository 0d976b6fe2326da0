package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.wangge.model.BaseFeature;
import org.wangge.model.Layer;
import org.wangge.model.Table;

/// Extracts of OpenStreetMap become ground, whoever has made them.
abstract class OsmImportContract extends ImportFixture {

    private static final String LINE = "{\"type\":\"LineString\",\"coordinates\":[[9.5,47.1],[9.51,47.1]]}";
    private static final String POINT = "{\"type\":\"Point\",\"coordinates\":[9.5,47.1]}";
    private static final String AREA =
            "{\"type\":\"Polygon\",\"coordinates\":[[[9.5,47.1],[9.51,47.1],[9.51,47.11],[9.5,47.1]]]}";

    @Test
    void ofGdalsLinesAndAreasTheKindsFollowFromTheirTags() throws IOException {
        Path lines = features(
                feature(LINE, "\"osm_id\":\"11\",\"name\":\"Landstrasse\",\"highway\":\"primary\""),
                feature(LINE, "\"osm_id\":\"12\",\"highway\":\"residential\""),
                feature(LINE, "\"osm_id\":\"13\",\"highway\":\"footway\",\"other_tags\":\"\\\"surface\\\"=>\\\"gravel\\\"\""),
                feature(LINE, "\"osm_id\":\"14\",\"other_tags\":\"\\\"gauge\\\"=>\\\"1435\\\",\\\"railway\\\"=>\\\"rail\\\"\""),
                feature(LINE, "\"osm_id\":\"15\",\"name\":\"Rhein\",\"waterway\":\"river\""),
                feature(LINE, "\"osm_id\":\"16\",\"highway\":\"proposed\""),
                feature(LINE, "\"osm_id\":\"17\",\"barrier\":\"fence\""),
                feature(POINT, "\"osm_id\":\"18\",\"place\":\"town\",\"name\":\"Vaduz\""));
        ImportReport report = importer.run(ImportRequest.of(Layer.BASE, lines));
        assertEquals(List.of(), report.rejects());
        assertEquals(List.of("It was read as an extract of OpenStreetMap: what its features are follows from highway, place,"
                + " waterway (data/schema/osm.csv). 2 features that the ground of the map does not show were left out."),
                report.notes());

        importer.run(ImportRequest.of(Layer.BASE, features(
                feature(AREA, "\"osm_id\":\"11\",\"osm_way_id\":null,\"natural\":\"water\""),
                feature(AREA, "\"osm_id\":null,\"osm_way_id\":\"12\",\"building\":\"yes\""),
                feature(AREA, "\"osm_id\":null,\"osm_way_id\":\"18\",\"landuse\":\"forest\",\"name\":\"Wald\""),
                feature(AREA, "\"osm_id\":null,\"osm_way_id\":\"19\",\"building\":\"no\",\"leisure\":\"park\""))));

        assertEquals(Map.of(
                "n18", "town Vaduz", "w11", "ring Landstrasse", "w13", "path null", "w14", "rail null", "w15", "water Rhein",
                "r11", "water null", "w12", "building null", "w18", "park Wald", "w19", "park null"), ground());
    }

    @Test
    void ofGeofabriksFilesTheClassTellsAndItsNumberIsNoCode() throws IOException {
        ImportReport report = importer.run(ImportRequest.of(Layer.BASE, features(
                feature(LINE, "\"osm_id\":\"1\",\"code\":5122,\"fclass\":\"residential\",\"name\":\"A\""),
                feature(LINE, "\"osm_id\":\"2\",\"code\":5122,\"fclass\":\"residential\",\"name\":\"B\""),
                feature(AREA, "\"osm_id\":\"2\",\"code\":7203,\"fclass\":\"residential\",\"name\":null"),
                feature(AREA, "\"osm_id\":\"3\",\"code\":8200,\"fclass\":\"water\",\"name\":\"See\""))));

        assertEquals("4 read, 4 inserted, 0 updated, 0 unchanged, 0 rejected", outcome(report));
        assertEquals(Map.of("w1", "street A", "w2", "street B", "a2", "block null", "a3", "water See"), ground());
    }

    @Test
    void keysThatAreOnesOwnStayAsTheyAreAndASecondTimeChangesNothing() throws IOException {
        Path file = features(
                feature(LINE, "\"@id\":\"way/7\",\"highway\":\"tertiary\""),
                feature(AREA, "\"@id\":\"relation/7\",\"natural\":\"wood\""));
        importer.run(ImportRequest.of(Layer.BASE, file));
        assertEquals(Map.of("way/7", "street null", "relation/7", "park null"), ground());
        assertEquals("2 read, 0 inserted, 0 updated, 2 unchanged, 0 rejected",
                outcome(importer.run(ImportRequest.of(Layer.BASE, file))));
    }

    @Test
    void whatIsWrongWithAFeatureIsTold() throws IOException {
        ImportReport report = importer.run(ImportRequest.of(Layer.BASE, features(
                feature(LINE, "\"osm_id\":\"1\",\"highway\":\"primary\""),
                feature(LINE, "\"osm_id\":null,\"highway\":\"primary\""),
                feature("{\"type\":\"LineString\",\"coordinates\":[[9.5,47.1]]}", "\"osm_id\":\"3\",\"highway\":\"primary\""))));
        assertEquals(2, report.rejectedRows());
        assertEquals("row 2: code: is empty; every row needs a code of its own", sentences(report).getFirst());
        assertEquals(Map.of("w1", "ring null"), ground());
    }

    @Test
    void anExtractWithoutGroundIsRefusedAndOnesOwnFilesAreReadAsEver() throws IOException {
        String refused = problem(() -> importer.run(ImportRequest.of(Layer.BASE, features(
                feature(LINE, "\"osm_id\":\"1\",\"highway\":null,\"barrier\":\"fence\"")))));
        assertTrue(refused.contains("none of its 1 feature is a road"), refused);
        assertEquals(Map.of(), ground());

        importer.run(ImportRequest.of(Layer.BASE, features(
                feature(LINE, "\"code\":\"A\",\"kind\":\"pipe\",\"highway\":\"primary\",\"osm_id\":\"5\""))));
        importer.run(ImportRequest.of(Layer.BASE, features(feature(LINE, "\"code\":\"B\",\"natural\":\"wet\",\"id\":\"6\""))));
        assertEquals(Map.of("A", "pipe null", "B", "null null"), ground());
    }

    private Map<String, String> ground() {
        Map<String, String> kinds = new TreeMap<>();
        store.read(source -> source.scan(Table.BASE, row -> {
            BaseFeature base = (BaseFeature) row;
            kinds.put(base.code(), base.kind() + " " + base.name());
        }));
        return kinds;
    }

    private static String feature(String geometry, String properties) {
        return "{\"type\":\"Feature\",\"properties\":{" + properties + "},\"geometry\":" + geometry + "}";
    }

    private Path features(String... features) {
        try {
            return write("extract.geojson", "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
