package org.wangge.api;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// One town for all tests of a class: they look at it, and leave it as it was but for plans.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedTownContract extends TownFixture {

    @BeforeAll
    void start() throws Exception {
        begin();
    }

    @AfterAll
    void stop() throws Exception {
        end();
    }
}
