package org.wangge.api;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.wangge.model.Table;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Browser;
import org.wangge.testing.TestTown;

/// A server with accounts, on either database; one for all tests of a class.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AccessApiFixture {

    static final String PASSWORD = "correct horse 9";

    TestDatabases.Database database;
    TestServer server;
    long p1;
    int names;

    abstract TestDatabases.Database provide() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = provide();
        var store = database.open(TestTown.CONTENT);
        p1 = store.codes(Table.GRIDS).get("P1");
        server = new TestServer(store);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        database.close();
    }

    Browser member(String grants) {
        return server.member("user" + names++, PASSWORD, grants);
    }

    long id(String code) {
        return server.store().codes(Table.GRIDS).get(code);
    }

    String reshape() {
        return ("{\"type\":\"reshape\",\"between\":[%d,%d],\"path\":{\"type\":\"LineString\",\"coordinates\":[[117.01,39.002],"
                + "[117.012,39.005],[117.01,39.008]]}}")
                .formatted(id("A"), id("B"));
    }
}
