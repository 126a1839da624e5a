package io.pointstream.app.prove;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What all committed output adds up to. */
final class Digest {

    /** The wire format's first byte and schema id, which is the registry's to choose. */
    private static final int HEADER_BYTES = 5;

    private static final int SHOWN_BYTES = 8;

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(Work.Sent sent) {
        sha256.update(sent.topic().name().getBytes(StandardCharsets.UTF_8));
        sha256.update(sent.key().getBytes(StandardCharsets.UTF_8));
        sha256.update(sent.value(), HEADER_BYTES, sent.value().length - HEADER_BYTES);
    }

    /** Ends it. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest(), 0, SHOWN_BYTES);
    }
}
