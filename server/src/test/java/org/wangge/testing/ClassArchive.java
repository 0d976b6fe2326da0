package org.wangge.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The classes of this JVM as one that is soon over gets at them fastest: in an archive in which they are read and verified
/// already, without which a server costs half as much again to start. It is made once for all JVMs of a run, and anew when a
/// class has changed. An archive holds nothing from folders, so those of the class path become files.
final class ClassArchive {

    private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
    private static final Path MADE_OF = FOLDER.resolve("made-of.txt");
    private static final List<String> ENTRIES =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    private ClassArchive() {}

    /// The options of a JVM that uses it; the JVM does without when the archive does not fit.
    static List<String> options() {
        return Made.OPTIONS;
    }

    private static final class Made {
        static final List<String> OPTIONS = made();
    }

    private static List<String> made() {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel lock = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock.lock()) {
                String wanted = contents();
                if (!Files.exists(MADE_OF) || !Files.readString(MADE_OF).equals(wanted)) {
                    make();
                    Files.writeString(MADE_OF, wanted);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> options = new ArrayList<>(List.of("-cp", classPath()));
        if (Files.exists(ARCHIVE)) {
            options.addAll(0, List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:disable", "-Xlog:all=error:stderr"));
        }
        return List.copyOf(options);
    }

    /// What tells one state of the class path from another.
    private static String contents() throws IOException {
        List<String> lines = new ArrayList<>(List.of(System.getProperty("java.vm.version")));
        for (String entry : ENTRIES) {
            try (Stream<Path> files = Files.walk(Path.of(entry))) {
                lines.add(entry + " " + files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0));
            } catch (NoSuchFileException e) {
                lines.add(entry + " is not there");
            }
        }
        return String.join("\n", lines);
    }

    private static String classPath() {
        return ENTRIES.stream().map(entry -> (Files.isDirectory(Path.of(entry)) ? jar(entry) : entry).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(String folder) {
        return FOLDER.resolve(ENTRIES.indexOf(folder) + ".jar");
    }

    private static void make() throws IOException {
        Files.deleteIfExists(MADE_OF);
        Files.deleteIfExists(ARCHIVE);
        for (String entry : ENTRIES) {
            if (Files.isDirectory(Path.of(entry))) {
                // Those that read the former one go on with it.
                Files.deleteIfExists(jar(entry));
                pack(Path.of(entry), jar(entry));
            }
        }
        train();
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(folder);
                OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Path file : files.filter(file -> !file.equals(folder)).sorted().toList()) {
                boolean isFolder = Files.isDirectory(file);
                byte[] content = isFolder ? new byte[0] : Files.readAllBytes(file);
                String name = folder.relativize(file).toString().replace('\\', '/');
                ZipEntry entry = new ZipEntry(isFolder ? name + "/" : name);
                CRC32 sum = new CRC32();
                sum.update(content);
                entry.setCrc(sum.getValue());
                entry.setSize(content.length);
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
    }

    /// What the JVM loads here is in the archive.
    private static void train() throws IOException {
        List<String> words = new ArrayList<>(Jvm.shortLived());
        words.addAll(List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-Xlog:disable", "-cp", classPath(),
                ClassArchiveTraining.class.getName(), Files.createTempDirectory(FOLDER, "training").toString()));
        Process process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("made.log").toFile()).start();
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError("no archive of classes was made: "
                        + Files.readString(FOLDER.resolve("made.log")));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
