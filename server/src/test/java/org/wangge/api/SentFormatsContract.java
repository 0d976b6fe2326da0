package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.testing.Await;
import org.wangge.testing.TestServer.Answer;

/// What a file may be that is sent to be imported, and what is said of one that is not.
abstract class SentFormatsContract extends ImportApiFixture {

    /// Each layer in each format: what this server itself gives out, and a file as one writes it by hand.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "buildings | code,households,wkt | n1,5,\"POLYGON((117.001 39.001,117.0011 39.001,117.0011 39.0011,117.001 39.001))\"",
        "ports | code,lon,lat,used | n1,117.001,39.001,1",
        "sightings | code,operator,kind,severity,seen_at,lon,lat | n1,乙通信,booth,2,2026-05-01,117.001,39.001",
        "base | code,kind,name,wkt | n1,road,路,\"LINESTRING(117.001 39.001,117.002 39.002)\""
    })
    void everyLayerIsTakenInEveryFormat(String layer, String heading, String row) throws IOException {
        imported("layer=" + layer + "&name=a.csv", (heading + "\n" + row + "\n").getBytes(StandardCharsets.UTF_8), "CSV");
        server.sync();
        byte[] collection = server.get("/ogc/collections/" + layer + "/items?limit=10000").body();
        imported("layer=" + layer + "&name=a.geojson", collection, "GeoJSON");
        JsonNode backup = awaitJob(server.post("/api/backups", "").json());
        byte[] file = server.get("/api/backups/" + backup.get("id").asLong()).body();
        imported("layer=" + layer + "&name=a.gpkg", file, "GeoPackage");
    }

    private void imported(String query, byte[] file, String format) throws IOException {
        Answer answer = server.bytes("POST", "/api/imports?" + query, file, "Authorization", "Bearer " + importer);
        assertEquals(201, answer.status(), answer.text());
        long id = answer.json().get("id").asLong();
        JsonNode check = awaitJob(answer.json().get("check"));
        assertEquals("done", check.get("state").asText(), check.toString());
        assertEquals(List.of(format, 0), List.of(check.get("result").get("format").asText(),
                check.get("result").get("rejected_rows").asInt()), check.toString());
        assertTrue(check.get("result").get("rows_read").asInt() > 0, check.toString());
        JsonNode job = awaitJob(ask("POST", "/api/imports/" + id + "/commit", "").json());
        assertEquals("done", job.get("state").asText(), job.toString());
        assertEquals(check.get("result").get("inserted"), job.get("result").get("inserted"));
        assertEquals(job.get("result").get("rows_read"), job.get("done"));
    }

    /// What a file is quoted with is kept for a month, and told in lists and events.
    @ParameterizedTest
    @CsvSource({"a.csv, true", "a.csv, false", "a.geojson, true", "a.geojson, false"})
    void whateverAFileHoldsWhatIsToldOfItIsShort(String name, boolean refused) throws IOException {
        String own = "x".repeat(name.endsWith(".csv") ? 300_000 : 40_000);
        String many = IntStream.range(0, 10_000).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
        String code = refused ? "no" : "code";
        String file = name.endsWith(".csv")
                ? code + ",lon,lat," + own + "," + many + "\nn1,117.001,39.001,1" + ",".repeat(10_000) + "\n"
                : "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"" + code + "\":\"n1\",\""
                        + own + "\":1,\"" + many.replace(",", "\":1,\"") + "\":1},"
                        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[117.001,39.001]}}]}";
        Answer answer = server.bytes("POST", "/api/imports?layer=ports&name=" + name, file.getBytes(StandardCharsets.UTF_8),
                "Authorization", "Bearer " + importer);
        assertEquals(201, answer.status(), answer.text());
        JsonNode job = awaitJob(answer.json().get("check"));
        assertEquals(refused ? "failed" : "done", job.get("state").asText(), job.get("problem").toString());
        assertTrue(job.toString().length() < 20_000, job.toString().length() + " characters");
        assertTrue(job.toString().contains("more)"), "and it is said that there are more");
    }

    /// What is no file of its name's format, or of another layer, is told in words: none of it is a failure of the server.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "a.csv | code,name,lon,lat\\nn1,\\xd6\\xd0,117.001,39.001\\n | UTF-8",
        "a.csv | \\x89PNG\\x0d\\x0a\\x1a\\x0a\\x00\\x00 | a.csv",
        "a.csv | code,lon,lat\\n | no row",
        "a.csv | kind,lon,lat\\ncabinet,117,39\\n | code",
        "a.csv | code,households\\nn1,5\\n | lon",
        "a.gpkg | code,lon,lat\\nn1,117.001,39.001\\n | a.gpkg",
        "a.geojson | code,lon,lat\\nn1,117.001,39.001\\n | a.geojson",
        "a.geojson | {\"type\":\"FeatureCollection\",\"features\":[]} | no ",
        "a.xlsx | PK | a.xlsx",
        "a | PK | a ",
    })
    void whatCantBeImportedIsToldInWords(String name, String content, String word) throws IOException {
        byte[] bytes = bytes(content);
        Answer answer = server.bytes("POST", "/api/imports?layer=ports&name=" + name, bytes, "Authorization",
                "Bearer " + importer);
        assertEquals(201, answer.status(), answer.text());
        JsonNode job = awaitJob(answer.json().get("check"));
        String words = job.get("problem").toString() + job.get("result");
        assertTrue(words.contains(word) && !words.contains("incident"), job.toString());
        assertEquals("failed", job.get("state").asText(), job.toString());
        Await.until("the file to go", PATIENCE, () -> files().isEmpty());
    }

    /// Who asked by HTTP reads what its parameters are called, not the options of the command line; see `ImportRefusalContract`.
    @Test
    void whatIsSaidOfAFileNamesTheParametersOfTheRequest() {
        JsonNode unnamed = awaitJob(sent("layer=ports&name=a.csv", "nr,lon,lat\nn1,117,39\n").get("check"));
        assertEquals("Every row needs a code of its own; name the field that has it, for example columns={\"code\":\"nr\"}.",
                unnamed.get("problem").get("remedy").asText());
        JsonNode metres = awaitJob(sent("layer=ports&name=b.csv", "code,lon,lat\nn1,39500000,3400000\n").get("check"));
        assertEquals("Mend the rows, or check the parameters layer, crs and columns.",
                metres.get("problem").get("remedy").asText());
        JsonNode kept = awaitJob(sent("layer=ports&name=c.csv", PORTS + "new4,39500000,3400000,1\n").get("check"));
        String rejects = kept.get("result").get("rejects").toString();
        assertTrue(rejects.contains("for example crs=EPSG:4527") && !rejects.contains("--"), rejects);
    }

    /// `\n` and `\xff` are what they are in other languages.
    private static byte[] bytes(String content) {
        Matcher escape = Pattern.compile("\\\\x([0-9a-f]{2})").matcher(content.replace("\\n", "\n"));
        return escape.replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
