package relay.routing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A DNS that knows what it was told; every other name does not exist. */
public final class ScriptedDns implements Dns {
    private final Map<String, List<Mx>> mx = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Map<String, Status> broken = new HashMap<>();

    public ScriptedDns withMx(String domain, int preference, String host) {
        mx.computeIfAbsent(domain, name -> new ArrayList<>()).add(new Mx(preference, host));
        return this;
    }

    public ScriptedDns withAddress(String host, String address) {
        try {
            addresses.computeIfAbsent(host, name -> new ArrayList<>()).add(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
        return this;
    }

    /** The only TXT record of a name from now on. */
    public ScriptedDns withText(String name, String text) {
        texts.put(name, List.of(text));
        return this;
    }

    /** Both kinds of look-up of this name fail, or find nothing. */
    public ScriptedDns with(String name, Status status) {
        broken.put(name, status);
        return this;
    }

    @Override
    public CompletionStage<Answer<Mx>> mx(String domain) {
        return CompletableFuture.completedFuture(answer(domain, mx));
    }

    @Override
    public CompletionStage<Answer<InetAddress>> addresses(String host) {
        return CompletableFuture.completedFuture(answer(host, addresses));
    }

    @Override
    public CompletionStage<Answer<String>> txt(String name) {
        return CompletableFuture.completedFuture(answer(name, texts));
    }

    @Override
    public CompletionStage<Answer<String>> cname(String name) {
        return CompletableFuture.completedFuture(Answer.none(Status.NO_NAME, name));
    }

    private <T> Answer<T> answer(String name, Map<String, List<T>> records) {
        if (broken.containsKey(name)) {
            return Answer.none(broken.get(name), name + " is broken");
        }
        if (records.containsKey(name)) {
            return Answer.of(records.get(name));
        }
        boolean exists = mx.containsKey(name) || addresses.containsKey(name);
        return Answer.none(exists ? Status.NO_DATA : Status.NO_NAME, name);
    }
}
