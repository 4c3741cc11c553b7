package relay.jca;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import relay.smtp.SubmissionListener;

/** How one activation calls its message endpoint. */
@Activation(messageListeners = SubmissionListener.class)
public class SmtpActivationSpec implements ActivationSpec, Serializable {
    public static final int DEFAULT_DISPATCHERS = 4;
    public static final int DEFAULT_BATCH_MESSAGES = 64;
    public static final int DEFAULT_BATCH_BYTES = 8 * 1024 * 1024;
    public static final int DEFAULT_WAITING_MESSAGES = 10_000;
    public static final int DEFAULT_QUESTION_WORKERS = 16;
    public static final int DEFAULT_WAITING_QUESTIONS = 4000;
    public static final int DEFAULT_ENDPOINT_TIMEOUT_MILLIS = 10_000;

    private static final long serialVersionUID = 1L;

    @ConfigProperty(defaultValue = "4", description = "Works that hand messages over at the same time; at least 1")
    private Integer dispatchers = DEFAULT_DISPATCHERS;

    @ConfigProperty(defaultValue = "64", description = "Messages that one endpoint call may carry; at least 1")
    private Integer batchMessages = DEFAULT_BATCH_MESSAGES;

    @ConfigProperty(
            defaultValue = "8388608",
            description = "Bytes of content after which an endpoint call takes no further message; at least 1")
    private Integer batchBytes = DEFAULT_BATCH_BYTES;

    @ConfigProperty(
            defaultValue = "10000",
            description = "Messages that may wait for a dispatcher; one more is answered 451; at least 1")
    private Integer waitingMessages = DEFAULT_WAITING_MESSAGES;

    @ConfigProperty(
            defaultValue = "16",
            description =
                    "Works that ask for accounts and recipients, check passwords and write spool files; at least 1")
    private Integer questionWorkers = DEFAULT_QUESTION_WORKERS;

    @ConfigProperty(
            defaultValue = "4000",
            description = "Questions that may wait for a worker; one more is answered 4xx; at least 1")
    private Integer waitingQuestions = DEFAULT_WAITING_QUESTIONS;

    @ConfigProperty(
            defaultValue = "10000",
            description = "Milliseconds to wait for a free endpoint instance before the answer is 451; at least 1")
    private Integer endpointTimeoutMillis = DEFAULT_ENDPOINT_TIMEOUT_MILLIS;

    private transient ResourceAdapter resourceAdapter;

    @Override
    public void validate() throws InvalidPropertyException {
        atLeastOne(dispatchers, "dispatchers");
        atLeastOne(batchMessages, "batchMessages");
        atLeastOne(batchBytes, "batchBytes");
        atLeastOne(waitingMessages, "waitingMessages");
        atLeastOne(questionWorkers, "questionWorkers");
        atLeastOne(waitingQuestions, "waitingQuestions");
        atLeastOne(endpointTimeoutMillis, "endpointTimeoutMillis");
    }

    private static void atLeastOne(Integer value, String name) throws InvalidPropertyException {
        if (value == null || value < 1) {
            throw new InvalidPropertyException(name + " is " + value + ", must be at least 1");
        }
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {
        resourceAdapter = adapter;
    }

    public Integer getDispatchers() {
        return dispatchers;
    }

    public void setDispatchers(Integer value) {
        dispatchers = value;
    }

    public Integer getBatchMessages() {
        return batchMessages;
    }

    public void setBatchMessages(Integer value) {
        batchMessages = value;
    }

    public Integer getBatchBytes() {
        return batchBytes;
    }

    public void setBatchBytes(Integer value) {
        batchBytes = value;
    }

    public Integer getWaitingMessages() {
        return waitingMessages;
    }

    public void setWaitingMessages(Integer value) {
        waitingMessages = value;
    }

    public Integer getQuestionWorkers() {
        return questionWorkers;
    }

    public void setQuestionWorkers(Integer value) {
        questionWorkers = value;
    }

    public Integer getWaitingQuestions() {
        return waitingQuestions;
    }

    public void setWaitingQuestions(Integer value) {
        waitingQuestions = value;
    }

    public Integer getEndpointTimeoutMillis() {
        return endpointTimeoutMillis;
    }

    public void setEndpointTimeoutMillis(Integer value) {
        endpointTimeoutMillis = value;
    }
}
