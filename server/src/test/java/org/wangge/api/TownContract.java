package org.wangge.api;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// A town, and a database and server of its own for every test.
@Timeout(600)
abstract class TownContract extends TownFixture {

    @BeforeEach
    void start() throws Exception {
        begin();
    }

    @AfterEach
    void stop() throws Exception {
        end();
    }
}
