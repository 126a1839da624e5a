package io.pointstream.dashboards.intake;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;

/**
 * The body of a request, inflated where it is gzip, counted, timed, and charged to the memory that all requests share. What it
 * was charged is given back when it is closed, which its user does when nothing of it is held any more.
 */
final class RequestBody extends InputStream {

    /** How much is charged at once. */
    private static final int CHARGE_BYTES = 16 * 1024;

    /** Of a body that is refused for its length: so much is read and dropped, for the answer to be seen. */
    private static final int DRAINED_BYTES_MAX = 4 << 20;

    private static final int RETRY_SECONDS = 1;

    private final Context ctx;
    private final IntakeConfig limits;
    private final Semaphore memory;
    private final InputStream in;
    private final long deadlineNanos;
    private long readBytes;
    private int chargedBytes;

    private RequestBody(Context ctx, IntakeConfig limits, Semaphore memory, InputStream in) {
        this.ctx = ctx;
        this.limits = limits;
        this.memory = memory;
        this.in = in;
        this.deadlineNanos = System.nanoTime() + limits.readingMax().toNanos();
    }

    /**
     * Opens the body of a request.
     *
     * @param memory one permit for each byte that may be held
     * @throws HttpResponseException when its length or its coding is one that is not taken
     * @throws IOException when it cannot be read, or is no gzip
     */
    static RequestBody open(Context ctx, IntakeConfig limits, Semaphore memory) throws IOException {
        if (ctx.req().getContentLengthLong() > limits.bodyBytesMax()) {
            drain(ctx.req().getInputStream(), limits.readingMax());
            throw tooLarge(limits);
        }
        String coding = ctx.header("Content-Encoding");
        InputStream in = switch (coding == null ? "identity" : coding.strip().toLowerCase(Locale.ROOT)) {
            case "identity" -> ctx.req().getInputStream();
            case "gzip", "x-gzip" -> new GZIPInputStream(ctx.req().getInputStream(), CHARGE_BYTES);
            default -> {
                ctx.header("Accept-Encoding", "gzip");
                throw Problem.thrown(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, or left out");
            }
        };
        return new RequestBody(ctx, limits, memory, in);
    }

    // Whoever is still writing when the connection closes sees that it broke, and not why.
    private static void drain(InputStream refused, Duration most) throws IOException {
        long untilNanos = System.nanoTime() + most.toNanos();
        byte[] some = new byte[CHARGE_BYTES];
        int left = DRAINED_BYTES_MAX;
        while (left > 0 && System.nanoTime() - untilNanos < 0) {
            int read = refused.read(some);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    private static HttpResponseException tooLarge(IntakeConfig limits) {
        return Problem.thrown(
                HttpStatus.CONTENT_TOO_LARGE,
                "A request has at most " + limits.bodyBytesMax() + " bytes, inflated; nothing of it was sent");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int off, int len) throws IOException {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw Problem.thrown(
                    HttpStatus.REQUEST_TIMEOUT,
                    "A request has " + limits.readingMax().toSeconds() + " s to arrive; nothing of it was sent");
        }
        int read = in.read(into, off, len);
        if (read > 0) {
            readBytes += read;
            if (readBytes > limits.bodyBytesMax()) {
                throw tooLarge(limits);
            }
            charge();
        }
        return read;
    }

    private void charge() {
        while (chargedBytes < readBytes) {
            int more = (int) Math.min(CHARGE_BYTES, limits.memoryBytesMax() - chargedBytes);
            if (!memory.tryAcquire(more)) {
                ctx.header("Retry-After", Integer.toString(RETRY_SECONDS));
                throw Problem.thrown(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "Requests under way fill the memory that they may take; nothing of this one was sent");
            }
            chargedBytes += more;
        }
    }

    @Override
    public void close() throws IOException {
        memory.release(chargedBytes);
        chargedBytes = 0;
        in.close();
    }
}
