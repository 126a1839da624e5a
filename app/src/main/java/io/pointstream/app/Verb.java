package io.pointstream.app;

import java.util.concurrent.Callable;

/**
 * A verb of the command line that lives in a module above this one, such as {@code bench}: a picocli {@code @Command}
 * with a public constructor, named in {@code META-INF/services/io.pointstream.app.Verb}. The answer of {@link #call} is
 * the exit status.
 */
public interface Verb extends Callable<Integer> {}
