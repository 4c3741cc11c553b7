/** JSON in and out: records by JSON-B, the same way on every server, and a bounded reader of large documents. */
package relay.web.json;
