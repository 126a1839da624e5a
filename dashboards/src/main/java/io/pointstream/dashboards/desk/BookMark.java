package io.pointstream.dashboards.desk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A short mark of a rule book's text, by which people and acts tell books apart. */
public final class BookMark {

    private static final int BYTES = 8;

    /** The first 64 bits of its SHA-256, in hexadecimal; the same whatever ends the lines, which forms of browsers change. */
    public static String of(String yaml) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(yaml.replace("\r\n", "\n").strip().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private BookMark() {}
}
