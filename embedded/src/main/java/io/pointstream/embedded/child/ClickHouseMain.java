package io.pointstream.embedded.child;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * ClickHouse out of {@code libchdb}, serving its own HTTP interface on the loopback interface.
 *
 * <p>The library's command line is clickhouse-local's. Its last query reads standard input to the end, so the server
 * lives as long as the parent keeps that open.
 */
@SuppressWarnings("restricted") // Calling a native library is the purpose; the child alone is allowed to.
final class ClickHouseMain {
    private ClickHouseMain() {}

    /** Arguments: the directory, the HTTP port (0 for a free one), the library. */
    public static void main(String[] args) throws Throwable {
        Path directory = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        Path library = Path.of(args[2]);
        ChildLife.own(directory.resolve("lock"));

        Path portFile = directory.resolve("port");
        Files.deleteIfExists(portFile);
        announce(portFile);
        String error = serve(
                library,
                List.of(
                        "clickhouse",
                        "--path=" + directory.resolve("data"),
                        "--listen_host=127.0.0.1",
                        "--http_port=" + port,
                        "--query",
                        "SYSTEM START LISTEN HTTP;"
                                + " SELECT getServerPort('http_port') INTO OUTFILE '" + portFile + "' FORMAT TSV;"
                                + " SELECT count() FROM file('stdin', LineAsString) FORMAT Null"));
        if (!error.isEmpty()) {
            System.err.println(error);
        }
        // Threads of the library are still there; nothing is left for them to do.
        Runtime.getRuntime().halt(error.isEmpty() ? 0 : 1);
    }

    /** Returns when standard input has ended or the server failed: then with the error's text. */
    private static String serve(Path library, List<String> command) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            // ClickHouse's handlers would take the signals that the JVM needs for itself.
            function(symbols, "chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(JAVA_INT))
                    .invoke(0);
            MethodHandle commandLine =
                    function(symbols, "chdb_query_cmdline", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
            MethodHandle errorOf = function(symbols, "chdb_result_error", FunctionDescriptor.of(ADDRESS, ADDRESS));

            MemorySegment arguments = arena.allocate(ADDRESS, command.size());
            for (int i = 0; i < command.size(); i++) {
                arguments.setAtIndex(ADDRESS, i, arena.allocateFrom(command.get(i)));
            }
            MemorySegment result = (MemorySegment) commandLine.invoke(command.size(), arguments);
            if (result.equals(MemorySegment.NULL)) {
                return "ClickHouse ended without a result";
            }
            MemorySegment error = (MemorySegment) errorOf.invoke(result);
            return error.equals(MemorySegment.NULL)
                    ? ""
                    : error.reinterpret(Long.MAX_VALUE).getString(0);
        }
    }

    private static MethodHandle function(SymbolLookup symbols, String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
    }

    /** The port is only known inside the server; it writes it to a file just before the query that waits. */
    private static void announce(Path portFile) {
        Thread announcer = new Thread(
                () -> {
                    try {
                        while (!Files.exists(portFile)
                                || !Files.readString(portFile).endsWith("\n")) {
                            TimeUnit.MILLISECONDS.sleep(10);
                        }
                        ChildLife.ready(
                                Integer.parseInt(Files.readString(portFile).strip()));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "announcer");
        announcer.setDaemon(true);
        announcer.start();
    }
}
