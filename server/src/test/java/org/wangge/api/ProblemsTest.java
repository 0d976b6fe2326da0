package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.wangge.problem.Problem;
import org.wangge.testing.RawHttp;

/// What goes wrong while something that went wrong is told.
class ProblemsTest {

    /// A particular that can't be written as JSON.
    @Test
    void aFailureWhileAnsweringIsAnsweredAndLoggedUnderOneIncident() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        Logger ours = (Logger) LoggerFactory.getLogger(Problems.class);
        log.start();
        ours.addAppender(log);
        Javalin app = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get("/", ctx -> {
                throw new Problem.BadInput("bad", "mend it", Map.of("what", new Object())).asException();
            });
            config.routes.exception(Exception.class, Problems::answer);
        });
        try {
            app.start("127.0.0.1", 0);
            // Not by the client of the JDK: what that may send it asks once, and other tests have it send more.
            RawHttp.Raw answer = RawHttp.ask(app.port(), "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertEquals(500, answer.status(), answer.body());
            assertEquals("application/problem+json", answer.header("Content-Type"));
            String incident = new ObjectMapper().readTree(answer.body()).get("incident").asText();
            assertEquals(1, log.list.size());
            assertTrue(log.list.getFirst().getFormattedMessage().contains(incident), log.list.getFirst().getFormattedMessage());
        } finally {
            app.stop();
            ours.detachAppender(log);
        }
    }

    /// The order of `Map.of` is another one in each run.
    @Test
    void particularsAreToldInTheSameOrderByEachRunOfTheServer() {
        Problem problem = new Problem.Conflict("moved on", "look again", Map.of("position_in_plan", 1, "grids", List.of(), "arcs",
                List.of(), "reason", "moved", "status", "draft"));
        assertEquals("[arcs, grids, position_in_plan, reason, status]", problem.extra().keySet().toString());
    }
}
