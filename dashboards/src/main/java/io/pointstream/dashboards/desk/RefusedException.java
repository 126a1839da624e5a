package io.pointstream.dashboards.desk;

import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import java.io.Serial;
import java.time.ZoneOffset;

/** An act that does not hold: it is not written, and the words say why. */
public final class RefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Texts ENGLISH = new Texts(Language.EN, ZoneOffset.UTC);

    /** What kind of refusal. */
    public enum Why {
        /** There is nothing of that name. */
        UNKNOWN,
        /** Somebody was faster, or it is too late. */
        CONFLICT,
        /** What was asked for cannot be. */
        INVALID,
        /** It takes somebody else. */
        FORBIDDEN
    }

    private final Why why;
    private final String key;
    private final transient Object[] parts;

    /**
     * Refuses.
     *
     * @param reason the key of the words, behind {@code refused.}
     * @param parts what is put into them
     */
    public RefusedException(Why why, String reason, Object... parts) {
        super(ENGLISH.say("refused." + reason, parts));
        this.why = why;
        this.key = "refused." + reason;
        this.parts = parts.clone();
    }

    /** What kind of refusal. */
    public Why why() {
        return why;
    }

    /** The words in a language; the message is in English. */
    public String in(Texts t) {
        return t.say(key, parts);
    }
}
