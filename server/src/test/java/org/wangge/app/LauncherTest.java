package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.testing.Await;

/// The script `wangge` in an install folder of its own, with a program that is this one: where nothing can be written, and where
/// the JDK is another than yesterday.
@Timeout(300)
class LauncherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path top;

    private Path install;
    private Path jar;
    private Path words;

    /// What a launch ended with and all it said.
    private record Launch(int status, String said) {}

    @BeforeEach
    void install() throws IOException {
        Assumptions.assumeTrue(File.separatorChar == '/');
        install = Files.createDirectory(top.resolve("install"));
        words = top.resolve("words");
        Files.copy(Path.of("../wangge"), install.resolve("wangge"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        for (String folder : List.of("server/src/main", "server/target", "web/src", "data/demo", "data/schema")) {
            Files.createDirectories(install.resolve(folder));
        }
        for (String pom : List.of("pom.xml", "server/pom.xml", "web/pom.xml", "data/pom.xml")) {
            Files.writeString(install.resolve(pom), "<project/>");
        }
        jar = install.resolve("server/target/wangge-server.jar");
        Attributes main = new Attributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        main.put(Attributes.Name.CLASS_PATH, Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(p -> Path.of(p).toAbsolutePath().toUri().toString()).collect(Collectors.joining(" ")));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(main);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    }

    @AfterEach
    void makeWritable() throws IOException {
        permit("rwxr-xr-x");
    }

    private void permit(String permissions) throws IOException {
        try (Stream<Path> all = Files.walk(install)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
            }
        }
    }

    @Test
    void aReadOnlyFolderServesDataThatLiesElsewhere() throws Exception {
        permit("r-xr-xr-x");
        Process server = start(Map.of(), "serve", "--port", "0", "--data-dir", top.resolve("data").toString());
        try {
            Await.until("its greeting", PATIENCE, () -> said().contains("serves on") || !server.isAlive());
            assertTrue(server.isAlive(), said());
        } finally {
            server.destroy();
            server.waitFor(60, TimeUnit.SECONDS);
        }
        assertTrue(Files.exists(top.resolve("data/wangge.gpkg")));
        assertEquals(List.of("data", "pom.xml", "server", "wangge", "web"), names());
    }

    @ParameterizedTest
    @CsvSource({"serve, wangge-data", "demo, wangge-demo"})
    void aReadOnlyFolderThatTheDataWouldLieInIsNamed(String command, String folder) throws Exception {
        permit("r-xr-xr-x");
        Path data = install.resolve(folder);
        refused("The GeoPackage " + data.resolve("wangge.gpkg") + " can't be made: " + data + ": permission denied.\n"
                + "Check that this user may write there and the disk has room, or name another folder with --data-dir.\n",
                launch(Map.of(), command, "--port", "0"));
    }

    @Test
    void benchmarksSayWhatTheyWouldWriteWhere() throws Exception {
        permit("r-xr-xr-x");
        refused("the benchmarks start a PostGIS, whose logs go to " + install.resolve(".wangge") + ", and this user can't write"
                + " there. Set\nWANGGE_TEST_DATABASE_URL to one that runs, or install wangge where this user can write.\n",
                launch(Map.of(), "bench", "tiles"));
        assertTrue(launch(Map.of(), "bench", "topology", "--commands", "10").said().contains("commands"), said());
    }

    @Test
    void testsSayThatTheyWrite() throws Exception {
        permit("r-xr-xr-x");
        refused("the tests build wangge and write into " + install + ", which this user can't. Copy it to where it can be"
                + " written.\n", launch(Map.of(), "test"));
    }

    @Test
    void whatIsNotBuiltCannotBeBuiltThere() throws Exception {
        Files.delete(jar);
        permit("r-xr-xr-x");
        refused("wangge is not built yet, and this user can't write in " + install + ". Build it as one who can, by starting it"
                + " once; what is built is copied with\nthe times of its files (cp -a).\n", launch(Map.of(), "serve"));
    }

    @Test
    void whatIsOlderThanItsSourcesCannotBeBuiltThere() throws Exception {
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
        permit("r-xr-xr-x");
        refused("the sources are newer than what was built of them, and this user can't write in " + install + ". Build it as one"
                + " who can, by starting it once; what is built is copied with\nthe times of its files (cp -a).\n",
                launch(Map.of(), "serve"));
    }

    /// A JDK as far as the script looks into one, whose `java` tells its name.
    private Path jdk(String version) throws IOException {
        Path home = Files.createDirectories(top.resolve("jdk-" + version));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\necho \"java " + version + ": $*\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home;
    }

    @Test
    void aNewerJdkIsTakenUpWithoutBuildingAgain() throws Exception {
        permit("r-xr-xr-x");
        for (String version : List.of("25.0.1", "26-ea", "27")) {
            Launch launch = launch(Map.of("JAVA_HOME", jdk(version).toString()), "serve");
            assertEquals(0, launch.status(), launch.said());
            assertTrue(launch.said().startsWith("java " + version + ": ") && launch.said().endsWith("-jar " + jar + " serve\n"),
                    launch.said());
        }
    }

    @Test
    void aJdkThatIsTooOldOrGoneIsPassedOver() throws Exception {
        permit("r-xr-xr-x");
        String path = jdk("25.0.9").resolve("bin") + ":" + System.getenv("PATH");
        for (String home : List.of(jdk("17.0.15").toString(), top.resolve("gone").toString(), "")) {
            Launch launch = launch(Map.of("JAVA_HOME", home, "PATH", path), "serve");
            assertTrue(launch.said().startsWith("java 25.0.9: "), launch.said());
        }
    }

    @Test
    void anArchiveOfClassesThatTheJdkCannotUseIsPassedOver() throws Exception {
        permit("r-xr-xr-x");
        Path archive = top.resolve("classes.jsa");
        new ProcessBuilder(java(), "-XX:SharedArchiveFile=" + archive, "-Xshare:dump").redirectErrorStream(true)
                .redirectOutput(words.toFile()).start().waitFor();
        byte[] bytes = Files.readAllBytes(archive);
        String header = new String(bytes, 0, 4096, StandardCharsets.ISO_8859_1);
        // The name of the JDK that made it.
        int name = header.indexOf("OpenJDK");
        assertTrue(name > 0, "the archive names its JDK");
        bytes[name] = 'C';
        Files.write(archive, bytes);
        Launch launch = launch(Map.of("WANGGE_JAVA_OPTS", "-XX:SharedArchiveFile=" + archive), "--version");
        assertEquals(0, launch.status(), launch.said());
        assertTrue(launch.said().endsWith("wangge 0.1.0\n"), launch.said());
    }

    private static void refused(String expected, Launch launch) {
        assertEquals("wangge: " + expected, launch.said());
        assertEquals(1, launch.status());
    }

    private Launch launch(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends");
        return new Launch(process.exitValue(), said());
    }

    /// As a user who may not write what is not writable; root may, unless it gives up that power.
    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isWritable(Path.of("/"))) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
            command.addAll(List.of("/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        }
        command.add(install.resolve("wangge").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(install.toFile()).redirectErrorStream(true)
                .redirectOutput(words.toFile());
        Map<String, String> variables = new TreeMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        variables.putAll(environment);
        builder.environment().keySet().removeIf(name -> name.startsWith("WANGGE_"));
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String said() {
        try {
            return Files.readString(words, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(install)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
