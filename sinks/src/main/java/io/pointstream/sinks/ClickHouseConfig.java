package io.pointstream.sinks;

import com.clickhouse.jdbc.DataSourceImpl;
import java.net.URI;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Where ClickHouse is and who we are there.
 *
 * @param url its HTTP interface, such as {@code http://127.0.0.1:8123}
 * @param user the user's name
 * @param password the user's password; empty if it has none
 * @param database the database that holds our tables; created by {@link Migrations} if it is missing
 */
public record ClickHouseConfig(URI url, String user, String password, String database) {

    // The one name that cannot be bound as a parameter, so it may contain nothing that would need quoting.
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    public ClickHouseConfig {
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "ClickHouse is reached over HTTP: expected a URL such as http://127.0.0.1:8123, got " + url);
        }
        if (!NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("A database's name is made of letters, digits and _, got " + database);
        }
    }

    /** The user {@code default} without a password, which is what a server on this machine has. */
    public static ClickHouseConfig local(URI url, String database) {
        return new ClickHouseConfig(url, "default", "", database);
    }

    /** JDBC connections to the database, for queries. Opening one does not reach for the server. */
    public DataSource dataSource() {
        return dataSource(database);
    }

    /** JDBC connections to another database of the same server. */
    DataSource dataSource(String otherDatabase) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        // Without it an error in the middle of a result looks like its end.
        properties.setProperty("clickhouse_setting_wait_end_of_query", "1");
        return new DataSourceImpl("jdbc:clickhouse:" + url.resolve("/" + otherDatabase), properties);
    }

    /** The same without the password. */
    @Override
    public String toString() {
        return url + "/" + database + " as " + user;
    }
}
