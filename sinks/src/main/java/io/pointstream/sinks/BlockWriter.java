package io.pointstream.sinks;

/** Where blocks go. */
interface BlockWriter extends AutoCloseable {

    /**
     * Writes a block and returns when the server has acknowledged it. A block whose token the server has seen changes
     * nothing.
     *
     * @throws WriteException if it is not acknowledged; whether it was written is then not known
     */
    void write(Block block) throws WriteException, InterruptedException;

    /** A block was not acknowledged. */
    final class WriteException extends Exception {

        WriteException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    void close();
}
