package relay.smtp.dialog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The project's own dialogs. */
public final class DialogFiles {
    private DialogFiles() {}

    /** All dialogs of a folder of the class path, be it a directory or in a jar. */
    public static List<Dialog> in(String folder) throws IOException, URISyntaxException {
        URI uri = DialogFiles.class.getClassLoader().getResource(folder).toURI();
        if (!uri.getScheme().equals("jar")) {
            return in(Path.of(uri));
        }
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            return in(jar.getPath(folder));
        }
    }

    private static List<Dialog> in(Path directory) throws IOException {
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
