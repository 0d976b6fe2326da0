package org.wangge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One who listens to `/api/events` over a socket of its own, and reads only when told to. For one thread.
public final class EventClient implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /// More than a packet on this machine, or the rest crawls too.
    private static final int NARROW = 128 * 1024;
    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final BufferedReader in;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String lastId;

    /// `headers` are names and values in turn. Returns when the server has begun to answer.
    public EventClient(String url, String... headers) throws IOException {
        this(0, url, "/api/events", headers);
    }

    /// One who tells where it was.
    public static EventClient since(String url, String position, String... headers) throws IOException {
        return new EventClient(0, url, "/api/events?since=" + position, headers);
    }

    /// One for whom the network keeps little, so that it holds the server up soon when it does not read.
    public static EventClient narrow(String url, String... headers) throws IOException {
        return new EventClient(NARROW, url, "/api/events", headers);
    }

    private EventClient(int receiveBuffer, String url, String path, String... headers) throws IOException {
        URI server = URI.create(url);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        // Of version 1.0, whose answers come in no chunks.
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.0\r\nHost: "
                + server.getAuthority() + "\r\nAccept: text/event-stream\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 64);
        status = Integer.parseInt(in.readLine().split(" ")[1]);
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            String[] parts = line.split(":\\s*", 2);
            this.headers.put(parts[0], parts[1]);
        }
    }

    public int status() {
        return status;
    }

    /// Null when the answer has none of this name.
    public String header(String name) {
        return headers.get(name);
    }

    /// Reads on until an event of this name and returns what it carries. Fails when the stream ends before, or after 20 seconds
    /// of silence.
    public JsonNode await(String event) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("event:")) {
                seen.add(line.substring(6).strip());
            } else if (line.startsWith("id:")) {
                lastId = line.substring(3).strip();
            } else if (line.startsWith("data:") && seen.getLast().equals(event)) {
                return MAPPER.readTree(line.substring(5));
            }
        }
        throw new AssertionError("no " + event + " among " + seen);
    }

    /// Reads the next event, whatever it is, and returns what it carries, with its name as `event`. Fails when none comes within
    /// 20 seconds or so: comments keep the line open.
    public JsonNode awaitAny() throws IOException {
        String name = null;
        long begun = System.nanoTime();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (System.nanoTime() - begun > DEADLINE_MILLIS * 1_000_000L) {
                throw new AssertionError("no event");
            }
            if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("id:")) {
                lastId = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                return ((ObjectNode) MAPPER.readTree(line.substring(5))).put("event", name);
            }
        }
        throw new AssertionError("the stream has ended");
    }

    /// The id of the last event that has one; null before.
    public String lastId() {
        return lastId;
    }

    /// Reads on to the end of the stream; fails when that does not come within 20 seconds of silence. Returns the last line.
    public String awaitEnd() throws IOException {
        String last = null;
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                last = line;
            }
        } catch (java.net.SocketException e) {
            return last;
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
