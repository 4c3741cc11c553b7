/**
 * Composition: makes a message (RFC 5322, MIME) of what an application says of it, in plain Java.
 *
 * <p>A {@link relay.compose.Draft} is checked ({@link relay.compose.DraftRules}: all {@link relay.compose.Defect}s at
 * once) and written ({@link relay.compose.Composer}). Texts and attachments lie in a {@link relay.compose.Scratch} from
 * the moment they arrive and are only streamed: the memory that a message takes does not grow with its size. The result
 * depends on nothing but the draft, the queue id and the time, so that a retry composes the same bytes.
 *
 * <p>Jakarta Mail is not used: it finds its writers of multiparts by the context class loader, which is another one on
 * every server, and holds texts as strings.
 */
package relay.compose;
