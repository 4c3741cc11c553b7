package relay.it.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import relay.it.running.RelayProcess;
import relay.it.running.Tools;

/** A Chromium without a window. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final RelayProcess relay;

    private Browser(ChromeDriver driver, RelayProcess relay) {
        this.driver = driver;
        this.relay = relay;
    }

    /** A browser for this relay; skips the test where there is none and none can be installed. */
    static Browser on(RelayProcess relay) {
        Tools.require(List.of(CHROMIUM, DRIVER), "chromium", "chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1400,1000");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options), relay);
    }

    /** Opens a page of the relay. */
    void open(String path) {
        driver.get(relay.url(path).toString());
    }

    void logIn(String login, String password) {
        open("/console/");
        find("[id='login:email']").sendKeys(login);
        find("[id='login:password']").sendKeys(password);
        find("[id='login:submit']").click();
    }

    /** The element, as soon as it is there. */
    WebElement find(String selector) {
        return new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
    }

    /** Waits until the element shows this text. */
    void awaitText(String selector, String text) {
        new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector(selector), text));
    }

    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    String path() {
        return URI.create(driver.getCurrentUrl()).getPath();
    }

    /** Errors that the browser's own console shows. */
    List<String> errors() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(line -> line.startsWith("SEVERE"))
                .toList();
    }

    /** Keeps a picture of the page below target/screenshots. */
    void picture(String name) throws IOException {
        Path directory = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
