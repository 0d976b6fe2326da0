package org.wangge.app.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wangge.problem.Problem;

/// PostgreSQL's own load generator, as the reference: prepared statements, JIT off, no HTTP.
final class PgBench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final Path program;
    private final URI database;
    private final Map<String, String> credentials;

    /// `jdbcUrl` as everywhere: `jdbc:postgresql://host:port/db?user=…&password=…`.
    PgBench(String jdbcUrl) {
        program = program();
        database = URI.create(jdbcUrl.substring("jdbc:".length()));
        credentials = new java.util.HashMap<>();
        if (database.getQuery() != null) {
            for (String pair : database.getQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                credentials.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
    }

    /// Transactions a second of `script` on `clients` connections.
    double run(String script, Map<String, Integer> variables, int clients, int seconds, long seed) {
        try {
            Path file = Files.createTempFile("wangge-bench", ".sql");
            try {
                Files.writeString(file, script);
                return run(file, variables, clients, seconds, seed);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private double run(Path file, Map<String, Integer> variables, int clients, int seconds, long seed) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "-n", "-M", "prepared", "-c", "" + clients, "-j", "" + clients, "-T", "" + seconds,
                "--random-seed=" + seed, "-f", file.toString(),
                "-h", database.getHost(), "-p", "" + (database.getPort() < 0 ? 5432 : database.getPort())));
        if (credentials.containsKey("user")) {
            command.addAll(List.of("-U", credentials.get("user")));
        }
        variables.forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
        command.add(database.getPath().substring(1));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGOPTIONS", "-c jit=off -c max_parallel_workers_per_gather=0"
                + (credentials.containsKey("currentSchema") ? " -c search_path=" + credentials.get("currentSchema") : ""));
        if (credentials.containsKey("password")) {
            builder.environment().put("PGPASSWORD", credentials.get("password"));
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher m = RATE.matcher(output);
        if (!m.find()) {
            throw new Problem.Unavailable("pgbench did not run: " + output.strip(), "The reference needs a reachable PostGIS.")
                    .asException();
        }
        return Double.parseDouble(m.group(1));
    }

    private static Path program() {
        List<Path> places = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            places.add(Path.of(folder));
        }
        try (Stream<Path> versions = Files.isDirectory(Path.of("/usr/lib/postgresql"))
                ? Files.list(Path.of("/usr/lib/postgresql")) : Stream.empty()) {
            versions.map(v -> v.resolve("bin")).forEach(places::add);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return places.stream()
                .map(p -> p.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Problem.Unavailable("pgbench was not found.",
                        "Install PostgreSQL's programs; pgbench is among them.").asException());
    }
}
