package org.wangge.jobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.store.Store;
import org.wangge.store.backup.Backup;

/// Backups that a server makes of its own store, as jobs, into one folder; of those the last few are kept. A file has the moment
/// and the id of its job in its name; others in the folder are not touched. Safe for any number of threads.
public final class Backups {

    /// So many are kept; an older one goes when a new one is whole.
    public static final int KEPT = 7;

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME =
            Pattern.compile("wangge-\\d{8}T\\d{6}Z-(\\d{1,18})\\.gpkg(\\.unfinished(-journal)?|\\.lock)?");
    private static final Logger log = LoggerFactory.getLogger(Backups.class);

    private final Store store;
    private final Jobs jobs;
    private final Path folder;

    public Backups(Store store, Jobs jobs, Path folder) {
        this.store = store;
        this.jobs = jobs;
        this.folder = folder;
        jobs.tidy(this::sweep);
    }

    /// Starts one for somebody. `ledger` is called with the job in the transaction that keeps it.
    public Job start(Actor by, Consumer<Job> ledger) {
        return jobs.start(Job.Kind.BACKUP, "", by, ledger, this::make);
    }

    private Map<String, ?> make(Task task) {
        Path file = folder.resolve("wangge-" + MOMENT.format(Instant.now()) + "-" + task.job().id() + ".gpkg");
        Backup.Report report = Backup.write(store.location(), file, false, at -> task.at(at.allRows(), at.allTotal()));
        List<Path> all = files().stream().filter(f -> f.toString().endsWith(".gpkg"))
                .sorted(Comparator.comparing((Path f) -> f.getFileName().toString()).reversed()).toList();
        all.stream().skip(KEPT).forEach(Backups::remove);
        return Map.of("file", file.getFileName().toString(), "rows", report.rows(), "tables", report.tables(),
                "bytes", file.toFile().length());
    }

    /// The file that this job made, if it is still there.
    public Optional<Path> find(long job) {
        return files().stream().filter(f -> f.toString().endsWith(".gpkg") && job(f) == job).findFirst();
    }

    /// The jobs whose files are there, on this server's disk.
    public Set<Long> jobs() {
        Set<Long> jobs = new HashSet<>();
        files().stream().filter(f -> f.toString().endsWith(".gpkg")).forEach(f -> jobs.add(job(f)));
        return jobs;
    }

    /// Takes away what backups left that did not end.
    void sweep() {
        Set<Long> ended = new HashSet<>();
        for (Path file : files()) {
            long job = job(file);
            if (!file.toString().endsWith(".gpkg")
                    && (ended.contains(job) || jobs.find(job).map(j -> j.state().hasEnded()).orElse(true))) {
                ended.add(job);
                remove(file);
            }
        }
    }

    private static long job(Path file) {
        Matcher m = NAME.matcher(file.getFileName().toString());
        return m.matches() ? Long.parseLong(m.group(1)) : -1;
    }

    /// All in the folder that are ours.
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> here = Files.newDirectoryStream(folder, "wangge-*")) {
                here.forEach(f -> {
                    if (NAME.matcher(f.getFileName().toString()).matches()) {
                        files.add(f);
                    }
                });
            } catch (IOException e) {
                log.warn("the folder of backups can't be read: {}", e.toString());
            }
        }
        return files;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} can't be taken away: {}", file.getFileName(), e.toString());
        }
    }
}
