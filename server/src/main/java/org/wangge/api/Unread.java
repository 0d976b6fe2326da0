package org.wangge.api;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/// Keeps what clients have not read yet of their answers, so that none of the threads that answer requests waits for a client
/// that does not read. There is room for so many bytes in all and for so many answers; beyond, the lines of the slowest readers
/// are closed. What one answer has unread beyond its own share its writer waits for: a large file does not go into memory.
///
/// For any number of threads. Streams of events are written as they come: each has a thread of its own, and a queue.
final class Unread extends Handler.Wrapper {

    private static final int ANSWERS = 2_000;
    /// More than the longest answer that is made in memory at an operator's size; at most that part of all room.
    private static final long SHARE = 64L << 20;
    private static final int PART = 4;
    private static final int SLICE = 64 * 1024;

    private final long room;
    private final long share;
    private final Set<Answer> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();

    /// With room for so many bytes.
    Unread(long room) {
        this.room = room;
        this.share = Math.min(SHARE, room / PART);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Answer answer = new Answer(request, response, callback);
        return super.handle(request, answer, Callback.from(answer::end, answer::fail));
    }

    long room() {
        return room;
    }

    /// What is kept now.
    long bytes() {
        return bytes.get();
    }

    /// How many answers wait for their readers.
    int answers() {
        return waiting.size();
    }

    /// Lines closed for want of room, since the start.
    long closed() {
        return closed.get();
    }

    private void makeRoom() {
        while (bytes.get() > room || waiting.size() > ANSWERS) {
            Answer slowest = waiting.stream().min(Comparator.comparingDouble(Answer::bytesPerNano)).orElse(null);
            if (slowest == null) {
                return;
            }
            closed.incrementAndGet();
            slowest.close();
        }
    }

    /// Part of an answer, of so many bytes; `last` when nothing comes after it.
    private record Slice(ByteBuffer content, int length, boolean last) {}

    /// An answer on its way; its state is guarded by itself.
    private final class Answer extends Response.Wrapper {

        private final Callback whole;
        private final Writing writing = new Writing();
        private final Queue<Slice> unread = new ArrayDeque<>();
        /// [System#nanoTime()] of its first byte, and how many have gone since.
        private final long begun = System.nanoTime();
        private volatile long sent;
        /// Bytes that have not gone yet.
        private long kept;
        private boolean hasLast;
        private boolean hasEnded;
        private boolean isDone;
        /// Null while all is well.
        private Throwable failure;
        /// Told when all of `pouring` is taken over; null when nothing is being poured.
        private Callback writer;
        private ByteBuffer pouring;
        private boolean isLast;

        Answer(Request request, Response response, Callback whole) {
            super(request, response);
            this.whole = whole;
        }

        /// Takes the content over, except beyond the share; `written` is told when all of it is.
        @Override
        public void write(boolean last, ByteBuffer content, Callback written) {
            if (String.valueOf(getHeaders().get(HttpHeader.CONTENT_TYPE)).startsWith("text/event-stream")) {
                super.write(last, content, written);
                return;
            }
            Throwable failed;
            synchronized (this) {
                failed = failure;
                pouring = content == null ? ByteBuffer.allocate(0) : content;
                isLast = last;
                writer = failed == null ? written : null;
            }
            if (failed == null) {
                pour();
            } else {
                written.failed(failed);
            }
        }

        /// Takes over as much as its share allows; goes on when some has gone.
        private void pour() {
            Callback through = null;
            boolean goesOn = true;
            while (goesOn) {
                synchronized (this) {
                    goesOn = writer != null && kept <= share;
                    if (goesOn) {
                        keep();
                    }
                    if (goesOn && !pouring.hasRemaining()) {
                        through = writer;
                        writer = null;
                    }
                }
                writing.iterate();
            }
            noteWaiting();
            makeRoom();
            if (through != null) {
                through.succeeded();
            }
        }

        private void keep() {
            int length = Math.min(pouring.remaining(), SLICE);
            ByteBuffer copy = ByteBuffer.allocate(length).put(0, pouring, pouring.position(), length);
            pouring.position(pouring.position() + length);
            boolean last = isLast && !pouring.hasRemaining();
            unread.add(new Slice(copy, length, last));
            kept += length;
            bytes.addAndGet(length);
            hasLast |= last;
        }

        private synchronized void noteWaiting() {
            if (kept > 0) {
                waiting.add(this);
            }
        }

        @Override
        public synchronized boolean hasLastWrite() {
            return hasLast || super.hasLastWrite();
        }

        /// The handler is through; the answer ends when all of it has gone.
        void end() {
            synchronized (this) {
                hasEnded = true;
            }
            writing.iterate();
            finishIfFailed();
        }

        /// The handler has failed.
        void fail(Throwable why) {
            drop(why);
            synchronized (this) {
                hasEnded = true;
            }
            finishIfFailed();
        }

        double bytesPerNano() {
            return sent / (double) Math.max(1, System.nanoTime() - begun);
        }

        /// What is being written fails by it.
        void close() {
            drop(new EofException("The client does not read its answer, and others need the room."));
            getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
        }

        private void drop(Throwable why) {
            Callback blocked;
            synchronized (this) {
                waiting.remove(this);
                unread.clear();
                bytes.addAndGet(-kept);
                kept = 0;
                failure = failure == null ? why : failure;
                blocked = writer;
                writer = null;
            }
            if (blocked != null) {
                blocked.failed(why);
            }
        }

        private void gone(Slice slice) {
            synchronized (this) {
                sent += slice.length();
                if (failure != null) {
                    return;
                }
                kept -= slice.length();
                bytes.addAndGet(-slice.length());
                if (kept == 0) {
                    waiting.remove(this);
                }
            }
            pour();
        }

        private void finishIfFailed() {
            Throwable why;
            synchronized (this) {
                why = failure;
                if (why == null || !hasEnded || isDone) {
                    return;
                }
                isDone = true;
            }
            whole.failed(why);
        }

        private synchronized boolean isDone() {
            isDone |= hasEnded && failure == null;
            return isDone;
        }

        private void send(Slice slice, Callback then) {
            super.write(slice.last(), slice.content(), then);
        }

        /// Writes slice after slice, each when the one before has gone.
        private final class Writing extends IteratingCallback {

            private Slice current;

            @Override
            protected Action process() {
                synchronized (Answer.this) {
                    current = unread.poll();
                }
                if (current == null) {
                    return isDone() ? Action.SUCCEEDED : Action.IDLE;
                }
                send(current, this);
                return Action.SCHEDULED;
            }

            @Override
            protected void onSuccess() {
                gone(current);
            }

            @Override
            protected void onCompleteSuccess() {
                whole.succeeded();
            }

            @Override
            protected void onCompleteFailure(Throwable why) {
                drop(why);
                finishIfFailed();
            }
        }
    }
}
