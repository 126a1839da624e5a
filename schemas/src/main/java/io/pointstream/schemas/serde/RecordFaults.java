package io.pointstream.schemas.serde;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells records that can never be read from servers in trouble. */
public final class RecordFaults {

    /** Whether reading the same bytes later, with all servers well, would fail again. */
    public static boolean isRecordsFault(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (isTrouble(cause)) {
                return false;
            }
        }
        return exception instanceof SerializationException || !(exception instanceof KafkaException);
    }

    private static boolean isTrouble(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof SocketException
                || cause instanceof SocketTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof HttpTimeoutException
                || isConfluentServerError(cause);
    }

    /** The genuine serde, if it is on the class path, tells of a 429 or 5xx in its exception's text alone. */
    private static boolean isConfluentServerError(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName().equals("RestClientException")
                && message != null
                && message.matches("(?s).*error code: (429|5\\d\\d)(\\d\\d)?\\s*");
    }

    private RecordFaults() {}
}
