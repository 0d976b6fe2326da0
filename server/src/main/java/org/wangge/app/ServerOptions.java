package org.wangge.app;

import java.util.List;
import picocli.CommandLine.Option;

/// Settings of a server: each with its option, its environment variable and its default in one place.
final class ServerOptions {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:WANGGE_HOST:-127.0.0.1}",
            description = "Loopback address to serve on (WANGGE_HOST; default: ${DEFAULT-VALUE})")
    String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:WANGGE_PORT:-8080}",
            description = "Port to serve on, 0 for any free one (WANGGE_PORT; default: ${DEFAULT-VALUE})")
    int port;

    static List<String> variables() {
        return List.of("WANGGE_HOST", "WANGGE_PORT", "WANGGE_DATABASE_URL", "WANGGE_DATA_DIR");
    }
}
