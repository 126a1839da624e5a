package io.pointstream.app.config;

import java.util.List;

/** What is wrong in a configuration: every problem, each with the file and line, or the variable, it is in. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
