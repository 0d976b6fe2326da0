package org.wangge.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Actor;
import org.wangge.model.SentFile;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// The room on this server's disk for files that are sent, each in a folder of its own in one folder. A file has its place
/// before its bytes come, so that those who send at once can't fill the disk together, and no account gets all of the room.
/// Safe for any number of threads.
final class Room {

    /// So many may be sent at once.
    static final int AT_ONCE = 4;
    /// All files together may be so many times as large as the largest may be, those of one account so many times.
    static final int FILES = 5;
    static final int FILES_OF_ACCOUNT = 3;
    /// What a file of which nobody said how large it is gets at a time, in bytes.
    static final long STEP = 1 << 20;

    private static final long LEFT_FREE = 64L << 20;
    private static final int RETRY_SECONDS = 30;
    private static final Logger log = LoggerFactory.getLogger(Room.class);

    private final Path folder;
    private final long bytes;
    private final long bytesOfAccount;
    /// By the name of the file's own folder.
    private final Map<String, Place> places = new HashMap<>();

    /// In `folder`, which is there when the first place is taken, for files of at most `maxBytes`.
    Room(Path folder, long maxBytes) {
        this.folder = folder;
        this.bytes = FILES * maxBytes;
        this.bytesOfAccount = FILES_OF_ACCOUNT * maxBytes;
    }

    /// The place of one file.
    final class Place {

        private final String own;
        /// Null when nobody knows, as of what a server left that was killed.
        private Actor by;
        /// The import that the file is of; 0 when none is known yet.
        private long id;
        private long claimed;
        private long written;
        private boolean sending;

        private Place(String own) {
            this.own = own;
        }

        /// Has it hold so many bytes at least. `Unavailable` problem when there is no room for them; it is as before then.
        void need(long wanted) {
            synchronized (Room.this) {
                if (wanted > claimed) {
                    long more = Math.max(wanted - claimed, STEP);
                    requireRoom(this, more);
                    claimed += more;
                }
            }
        }

        /// So many bytes of what it holds are on the disk.
        void written(long now) {
            synchronized (Room.this) {
                written = now;
            }
        }

        /// The file is gone.
        void leave() {
            Room.this.leave(own);
        }

        /// Nothing more comes: it holds what is on the disk, until that is taken away.
        void close() {
            synchronized (Room.this) {
                sending = false;
                claimed = written;
            }
        }
    }

    /// A place for a file of `by`, of `announced` bytes (-1: nobody knows), in the folder of this name. `known` are the files of
    /// which the store knows: they say whose the others are that are found there. `Unavailable` problem when others are
    /// sending, or there is no room.
    synchronized Place take(String own, Actor by, long announced, List<SentFile> known) throws IOException {
        if (places.values().stream().filter(place -> place.sending).count() >= AT_ONCE) {
            throw later("senders", AT_ONCE + " files are being sent already.", "Try again when one of them is there.", Map.of());
        }
        count(known);
        Place place = new Place(own);
        place.by = by;
        place.sending = true;
        long first = announced < 0 ? STEP : announced;
        requireRoom(place, first);
        place.claimed = first;
        places.put(own, place);
        return place;
    }

    /// The file of this folder is gone.
    synchronized void leave(String own) {
        places.remove(own);
    }

    /// What lies there counts as it is found: a file may have been taken away by hand, and some may be older than this program.
    private void count(List<SentFile> known) throws IOException {
        Map<String, SentFile> byFolder = new HashMap<>();
        known.forEach(file -> byFolder.put(file.folder(), file));
        Map<String, Long> found = new HashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path one : folders) {
                found.put(one.getFileName().toString(), size(one));
            }
        }
        places.entrySet().removeIf(e -> !e.getValue().sending && !found.containsKey(e.getKey()));
        found.forEach((own, size) -> {
            Place place = places.computeIfAbsent(own, Place::new);
            SentFile file = byFolder.get(own);
            if (file != null) {
                place.by = file.by();
                place.id = file.id();
            }
            if (!place.sending) {
                place.claimed = size;
            }
        });
    }

    private static long size(Path folder) {
        long sum = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                sum += Files.size(file);
            }
        } catch (IOException e) {
            // It went meanwhile.
            log.debug("a folder of a file that was sent can't be read", e);
        }
        return sum;
    }

    private void requireRoom(Place of, long more) {
        List<Place> own = places.values().stream().filter(p -> of.by != null && p.by != null && p.by.id() == of.by.id()).toList();
        long held = own.stream().mapToLong(p -> p.claimed).sum();
        if (held + more > bytesOfAccount) {
            throw later("share_taken",
                    "The files of '" + of.by.name() + "' that are being sent or wait to be imported take " + held
                            + " bytes, and with this one they would take more than the " + bytesOfAccount
                            + " that one account may have.",
                    "Import some of them or take them away (DELETE /api/imports/{id}); what waits goes by itself after "
                            + SentImports.KEPT.toHours() + " hours.",
                    Map.of("held_bytes", held, "limit_bytes", bytesOfAccount,
                            "imports", own.stream().map(p -> p.id).filter(id -> id != 0).sorted().toList()));
        }
        long all = places.values().stream().mapToLong(p -> p.claimed).sum();
        if (all + more > bytes) {
            throw later("no_room",
                    "The files that are being sent or wait to be imported take " + all + " bytes, and with this one they would "
                            + "take more than the " + bytes + " that all may have.",
                    "Import some of them or take them away (DELETE /api/imports/{id}).",
                    Map.of("held_bytes", all, "limit_bytes", bytes));
        }
        long free = free() - places.values().stream().filter(p -> p.sending).mapToLong(p -> p.claimed - p.written).sum();
        if (free - more < LEFT_FREE) {
            throw later("no_room", "The server's disk has " + Math.max(0, free) + " bytes left, without those that others are "
                    + "sending just now.", "Make room on it.", Map.of());
        }
    }

    private long free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw SentImports.unwritable(e);
        }
    }

    private static ProblemException later(String reason, String detail, String remedy, Map<String, ?> more) {
        Map<String, Object> extra = new HashMap<>(more);
        extra.put("reason", reason);
        extra.put("retry_after_seconds", RETRY_SECONDS);
        return new Problem.Unavailable(detail, remedy, extra).asException();
    }
}
