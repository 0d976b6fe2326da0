package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.wangge.testing.TestServer.Answer;

/// What browsers are told of plans: who edits one, what becomes of it, and what its publication changed.
abstract class PlanEventContract extends PlanApiFixture {

    @Test
    void whoEditsAPlanIsToldToEveryBrowser() throws Exception {
        long plan = newPlan();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/events")).header("Accept", "text/event-stream")
                    .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader events = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                next(events, "hello");
                Answer entered = server.send("PUT", "/api/plans/" + plan + "/presence", "{\"grids\":[" + id("A") + "]}");
                assertEquals("tester", entered.json().at("/editors/0/name").asText(), entered.text());
                String come = next(events, "presence");
                assertTrue(come.contains("\"grids\":[" + id("A") + "]"), come);
                assertEquals(204, server.send("DELETE", "/api/plans/" + plan + "/presence", null).status());
                assertTrue(next(events, "presence").contains("\"editors\":[]"));
            }
        }
        assertEquals(404, server.send("PUT", "/api/plans/4711/presence", "{}").status());
        assertEquals(400, server.send("PUT", "/api/plans/" + plan + "/presence", "{\"grids\":[\"A\"]}").status());
    }

    @Test
    void whatBecomesOfAPlanIsToldToEveryBrowser() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/events")).header("Accept", "text/event-stream")
                    .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader events = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                next(events, "hello");
                long plan = newPlan();
                assertEquals("data: {\"plan\":" + plan + ",\"status\":\"draft\",\"version\":0,\"comments\":0}",
                        told(events));
                server.change(plan, "commands", reshape("A", "B", "[117.01,39.002],[117.012,39.005],[117.01,39.008]"));
                assertEquals("data: {\"plan\":" + plan + ",\"status\":\"draft\",\"version\":1,\"comments\":0}",
                        told(events));
                server.change(plan, "submit", "");
                assertEquals("data: {\"plan\":" + plan + ",\"status\":\"submitted\",\"version\":2,\"comments\":0}",
                        told(events));
                server.post("/api/plans/" + plan + "/comments", "{\"note\":\"why?\"}");
                assertEquals("data: {\"plan\":" + plan + ",\"status\":\"submitted\",\"version\":2,\"comments\":1}",
                        told(events));
                server.change(plan, "withdraw", "");
                assertTrue(told(events).contains("\"status\":\"draft\",\"version\":3"));
                server.change("DELETE", plan, "", null);
                assertEquals("data: {\"plan\":" + plan + ",\"status\":\"deleted\"}", told(events));
            }
        }
    }

    /// The next event about a plan, without where it stands in the feed.
    private static String told(BufferedReader events) throws IOException {
        String line = next(events, "plan");
        assertTrue(line.contains("\"previous\":") && line.contains("\"position\":"), line);
        return line.replaceAll(",\"(previous|position)\":\"[^\"]*\"", "");
    }

    @Test
    void everyBrowserHearsOfAPublishedBorder() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/events")).header("Accept", "text/event-stream")
                    .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader events = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String hello = next(events, "hello");
                long plan = newPlan();
                server.change(plan, "commands", reshape("A", "B", "[117.01,39.002],[117.012,39.005],[117.01,39.008]"));
                server.publish(plan);
                assertTrue(hello.contains("\"revision\":0"), hello);
                String change = next(events, "change");
                while (!change.contains("\"layer\":\"grids\"")) {
                    change = next(events, "change");
                }
                assertTrue(change.contains("\"revision\":1"), change);
            }
        }
    }

    private static String next(BufferedReader events, String name) throws IOException {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.equals("event: " + name)) {
                return events.readLine();
            }
        }
        throw new IOException("the stream ended");
    }
}
