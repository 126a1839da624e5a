package io.pointstream.schemas.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: no overlong forms, no surrogates, nothing cut. */
final class Utf8 {

    /**
     * @throws BadLineException that names the first byte that is not UTF-8, counted from 1
     */
    static void require(byte[] bytes, int off, int len) throws BadLineException {
        int end = off + len;
        for (int i = off; i < end; i++) {
            if (bytes[i] < 0) {
                decode(bytes, off, i, end);
                return;
            }
        }
    }

    private static void decode(byte[] bytes, int off, int from, int end) throws BadLineException {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, end - from);
        CharBuffer out = CharBuffer.allocate(end - from);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            int at = in.position();
            throw new BadLineException(
                    0,
                    null,
                    String.format(
                            "expected UTF-8, was byte 0x%02x at byte %d of the line", bytes[at] & 0xff, at - off + 1));
        }
    }

    private Utf8() {}
}
