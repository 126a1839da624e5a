package io.pointstream.app.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One property, on a component of a configuration record. Its name is the component's in kebab case, after those of the
 * sections around it ({@code kafka.bootstrap-servers}); its environment variable is the name in capitals with
 * underscores, after {@code POINTSTREAM_} ({@code POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS}).
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Property {
    /** The default, as one would write it in the file. */
    String value();

    /** What it means, for the person who runs it. */
    String help();
}
