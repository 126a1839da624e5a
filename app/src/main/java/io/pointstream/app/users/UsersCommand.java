package io.pointstream.app.users;

import io.pointstream.app.ConfigOption;
import io.pointstream.app.config.ConfigException;
import io.pointstream.app.run.CommandDesk;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskState;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code users}. Each of its verbs is an act in the log, like everything that is done in the console. */
@Command(
        name = "users",
        description = "Who may use the console, and the tokens of programs.",
        footer = {"", "Roles: viewer, analyst, reviewer, supervisor, admin; upstream for a program that sends events."})
public final class UsersCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what about them? " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "list", description = "List users and tokens with their roles.")
    void list(@Mixin ConfigOption config) throws IOException, ConfigException, InterruptedException {
        atDesk(config, desk -> {
            DeskState state = desk.state();
            state.users().forEach(user -> print("user   %-24s %s", user.name(), codes(user.roles())));
            state.tokens().forEach(token -> print("token  %-24s %s", token.name(), codes(token.roles())));
        });
    }

    @Command(name = "add", description = "Add a user. Without --password-stdin a password is made and printed, once.")
    void add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            required = true,
                            split = ",",
                            paramLabel = "ROLE",
                            description = "May be repeated.")
                    Set<Role> roles,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from the first line of standard input.")
                    boolean fromStdin,
            @Mixin ConfigOption config)
            throws IOException, ConfigException, InterruptedException {
        String password = password(fromStdin);
        atDesk(config, desk -> desk.addUser(me(), name, roles, password));
        say(name, password, fromStdin);
    }

    @Command(name = "remove", description = "Remove a user and end their sessions. What they did stays in the audit.")
    void remove(@Parameters(paramLabel = "NAME") String name, @Mixin ConfigOption config)
            throws IOException, ConfigException, InterruptedException {
        atDesk(config, desk -> desk.removeUser(me(), name));
    }

    @Command(name = "password", description = "Give a user another password, and end their sessions.")
    void password(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from the first line of standard input.")
                    boolean fromStdin,
            @Mixin ConfigOption config)
            throws IOException, ConfigException, InterruptedException {
        String password = password(fromStdin);
        atDesk(config, desk -> desk.setPassword(me(), name, password));
        say(name, password, fromStdin);
    }

    @Command(name = "token", description = "Make a token for a program and print it, once; or withdraw it.")
    void token(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            split = ",",
                            defaultValue = "upstream",
                            paramLabel = "ROLE",
                            description = "May be repeated; upstream by default.")
                    Set<Role> roles,
            @Option(names = "--withdraw", description = "End it.") boolean withdraw,
            @Mixin ConfigOption config)
            throws IOException, ConfigException, InterruptedException {
        atDesk(config, desk -> {
            if (withdraw) {
                desk.withdrawToken(me(), name);
            } else {
                print("%s", desk.issueToken(me(), name, roles));
            }
        });
    }

    private static void atDesk(ConfigOption option, Consumer<Desk> work)
            throws IOException, ConfigException, InterruptedException {
        CommandDesk.with(option.load(), work);
    }

    private static Actor me() {
        return Actor.atCommandLine(System.getProperty("user.name"));
    }

    private static String password(boolean fromStdin) throws IOException {
        if (!fromStdin) {
            return Secrets.password();
        }
        // Not closed: standard input is not ours.
        String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return line == null ? "" : line;
    }

    private void say(String name, String password, boolean known) {
        if (!known) {
            print("%s %s", name, password);
        }
    }

    private void print(String form, Object... parts) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(form + "%n", parts);
        out.flush();
    }

    private static String codes(Set<Role> roles) {
        return roles.stream().sorted().map(Role::code).collect(Collectors.joining(","));
    }
}
