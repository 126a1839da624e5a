package io.pointstream.app.prove;

/** Something that must hold does not. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String account;

    /** @param account whose step it was */
    Violation(String account, String message) {
        super(message);
        this.account = account;
    }

    Violation(String account, String message, Throwable cause) {
        super(message, cause);
        this.account = account;
    }

    String account() {
        return account;
    }

    /** Throws unless it holds. */
    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in no library that we have
    static void unless(boolean holds, String account, String otherwise, Object... of) {
        if (!holds) {
            throw new Violation(account, String.format(otherwise, of));
        }
    }
}
