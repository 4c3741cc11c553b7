package relay.dkim;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Test data of others, which lies beside the repository where it is available and is not part of it. */
final class SharedTestdata {
    private SharedTestdata() {}

    /** The folder of this name under {@code shared/testdata}; the test is skipped where there is none. */
    static Path folder(String name) {
        Path here = Path.of("").toAbsolutePath();
        Path folder = Stream.iterate(here, Objects::nonNull, Path::getParent)
                .map(p -> p.resolve("shared/testdata").resolve(name))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        assumeTrue(folder != null, () -> "no shared/testdata/" + name + " above " + here);
        return folder;
    }
}
