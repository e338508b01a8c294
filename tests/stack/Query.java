import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

/** Asks by JDBC: `java -cp trino-jdbc.jar Query.java ADDRESS QUERY...` prints a line for each answer. */
class Query {
    public static void main(String[] arguments) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", System.getenv("MOVIES_TRINO_USER"));
        login.setProperty("password", System.getenv("MOVIES_TRINO_PASSWORD"));
        try (Connection connection = DriverManager.getConnection(arguments[0], login)) {
            for (int each = 1; each < arguments.length; each++) {
                System.out.println(answer(connection, arguments[each]));
            }
        }
    }

    /** The first field of the first row, or the error. */
    static String answer(Connection connection, String query) {
        try (ResultSet rows = connection.createStatement().executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "no rows";
        } catch (SQLException error) {
            return error.getMessage().lines().findFirst().orElseThrow();
        }
    }
}
