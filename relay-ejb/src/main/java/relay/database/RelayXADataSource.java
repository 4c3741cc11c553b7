package relay.database;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import relay.configuration.Configuration;

/**
 * The data source that resource definitions name: one class for every server and both databases, which reads the
 * relay's settings and delegates to the driver.
 */
public class RelayXADataSource implements XADataSource {
    private final XADataSource delegate = Database.of(Configuration.load()).xaDataSource();

    private String profile;

    @Override
    public XAConnection getXAConnection() throws SQLException {
        return delegate.getXAConnection();
    }

    /** Ignored: the settings say who. */
    @Override
    public XAConnection getXAConnection(String user, String password) throws SQLException {
        return delegate.getXAConnection();
    }

    /** Without meaning; WildFly refuses an XA data source that has no property (IJ010069). */
    public void setProfile(String profile) {
        this.profile = profile;
    }

    public String getProfile() {
        return profile;
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return delegate.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        delegate.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        delegate.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return delegate.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("relay.database");
    }
}
