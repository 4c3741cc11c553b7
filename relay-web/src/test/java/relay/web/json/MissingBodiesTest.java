package relay.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MissingBodiesTest {
    record Wanted(String name) {}

    interface Resource {
        void change(String id, Wanted wanted);

        void remove(String id);

        void stream(InputStream body);
    }

    @Test
    void aCallThatTakesARecordNeedsABody() {
        assertThat(MissingBodies.needsBody(method("change"))).isTrue();
        assertThat(MissingBodies.needsBody(method("remove"))).isFalse();
        assertThat(MissingBodies.needsBody(method("stream"))).isFalse();
        assertThat(MissingBodies.needsBody(null)).isFalse();
    }

    private static Method method(String name) {
        return Arrays.stream(Resource.class.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
