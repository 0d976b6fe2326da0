package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Actor;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

class RoomTest {

    private static final long LARGEST = 10 << 20;
    private static final Actor ONE = new Actor(1, "one");
    private static final Actor TWO = new Actor(2, "two");

    @TempDir
    Path folder;

    @Test
    void whatTheDiskHasLeftIsGivenToOneSenderOnly() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        Room room = new Room(folder, free);
        room.take("a", ONE, free / 3 * 2, List.of());
        Problem refused = assertThrows(ProblemException.class, () -> room.take("b", TWO, free / 3 * 2, List.of())).problem();
        assertTrue(refused.detail().startsWith("The server's disk has ")
                && refused.detail().endsWith(" bytes left, without those that others are sending just now."), refused.detail());
        assertEquals("no_room", refused.extra().get("reason"));
        room.leave("a");
        room.take("b", TWO, free / 3 * 2, List.of());
    }

    /// Those that were refused have left nothing.
    @Test
    void thoseWhoComeAtOnceGetNoMoreThanThereIs() throws Exception {
        Room room = new Room(folder, LARGEST);
        Room.Place[] places = new Room.Place[Room.AT_ONCE];
        for (int i = 0; i < places.length; i++) {
            places[i] = room.take("f" + i, new Actor(i + 1, "a" + i), -1, List.of());
        }
        AtomicInteger given = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(1);
        List<Thread> senders = new ArrayList<>();
        for (Room.Place place : places) {
            senders.add(Thread.ofVirtual().start(() -> {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int i = 1; i <= 20; i++) {
                    try {
                        place.need((i + 1) * Room.STEP);
                        given.incrementAndGet();
                    } catch (ProblemException e) {
                        return;
                    }
                }
            }));
        }
        ready.countDown();
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals(Room.FILES * LARGEST / Room.STEP - places.length, given.get(), "all of the room, and no more");
        for (Room.Place place : places) {
            place.leave();
        }
        room.take("last", ONE, Room.FILES_OF_ACCOUNT * LARGEST, List.of());
    }

    @Test
    void aFileThatIsShorterThanItsPlaceGivesTheRestBack() throws IOException {
        Room room = new Room(folder, LARGEST);
        for (int i = 0; i < 20; i++) {
            Path file = Files.createDirectory(folder.resolve("f" + i)).resolve("a");
            Room.Place place = room.take("f" + i, ONE, -1, List.of());
            Files.writeString(file, "x");
            place.written(1);
            place.close();
        }
        room.take("last", ONE, 3 * LARGEST - 20, List.of());
        assertThrows(ProblemException.class, () -> room.take("more", ONE, 1, List.of()));
    }
}
