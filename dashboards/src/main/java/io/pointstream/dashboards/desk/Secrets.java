package io.pointstream.dashboards.desk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Passwords, which people choose, and tokens, which are long enough that a fast hash protects them. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Encoder PHC = Base64.getEncoder().withoutPadding();

    private static final int TOKEN_BYTES = 32;
    private static final int PASSWORD_BYTES = 15;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    // OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;

    /** A hash that no password has: checking against it takes as long as against another. */
    static final String NOBODY = hash(token());

    private Secrets() {}

    /** 256 random bits, in characters that fit into a header and an address. */
    public static String token() {
        return random(TOKEN_BYTES);
    }

    /** A random password of 20 characters. */
    public static String password() {
        return random(PASSWORD_BYTES);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return URL.encodeToString(random);
    }

    /** What is kept of a token: its SHA-256. */
    public static String fingerprint(String token) {
        try {
            return URL.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** What is kept of a password: {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. */
    static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, PASSES, LANES, PHC.encodeToString(salt), PHC.encodeToString(hash));
    }

    /** Whether a password has this hash, made with whatever cost. */
    static boolean matches(String password, String phc) {
        String[] parts = phc.split("[$,]", -1);
        if (parts.length != 8 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
            throw new IllegalArgumentException("No hash of Argon2id, version 19");
        }
        byte[] salt = Base64.getDecoder().decode(parts[6]);
        byte[] expected = Base64.getDecoder().decode(parts[7]);
        byte[] hash = argon2id(password, salt, number(parts[3]), number(parts[4]), number(parts[5]), expected.length);
        return MessageDigest.isEqual(hash, expected);
    }

    private static int number(String parameter) {
        return Integer.parseInt(parameter.substring(2));
    }

    private static byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(bytes, hash);
        Arrays.fill(bytes, (byte) 0);
        return hash;
    }
}
