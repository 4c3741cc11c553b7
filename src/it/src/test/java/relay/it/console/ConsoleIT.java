package relay.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;

/** Somebody logs in, sees that mail flows, looks for a message and reads its life. */
@SystemTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
    private static final String ADMINISTRATOR = "admin@localhost";

    private final RelayProcess relay = RelaySetUp.named("console").prepare();
    private Browser browser;
    private FirstLogin login;

    @BeforeAll
    void begin() throws IOException, InterruptedException {
        relay.start();
        login = relay.firstLogin();
        browser = Browser.on(relay);
        for (String mailbox : new String[] {"delivered", "bounced", "full"}) {
            send(mailbox);
        }
    }

    @AfterAll
    void end() {
        if (browser != null) {
            browser.close();
        }
        relay.close();
    }

    private void send(String mailbox) throws IOException, InterruptedException {
        String line = login.curlLine()
                .replace("delivered@", mailbox + "@")
                .replace("Subject: Hello", "Subject: Invoice for " + mailbox);
        assertThat(new ProcessBuilder("sh", "-c", line).inheritIO().start().waitFor())
                .isZero();
    }

    @Test
    @Order(1)
    void asksForALogin() {
        browser.open("/console/messages.xhtml");
        assertThat(browser.path()).isEqualTo("/login.xhtml");
    }

    @Test
    @Order(2)
    void refusesAWrongPasswordWithWords() {
        browser.logIn(ADMINISTRATOR, "wrong");
        browser.awaitText(".problem", "Login or password is not right");
        assertThat(browser.path()).isEqualTo("/login.xhtml");
    }

    @Test
    @Order(3)
    void showsThatMailFlows() throws IOException {
        browser.logIn(ADMINISTRATOR, login.administratorPassword());
        // the message, and the notification that another one bounced
        browser.awaitText("#delivered", "2");
        browser.awaitText("#bounced", "1");
        assertThat(browser.texts(".check.up")).containsExactly("broker", "database", "listeners");
        assertThat(browser.texts(".check.down")).isEmpty();
        assertThat(browser.find("canvas").isDisplayed()).isTrue();
        browser.picture("overview");
    }

    @Test
    @Order(4)
    void renewsItsFiguresByItself() throws IOException, InterruptedException {
        send("delivered");
        browser.awaitText("#delivered", "3");
    }

    @Test
    @Order(5)
    void findsAMessageByItsSubject() throws IOException {
        browser.open("/console/messages.xhtml");
        browser.find("#q").sendKeys("invoice for bounced");
        browser.find("#find").click();
        browser.awaitText("#found", "Invoice for bounced");
        assertThat(browser.texts("#found tbody tr")).hasSize(1);
        browser.picture("messages");
    }

    @Test
    @Order(6)
    void tellsTheLifeOfAMessageWithTheRemoteReplies() throws IOException {
        browser.find("#found tbody a").click();
        browser.awaitText("#timeline", "550 5.1.1");
        assertThat(browser.texts("#timeline b")).containsExactly("accepted", "Attempt 1", "bounced");
        assertThat(browser.texts("#recipients .badge")).containsExactly("bounced");
        browser.picture("message");
    }

    @Test
    @Order(7)
    void findsMessagesByStatus() {
        browser.open("/console/messages.xhtml?status=deferred");
        browser.awaitText("#found", "Invoice for full");
        assertThat(browser.texts("#found .badge")).containsOnly("deferred");
    }

    @Test
    @Order(8)
    void escapesWhatSendersWrite() throws IOException, InterruptedException {
        String line = login.curlLine().replace("Subject: Hello", "Subject: <script>alert(1)</script>");
        new ProcessBuilder("sh", "-c", line).inheritIO().start().waitFor();
        browser.open("/console/messages.xhtml?q=%3Cscript%3Ealert");
        browser.awaitText("#found", "<script>alert(1)</script>");
    }

    @Test
    @Order(9)
    void showsQueuesWithWhatTheirHostsSay() throws IOException {
        browser.open("/console/queues.xhtml");
        browser.awaitText("[id='live:lines']", "The simulated mailbox");
        browser.find("#queues tbody a").click();
        assertThat(browser.find("[id='act:domain']").getDomProperty("value")).isEqualTo("simulator.test");
        browser.picture("queues");
    }

    @Test
    @Order(10)
    void saysWhatAnActionLacks() {
        browser.find("[id='act:do']").click();
        browser.awaitText(".problem", "reason must say");
    }

    @Test
    @Order(11)
    void suspendsAQueueUntilItIsEnded() {
        browser.find("[id='act:reason']").sendKeys("Their host is being moved");
        browser.find("[id='act:do']").click();
        browser.awaitText("#actions", "Their host is being moved");
        assertThat(browser.texts("#actions tbody tr td:nth-child(3)")).containsExactly("domain simulator.test");
        assertThat(browser.texts("#actions tbody tr td:nth-child(5)")).containsExactly(ADMINISTRATOR);
        browser.find("#actions input[value='End']").click();
        browser.awaitText("#actions", "done");
    }

    @Test
    @Order(12)
    void logsNoErrorInTheBrowser() {
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(13)
    void forgetsWhoLogsOut() {
        browser.open("/console/");
        browser.find("[id='tenantForm:logout']").click();
        browser.awaitText("h1", "Relay");
        browser.open("/console/");
        assertThat(browser.path()).isEqualTo("/login.xhtml");
    }

    @Test
    @Order(14)
    void showsNoStackTraceToStrangers() throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(relay.url("/nowhere.xhtml")).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}
