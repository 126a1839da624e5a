package io.pointstream.sinks;

/** Where blocks go. */
interface BlockWriter extends AutoCloseable {

    /**
     * Writes a block and returns when the server has acknowledged it. A block whose token the server has seen changes
     * nothing.
     *
     * @throws WriteException if it is not acknowledged; whether it was written is then not known
     * @throws RowRefusedException if the server does not take one of its rows; nothing of it was written then
     */
    void write(Block block) throws WriteException, InterruptedException;

    /** A block was not acknowledged. */
    final class WriteException extends Exception {

        WriteException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A row that the server does not take, however often it is sent. */
    final class RowRefusedException extends RuntimeException {

        private final int row;

        /** @param row which row of the block, counted from 0 */
        RowRefusedException(int row, String message, Throwable cause) {
            super(message, cause);
            this.row = row;
        }

        int row() {
            return row;
        }
    }

    @Override
    void close();
}
