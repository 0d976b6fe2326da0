package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;

@Tag("postgis")
class PostgisImportApiTest extends ImportApiContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.postgis();
    }

    @Override
    List<String> endless() {
        return List.of("create function endless() returns trigger language plpgsql as $$ begin perform pg_sleep(100000);"
                        + " return new; end $$",
                "create trigger endless before insert on ports for each row execute function endless()");
    }

    @Override
    List<String> finite() {
        return List.of("drop trigger endless on ports");
    }

    @Test
    void anotherServerTellsOfAFileThatItDoesNotHaveAndStopsWhatIsDoneWithIt() throws SQLException {
        JsonNode made = sent("layer=ports", PORTS);
        awaitJob(made.get("check"));
        String path = "/api/imports/" + made.get("id").asLong();
        try (TestServer other = new TestServer(database.open())) {
            String[] who = {"Authorization", "Bearer " + importer};
            Answer refused = other.bare("POST", path + "/commit", "", who);
            assertEquals(409, refused.status());
            assertEquals("The file of import " + made.get("id").asLong() + " is not on this server's disk.",
                    refused.json().get("detail").asText());
            long backup = awaitJob(server.post("/api/backups", "").json()).get("id").asLong();
            assertTrue(server.get("/api/jobs/" + backup).json().get("file_here").asBoolean());
            assertFalse(other.get("/api/jobs/" + backup).json().get("file_here").asBoolean());
            assertEquals(404, other.get("/api/backups/" + backup).status());

            database.sql(endless().toArray(String[]::new));
            JsonNode job = ask("POST", path + "/commit", "").json();
            String seen = "/api/jobs/" + job.get("id").asLong();
            Await.until("it to be seen", PATIENCE,
                    () -> !other.bare("GET", seen, null, who).json().get("done").isNull());
            assertEquals(202, other.bare("DELETE", seen, null, who).status());
            assertEquals("cancelled", awaitJob(job).get("state").asText());
            // The one whose job it was knows a moment before the database does.
            Await.until("the other to know", PATIENCE,
                    () -> other.bare("GET", seen, null, who).json().get("state").asText().equals("cancelled"));
            assertEquals(204, other.bare("DELETE", path, null, who).status());
            assertEquals(404, ask("GET", path, null).status());
            assertFalse(isStored("new1"));
        }
    }
}
