package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.access.Access;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// A server to which files can be sent by an importer, and where they lie then.
@Timeout(300)
abstract class ImportApiFixture {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String PORTS = "code,lon,lat,used\nnew1,117.001,39.001,1\nnew2,117.002,91,2\nnew3,117.003,39.003,3\n";

    @TempDir
    Path folder;

    TestDatabases.Database database;
    TestServer server;
    String importer;

    abstract TestDatabases.Database provide();

    @BeforeEach
    void start() {
        database = provide();
        server = server(Limits.USUAL);
        importer = server.token("imp", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
    }

    TestServer server(Limits limits) {
        return new TestServer(database.open(TestTown.CONTENT), new Access.Settings(true, false, null), Exposure.loopback(0),
                limits, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
        database.close();
    }

    Answer ask(String method, String path, String body) {
        return server.bare(method, path, body, "Authorization", "Bearer " + importer);
    }

    JsonNode sent(String query, String body) {
        Answer answer = ask("POST", "/api/imports?" + query, body);
        assertEquals(201, answer.status(), answer.text());
        return answer.json();
    }

    JsonNode awaitJob(JsonNode job) {
        String path = "/api/jobs/" + job.get("id").asLong();
        Await.until("the end of " + job, PATIENCE, () -> !server.get(path).json().get("ended_at").isNull());
        return server.get(path).json();
    }

    /// Folders may go while this looks.
    List<String> files() {
        List<String> files = new ArrayList<>();
        File[] folders = server.folder().resolve("uploads").toFile().listFiles();
        for (File one : folders == null ? new File[0] : folders) {
            String[] names = one.list();
            files.addAll(names == null ? List.of() : List.of(names));
        }
        return files;
    }

    boolean isStored(String port) {
        return server.store().findByCode(Table.PORTS, port).isPresent();
    }
}
