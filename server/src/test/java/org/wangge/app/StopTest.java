package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.Await;
import org.wangge.testing.HeldPort;
import org.wangge.testing.Jvm;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestTown;

/// A server that is told to stop, by a signal to a process of its own.
@Timeout(300)
class StopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /// Ended by SIGTERM, as the shell counts it.
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    @Test
    void whoStopsAServerThatIsStartingReadsNothingOfAServer() throws Exception {
        try (HeldPort free = new HeldPort()) {
            int port = free.number();
            Path words = folder.resolve("words");
            Process server = serve(port, words);
            Await.until("the port", PATIENCE, () -> listens(port));
            server.destroy();

            check(server, words);
            String text = Files.readString(words, StandardCharsets.UTF_8);
            assertFalse(text.contains("serves on") && !text.contains("serves on http://127.0.0.1:" + port + "/"), text);
        }
    }

    @Test
    void aServerThatServesEndsQuietly() throws Exception {
        Path words = folder.resolve("words");
        // Else it would make the tables first.
        TestDatabases.geoPackage(folder.resolve("data")).open(TestTown.CONTENT).close();
        Process server = serve(0, words);
        Await.until("its greeting", PATIENCE, () -> read(words).contains("serves on"));
        server.destroy();

        check(server, words);
    }

    @Test
    void aGreetingAfterTheStopIsNotSaid() {
        List<String> said = new ArrayList<>();
        ServeCommand.Stop stop = new ServeCommand.Stop();
        stop.unlessBegun(() -> said.add("before"));
        stop.begin();
        stop.unlessBegun(() -> said.add("after"));

        assertEquals(List.of("before"), said);
    }

    private static void check(Process server, Path words) throws Exception {
        assertEquals(true, server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends");
        String text = Files.readString(words, StandardCharsets.UTF_8);
        assertEquals(TERMINATED, server.exitValue(), text);
        assertFalse(text.contains(":-2") || text.contains("Exception") || text.contains("wangge: "), text);
    }

    private Process serve(int port, Path words) throws IOException {
        return new ProcessBuilder(Jvm.command(
                        Main.class, "serve", "--port", String.valueOf(port), "--data-dir", folder.resolve("data").toString()))
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
