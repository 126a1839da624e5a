package io.pointstream.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The verb {@code test}, for {@code --help}: the launcher carries it out, as it must build what it tests. */
@Command(name = "test", description = "Build everything and run all tests, with every gate.")
final class TestCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new CommandFailure("tests are built and run by the launcher: ./pointstream test");
    }
}
