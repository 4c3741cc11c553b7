package relay.start;

import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.tenant.CreatedCredential;

/** What the first administrator reads. */
record FirstLogin(
        Configuration configuration, String email, String password, CreatedCredential smtp, CreatedCredential api) {
    String text() {
        String user = smtp.credential().getUsername();
        return String.join(
                System.lineSeparator(),
                "Administrator of the console " + Settings.publicUrl(configuration) + "/console",
                "  login     " + email,
                "  password  " + password,
                "",
                "Demonstration: SMTP credential of the tenant demo, which may send from demo.test",
                "  username  " + user,
                "  password  " + smtp.secret(),
                "  REST key  " + api.secret(),
                "",
                "Send a first message (simulator.test never leaves this machine):",
                "printf 'From: Demo <hello@demo.test>\\r\\nTo: delivered@simulator.test\\r\\nSubject: Hello\\r\\n\\r\\n"
                        + "It works.\\r\\n' | curl --silent --show-error --ssl-reqd --insecure --url 'smtp://"
                        + host() + ":" + configuration.get(Settings.SUBMISSION_PORT) + "/localhost' --user '" + user
                        + ":" + smtp.secret()
                        + "' --mail-from hello@demo.test --mail-rcpt delivered@simulator.test --upload-file -",
                "");
    }

    private String host() {
        String bind = configuration.get(Settings.BIND);
        if (bind.equals("0.0.0.0")) {
            return "127.0.0.1";
        }
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }

    @Override
    public String toString() {
        return "FirstLogin[" + email + "]";
    }
}
