package org.wangge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a page does that follows the protocol and nothing else: it hears events, reads what has changed when it is told that
/// something has, and goes on from its positions on whichever server it comes to. For one thread.
public final class ModelPage implements AutoCloseable {

    private static final Comparator<JsonNode> BRANCHES = Comparator.comparing(b -> b.get("code").asText());
    private static final Comparator<JsonNode> GRIDS = Comparator.<JsonNode>comparingInt(g -> g.get("level").asInt())
            .thenComparing(g -> g.path("branch").asText("")).thenComparing(g -> g.path("parent").asText(""))
            .thenComparing(g -> g.get("code").asText());

    private TestServer server;
    private EventClient events;
    /// Up to where it has heard everything; null at first.
    private String at;
    private ObjectNode list;
    private boolean outdated;
    private int wholeLists;
    private int gaps;

    /// Reads the list and listens from there on.
    public ModelPage(TestServer server) throws IOException {
        this.server = server;
        read(server);
        at = list.get("position").asText();
        comeTo(server);
    }

    /// Goes on at this server, as after a broken line.
    public void comeTo(TestServer other) throws IOException {
        drop();
        server = other;
        events = EventClient.since(server.url(), at);
        if (events.status() == 410) {
            events.close();
            at = null;
            outdated = true;
            events = new EventClient(server.url());
        }
        take(events.awaitAny());
    }

    /// Its line breaks, and it does not notice what happens.
    public void drop() throws IOException {
        if (events != null) {
            events.close();
            events = null;
        }
    }

    public boolean isListening() {
        return events != null;
    }

    /// Hears the next event; waits for it.
    public void hear() throws IOException {
        take(events.awaitAny());
    }

    private void take(JsonNode event) throws IOException {
        String name = event.get("event").asText();
        boolean hello = name.equals("hello");
        String position = event.get("position").asText();
        if (!hello && !name.equals("presence") && !event.get("previous").asText().equals(at) && !position.equals(at)) {
            gaps++;
            comeTo(server);
            return;
        }
        outdated |= name.equals("change") || name.equals("day") || event.path("anew").asBoolean();
        if (!event.path("more").asBoolean()) {
            at = position;
        }
    }

    /// Hears what there is up to this position of its server, and reads what has changed if it was told so.
    public void catchUp(String end) throws IOException {
        while (!at.equals(end)) {
            hear();
        }
        if (outdated) {
            read(server);
        }
    }

    /// Reads what has changed in the list, of this server.
    public void read(TestServer from) {
        outdated = false;
        TestServer.Answer answer = list == null ? from.get("/api/grids")
                : from.get("/api/grids?since=" + list.get("position").asText());
        if (answer.status() == 410) {
            answer = from.get("/api/grids");
        }
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        ObjectNode news = (ObjectNode) answer.json();
        if (news.get("complete").asBoolean()) {
            wholeLists++;
        } else {
            put(news, "branches", BRANCHES);
            put(news, "grids", GRIDS);
        }
        list = news;
    }

    private void put(ObjectNode news, String name, Comparator<JsonNode> order) {
        Map<Long, JsonNode> all = new TreeMap<>();
        list.get(name).forEach(n -> all.put(n.get("id").asLong(), n));
        news.get("gone").get(name).forEach(id -> all.remove(id.asLong()));
        news.get(name).forEach(n -> all.put(n.get("id").asLong(), n));
        List<JsonNode> sorted = new ArrayList<>(all.values());
        sorted.sort(order);
        news.putArray(name).addAll(sorted);
    }

    /// What it shows, without what is another from server to server.
    public JsonNode shown() {
        return shown(list);
    }

    public static JsonNode shown(JsonNode list) {
        ObjectNode shown = list.deepCopy();
        shown.remove(List.of("seq", "position", "complete", "gone"));
        return shown;
    }

    /// The one that it listens to.
    public TestServer server() {
        return server;
    }

    /// How often it has read everything, the first time too.
    public int wholeLists() {
        return wholeLists;
    }

    /// How often an event did not follow on the last.
    public int gaps() {
        return gaps;
    }

    @Override
    public void close() throws IOException {
        drop();
    }
}
