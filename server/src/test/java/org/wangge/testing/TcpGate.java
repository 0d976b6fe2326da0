package org.wangge.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A gate between a client and a TCP server, over real sockets, that can be shut in each way in which a network or a server
/// fails. What it does can be changed at any time and by any thread; it holds for open connections too.
public final class TcpGate implements AutoCloseable {

    /// What becomes of the next COMMIT that a client of PostgreSQL sends.
    public enum Commit {
        /// Nothing special.
        PASSES,
        /// The server gets it; the connection is cut before the answer.
        ANSWER_LOST,
        /// The same, and from then on the server can't be reached.
        LAST,
        /// The connection is cut before the server gets it.
        NEVER_ARRIVES,
        /// The client hears nothing, and the server gets nothing; both keep the connection.
        SWALLOWED
    }

    private final InetSocketAddress server;
    private final HeldPort port = new HeldPort();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong answered = new AtomicLong();
    private volatile ServerSocket listening;
    private volatile boolean hole;
    private volatile long delayMillis;
    private volatile long cutAt = Long.MAX_VALUE;
    private volatile Commit commit = Commit.PASSES;

    public TcpGate(String host, int serverPort) {
        server = new InetSocketAddress(host, serverPort);
        listening = listen();
    }

    /// A gate before the server that a JDBC URL of PostgreSQL names.
    public static TcpGate before(String jdbcUrl) {
        String address = jdbcUrl.replaceFirst("jdbc:postgresql://([^/]+)/.*", "$1");
        int colon = address.lastIndexOf(':');
        return colon < 0 ? new TcpGate(address, 5432)
                : new TcpGate(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /// The same URL, through this gate.
    public String through(String jdbcUrl) {
        return jdbcUrl.replaceFirst("(jdbc:postgresql://)[^/]+", "$1127.0.0.1:" + port.number());
    }

    /// On which it takes connections, of this machine.
    public int port() {
        return port.number();
    }

    /// Lets everything through again; what was cut stays cut.
    public void open() {
        hole = false;
        delayMillis = 0;
        cutAt = Long.MAX_VALUE;
        commit = Commit.PASSES;
        if (listening.isClosed()) {
            listening = listen();
        }
    }

    /// Cuts all connections and refuses new ones, as a server does that is not running.
    public void refuse() {
        close(listening);
        cut();
    }

    /// Takes connections, and passes nothing on from now on, as a firewall does that drops packets.
    public void swallow() {
        hole = true;
    }

    /// Cuts all connections; new ones pass.
    public void cut() {
        links.forEach(Link::cut);
    }

    /// Waits before it passes anything on.
    public void delay(long millis) {
        delayMillis = millis;
    }

    /// Cuts the connection on which this many bytes of answers have come through, counted over all connections from now on, and
    /// all later ones.
    public void cutAfter(long bytes) {
        answered.set(0);
        cutAt = bytes;
    }

    /// Bytes of answers since the last [#cutAfter].
    public long answered() {
        return answered.get();
    }

    /// What becomes of the next COMMIT.
    public void onCommit(Commit wanted) {
        commit = wanted;
    }

    /// How many connections are open.
    public int connections() {
        return links.size();
    }

    @Override
    public void close() {
        close(listening);
        cut();
        port.close();
    }

    private ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
            Thread.ofVirtual().name("gate").start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Link link = new Link(from.accept());
                links.add(link);
                if (from.isClosed()) {
                    // Shut between the two, it has been overlooked.
                    link.cut();
                }
                Thread.ofVirtual().name("gate").start(link::run);
            } catch (IOException e) {
                // Closed, or one client less.
            }
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket toServer = new Socket();
        /// Nothing passes on from now on.
        private volatile boolean deaf;
        /// The name of the statement that commits; empty when there is none.
        private String prepared = "";
        /// Something came back since nothing passes.
        private volatile boolean answerCame;

        Link(Socket client) {
            this.client = client;
        }

        void run() {
            try {
                toServer.connect(server, 20_000);
                client.setTcpNoDelay(true);
                toServer.setTcpNoDelay(true);
                Thread.ofVirtual().name("gate").start(() -> pump(client, toServer, true));
                pump(toServer, client, false);
            } catch (IOException e) {
                cut();
            }
        }

        private void pump(Socket from, Socket to, boolean asking) {
            byte[] buffer = new byte[16_384];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                int n = in.read(buffer);
                while (n >= 0) {
                    Thread.sleep(delayMillis);
                    answerCame |= deaf && !asking;
                    if (!hole && !deaf && (asking ? ask(buffer, n) : answer(out, buffer, n))) {
                        out.write(buffer, 0, n);
                    }
                    n = in.read(buffer);
                }
            } catch (IOException e) {
                // The other side is told below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cut();
        }

        private boolean ask(byte[] sent, int n) throws IOException {
            boolean commits = commits(sent, n);
            Commit wanted = commit;
            if (wanted == Commit.PASSES || !commits) {
                return true;
            }
            commit = Commit.PASSES;
            switch (wanted) {
                case ANSWER_LOST, LAST, SWALLOWED -> deaf = true;
                case NEVER_ARRIVES -> cut();
                case PASSES -> {}
            }
            if (wanted == Commit.ANSWER_LOST || wanted == Commit.LAST) {
                // The server must have it before the client goes: it would not commit for nobody.
                toServer.getOutputStream().write(sent, 0, n);
                Await.until("the server's answer", Duration.ofSeconds(60), () -> answerCame);
                if (wanted == Commit.LAST) {
                    refuse();
                }
                cut();
            }
            return false;
        }

        /// Whether this is a COMMIT: in words, or as the statement that was prepared of it.
        private boolean commits(byte[] sent, int n) {
            String text = new String(sent, 0, n, StandardCharsets.ISO_8859_1);
            int at = text.indexOf("\0COMMIT\0");
            if (at >= 0) {
                // Before the name stands the last byte of the message's length.
                prepared = text.substring(text.lastIndexOf('\0', at - 1) + 2, at);
            }
            return text.contains("COMMIT\0") || !prepared.isEmpty() && text.contains("\0" + prepared + "\0");
        }

        private boolean answer(OutputStream out, byte[] sent, int n) throws IOException {
            long before = answered.getAndAdd(n);
            if (before + n <= cutAt) {
                return true;
            }
            out.write(sent, 0, (int) Math.max(0, cutAt - before));
            cut();
            return false;
        }

        void cut() {
            close(client);
            close(toServer);
            links.remove(this);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
