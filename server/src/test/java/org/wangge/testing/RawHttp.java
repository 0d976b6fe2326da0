package org.wangge.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A connection to which a test writes byte by byte what no HTTP client would.
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int NARROW_BYTES = 2_048;

    /// An answer: its status, its headers by lower-case name, and its body as far as it came.
    public record Raw(int status, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final Socket socket;
    private boolean refused;

    public RawHttp(int port) throws IOException {
        this(port, new Socket());
    }

    private RawHttp(int port, Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
    }

    /// A client that takes hardly any byte in before it is read.
    public static RawHttp narrow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(NARROW_BYTES);
        return new RawHttp(port, socket);
    }

    /// Sends one request on a connection of its own and reads the answer to the end of the line.
    public static Raw ask(int port, String request) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.write(request);
            return http.read(request.startsWith("HEAD"));
        }
    }

    /// Writes each character as one byte. A server that has answered already may take no more of it: that is no failure.
    public void write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            refused = true;
        }
    }

    /// Whether the server took no more of what was written.
    public boolean isRefused() {
        return refused;
    }

    /// Reads one answer; of an event stream, which has no end, the head.
    public Raw read(boolean withoutBody) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the line ended after '" + head.toString(StandardCharsets.ISO_8859_1) + "'");
            }
            head.write(b);
        }
        String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.merge(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        int status = Integer.parseInt(lines[0].split(" ")[1]);
        boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        if (withoutBody || endless || status < 200 || status == 304 || status == 204) {
            return new Raw(status, headers, "");
        }
        byte[] body = headers.containsKey("content-length") ? in.readNBytes(Integer.parseInt(headers.get("content-length")))
                : in.readAllBytes();
        return new Raw(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    /// The next line of a body that goes on.
    public String line() {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read(); b >= 0 && b != '\n'; b = socket.getInputStream().read()) {
                line.append((char) b);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    /// Whether something has come that was not read yet.
    public boolean hasMore() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether the server has ended the connection; waits for it.
    public boolean isEnded() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
