/** The REST interface of a running relay, as a client sees it. */
package relay.it.rest;
