/**
 * Contents of messages: stored once however many recipients a message has, in chunks so that large ones stream, with a
 * bounded cache for those that were accepted a moment ago.
 */
package relay.content;
