package org.wangge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A free port of this machine that nobody else is given while this is open, although nobody listens at it: whoever is told its
/// number may listen there, as often as he likes. Where the system gives no port to two, it is only one that was free.
public final class HeldPort implements AutoCloseable {

    /// Others may be bound to it too, as long as this one does not listen; it never does.
    private static final boolean IS_SHARED = System.getProperty("os.name").equals("Linux");

    private final Socket holding = new Socket();
    private final int port;

    public HeldPort() {
        try {
            holding.setReuseAddress(true);
            holding.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = holding.getLocalPort();
            if (!IS_SHARED) {
                holding.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int number() {
        return port;
    }

    @Override
    public void close() {
        try {
            holding.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
