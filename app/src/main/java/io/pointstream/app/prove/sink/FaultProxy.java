package io.pointstream.app.prove.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy before ClickHouse. It passes everything on, until a strike is armed: that one hits the next insert, once.
 */
final class FaultProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;

    /** What can happen to an insert on its way. */
    enum Wire {
        /** The connection is reset in the middle of the request. */
        CUT_REQUEST,
        /** The server is told in the middle of the request that no more comes. */
        HALF_CLOSE_REQUEST,
        /** The request stops in its middle, until the strike is released; then the connection is reset. */
        HOLD_REQUEST,
        /** The server has answered, and the connection is reset. */
        CUT_ANSWER,
        /** The answer ends in its middle. */
        HALF_CLOSE_ANSWER,
        /** The server has answered, and nobody hears of it: the connection stays open. */
        SWALLOW_ANSWER,
        /** The answer comes late. */
        DELAY_ANSWER,
        /** The server has answered; the answer is held until the strike is released, and then lost. */
        HOLD_ANSWER;

        boolean hitsRequest() {
            return compareTo(HOLD_REQUEST) <= 0;
        }
    }

    /**
     * One fault, for one insert.
     *
     * @param wire what happens
     * @param requestBytes how much of the request passes, where it is the request that is hit; if it is shorter, the
     *     answer is hit
     * @param delay how late the answer comes, where it is late
     * @param hit done when it has happened
     * @param released what holds waits for this
     */
    record Strike(
            Wire wire,
            int requestBytes,
            Duration delay,
            CompletableFuture<Void> hit,
            CompletableFuture<Void> released) {

        static Strike of(Wire wire, int requestBytes, Duration delay) {
            return new Strike(wire, requestBytes, delay, new CompletableFuture<>(), new CompletableFuture<>());
        }
    }

    private final ServerSocket listener;
    private final AtomicReference<@Nullable Strike> armed = new AtomicReference<>();
    private volatile int upstreamPort;

    /** Listens on a free port of the loopback interface. */
    FaultProxy(int upstreamPort) throws IOException {
        this.upstreamPort = upstreamPort;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Where the server listens from now on; connections that are open stay where they are. */
    void upstream(int port) {
        upstreamPort = port;
    }

    void arm(Strike strike) {
        armed.set(strike);
    }

    void disarm() {
        armed.set(null);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that was gone before it was served.
            }
        }
    }

    private void serve(Socket client) {
        try {
            Socket server = new Socket();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreamPort), 2_000);
            Link link = new Link(client, server);
            Thread.ofVirtual().start(() -> link.run(link::answers));
            link.run(link::requests);
        } catch (IOException e) {
            // The server is down: so it looks to the client too.
            reset(client);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed is what it should be.
        }
    }

    private interface Pump {
        /** Returns when this direction has ended, in order or by a strike that leaves the other one open. */
        boolean pump() throws IOException;
    }

    /** A connection of a client and its continuation to the server. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile @Nullable Strike strike;
        private int left;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void run(Pump pump) {
            try {
                if (pump.pump()) {
                    return;
                }
            } catch (IOException e) {
                // Either side is gone.
            }
            reset(client);
            reset(server);
        }

        /** Passes requests on; returns whether the answers' direction is to be left open. */
        boolean requests() throws IOException {
            byte[] buffer = new byte[BUFFER_BYTES];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Strike meant = strike;
                if (meant == null && isInsert(buffer, count)) {
                    meant = armed.getAndSet(null);
                    strike = meant;
                    left = meant == null ? 0 : meant.requestBytes();
                }
                if (meant == null || !meant.wire().hitsRequest()) {
                    out.write(buffer, 0, count);
                    continue;
                }
                int passed = Math.min(count, left);
                out.write(buffer, 0, passed);
                left -= passed;
                if (left == 0) {
                    return hitRequest(meant, in);
                }
            }
            return false;
        }

        private boolean hitRequest(Strike meant, InputStream rest) throws IOException {
            if (meant.wire() == Wire.HALF_CLOSE_REQUEST) {
                server.shutdownOutput();
                meant.hit().complete(null);
                rest.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            meant.hit().complete(null);
            if (meant.wire() == Wire.HOLD_REQUEST) {
                meant.released().join();
            }
            return false;
        }

        /** Passes answers on; returns whether the requests' direction is to be left open. */
        boolean answers() throws IOException {
            byte[] buffer = new byte[BUFFER_BYTES];
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Strike meant = strike;
                if (meant == null || meant.hit().isDone()) {
                    out.write(buffer, 0, count);
                    continue;
                }
                switch (meant.wire()) {
                    case DELAY_ANSWER -> {
                        meant.hit().complete(null);
                        pause(meant.delay());
                        out.write(buffer, 0, count);
                    }
                    case HALF_CLOSE_ANSWER -> {
                        out.write(buffer, 0, count / 2);
                        client.shutdownOutput();
                        meant.hit().complete(null);
                        return true;
                    }
                    case SWALLOW_ANSWER -> {
                        meant.hit().complete(null);
                        return true;
                    }
                    case HOLD_REQUEST, HOLD_ANSWER -> {
                        meant.hit().complete(null);
                        meant.released().join();
                        return false;
                    }
                    case CUT_REQUEST, HALF_CLOSE_REQUEST, CUT_ANSWER -> {
                        meant.hit().complete(null);
                        return false;
                    }
                }
            }
            return false;
        }

        private void pause(Duration delay) throws IOException {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    // The statement is in the first line of the request, as a parameter of its address.
    private static boolean isInsert(byte[] buffer, int count) {
        return new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("INSERT");
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
