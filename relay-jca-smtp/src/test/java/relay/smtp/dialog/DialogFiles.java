package relay.smtp.dialog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own dialogs. */
public final class DialogFiles {
    private DialogFiles() {}

    /** All dialogs of a folder of the class path that is a directory on disk. */
    public static List<Dialog> in(String folder) throws IOException, URISyntaxException {
        Path directory =
                Path.of(DialogFiles.class.getClassLoader().getResource(folder).toURI());
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".dlg"))
                    .sorted()
                    .map(DialogFiles::read)
                    .toList();
        }
    }

    private static Dialog read(Path file) {
        try {
            return Dialog.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
