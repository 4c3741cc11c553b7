/**
 * The description of the REST interface (OpenAPI 3.1), written by hand and held to the resources by a test, and its
 * browser.
 */
package relay.web.openapi;
